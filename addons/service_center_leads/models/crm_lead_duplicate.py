from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    """The same request twice: by phone, address, customer or device."""

    _inherit = "crm.lead"

    same_lead_ids = fields.Many2many(
        "crm.lead",
        compute="_compute_same_lead_ids",
        string="The Same?",
        help="Open requests with the same phone, address, customer or device that you "
        "may see.",
    )

    @api.depends("phone_sanitized", "email_normalized", "partner_id", "device_id")
    def _compute_same_lead_ids(self):
        keys = ("phone_sanitized", "email_normalized", "partner_id", "device_id")
        for lead in self:
            ways = [
                fields.Domain(
                    key, "=", lead[key].id if key[-3:] == "_id" else lead[key]
                )
                for key in keys
                if lead[key]
            ]
            lead.same_lead_ids = False
            if ways and lead.branch_id:
                lead.same_lead_ids = self.search(
                    fields.Domain.OR(ways)
                    & fields.Domain("id", "!=", lead._origin.id)
                    & fields.Domain("branch_id", "!=", False)
                    & fields.Domain("won_status", "=", "pending"),
                    limit=10,
                )

    def action_merge_same(self):
        """Merge this request with those that look the same into one."""
        self.ensure_one()
        together = self | self.same_lead_ids
        if len(together) < 2:
            raise UserError(self.env._("There is no other open request like this."))
        return together._merge_into_first()

    def _merge_into_first(self):
        merged = self[:5].merge_opportunity()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": merged.id,
            "views": [
                (
                    self.env.ref("service_center_leads.crm_lead_view_form_service").id,
                    "form",
                )
            ],
        }

    @api.model
    def _get_own_merge_fields(self):
        own = ("branch_id", "device_id", "serial", "device_type_id", "device_brand_id")
        own += ("device_model_id", "fault_id", "device_text", "competitor_id")
        return list(own)

    def _merge_get_fields(self):
        return super()._merge_get_fields() + self._get_own_merge_fields()

    def _merge_get_fields_specific(self):
        return {
            **super()._merge_get_fields_specific(),
            "fault": lambda _name, leads: "\n\n".join(
                dict.fromkeys(filter(None, leads.mapped("fault")))
            ),
        }

    def _merge_opportunity(
        self, user_id=False, team_id=False, auto_unlink=True, max_length=5
    ):
        """Requests of one branch, at most one of which became an order."""
        # sudo: an order of a colleague counts as well
        if len(self.sudo().service_order_ids) > 1:
            raise UserError(
                self.env._(
                    "Two of these requests became orders: they are two. Leave one out."
                )
            )
        if len(self.branch_id) > 1:
            raise UserError(
                self.env._(
                    "These requests belong to different branches. Move them to one "
                    "branch first."
                )
            )
        numbers = self.filtered("service_code").mapped("service_code")
        kept = self._get_merged_server_values()
        merged = super()._merge_opportunity(
            user_id=user_id,
            team_id=team_id or self.branch_id.lead_team_id.id,
            auto_unlink=auto_unlink,
            max_length=max_length,
        )
        merged._write_server_fields(
            {name: each for name, each in kept.items() if not merged[name]}
        )
        if merged.sudo().activity_ids.filtered(lambda each: not each.automated):
            merged._drop_next_steps()
        others = [each for each in numbers if each != merged.service_code]
        if others:
            merged._message_log(
                body=self.env._(
                    "Numbers told to the customer before: %(numbers)s",
                    numbers=", ".join(others),
                )
            )
        return merged

    def _get_merged_server_values(self):
        """Of requests that become one: the first answer, the suggestion, the calls."""
        values = {"suggested_partner_id": self.suggested_partner_id[:1].id}
        first = self.filtered("date_answered").sorted("date_answered")[:1]
        for name in ("date_answered", "hours_to_answer", "was_answered_late"):
            values[name] = first[name]
        consent = self.filtered("date_consent")[:1]
        for name in ("date_consent", "consent_hash"):
            values[name] = consent[name]
        return values

    def _merge_dependences(self, opportunities):
        res = super()._merge_dependences(opportunities)
        # sudo: the link of an order is nothing that anybody may write
        orders = opportunities.sudo().service_order_ids
        if orders:
            orders._write_server_fields({"lead_id": self.id})
        return res
