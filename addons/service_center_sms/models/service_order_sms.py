from odoo import api, fields, models

MANAGER = "service_center.service_center_group_manager"


class ServiceOrder(models.Model):
    """Texting the customer by hand, and what he was texted."""

    _inherit = "service.order"

    is_sms_on = fields.Boolean(
        compute="_compute_is_sms_on",
        compute_sudo=True,
        help="Whether a provider carries the texts of this branch.",
    )
    sms_count = fields.Integer("Texts", compute="_compute_sms_count", groups=MANAGER)

    @api.depends("branch_id")
    def _compute_is_sms_on(self):
        for order in self:
            branch = order.branch_id
            order.is_sms_on = bool(branch.company_id._get_sms_provider(branch))

    def _compute_sms_count(self):
        counts = dict(
            self.env["service.sms"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.sms_count = counts.get(order, 0)

    def _phone_get_number_fields(self):
        return ["partner_phone"]

    def action_text_customer(self):
        """Write to the customer: Odoo's own composer, with our templates."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Text the Customer"),
            "res_model": "sms.composer",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_composition_mode": "comment",
            },
        }

    def action_view_texts(self):
        """What was sent about this order: when, delivered or not, and for how much."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_sms.service_sms_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}
