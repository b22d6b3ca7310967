from odoo import fields, models

MANAGER = "service_center.service_center_group_manager"


class ServiceOrder(models.Model):
    """The request that an order came from, and where that came from."""

    _inherit = "service.order"

    lead_id = fields.Many2one(
        "crm.lead",
        "Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
    )
    source_id = fields.Many2one(
        "utm.source", readonly=True, copy=False, ondelete="set null"
    )
    medium_id = fields.Many2one(
        "utm.medium", readonly=True, copy=False, ondelete="set null"
    )
    campaign_id = fields.Many2one(
        "utm.campaign", readonly=True, copy=False, ondelete="set null"
    )

    _lead_uniq = models.UniqueIndex(
        "(lead_id) WHERE lead_id IS NOT NULL",
        "This request has become an order already: open it.",
    )

    def action_view_lead(self):
        """Open the request that this order came from."""
        self.ensure_one()
        view = self.env.ref("service_center_leads.crm_lead_view_form_service")
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(view.id, "form")],
        }

    def _prepare_customer_values(self, number, name):
        """A customer who is made of a request keeps its address and language."""
        values = super()._prepare_customer_values(number, name)
        about = self.env.context.get("service_lead_customer") or {}
        values.update(
            (each, about[each]) for each in ("email", "lang") if each in about
        )
        return values
