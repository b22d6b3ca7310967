from odoo import api, fields, models


class ResPartner(models.Model):
    """The card: who else has this phone, and the papers of a supplier."""

    _inherit = "res.partner"

    same_phone_ids = fields.Many2many(
        "res.partner",
        compute="_compute_same_phone_ids",
        help="Other contacts with this phone number, however it is spelled; not those "
        "of the same company.",
    )
    document_count = fields.Integer(compute="_compute_document_count")

    @api.depends("phone_sanitized", "commercial_partner_id")
    def _compute_same_phone_ids(self):
        found = self.search([("phone_sanitized", "in", self._get_phones())]).grouped(
            "phone_sanitized"
        )
        for partner in self:
            others = found.get(partner.phone_sanitized, self.browse())
            partner.same_phone_ids = others.filtered(
                lambda other, me=partner: (
                    other.commercial_partner_id
                    != (me._origin.commercial_partner_id or me.commercial_partner_id)
                    and other != me._origin
                )
            )

    def _get_phones(self):
        return [each.phone_sanitized for each in self if each.phone_sanitized]

    def _compute_document_count(self):
        counts = dict(
            self.env["ir.attachment"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.document_count = counts.get(partner.id, 0)

    def action_merge_same_phone(self):
        """Open Odoo's merge of contacts with those who have the same phone."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "base.action_partner_merge"
        )
        together = (self + self.same_phone_ids)[:3]  # Odoo merges three at a time
        action["context"] = {
            "active_model": self._name,
            "active_ids": together.ids,
            "default_dst_partner_id": self.id,
        }
        return action

    def action_view_documents(self):
        """Contracts and other papers of this contact; add them here."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents of %(name)s", name=self.display_name),
            "res_model": "ir.attachment",
            "views": [(False, "kanban"), (False, "list"), (False, "form")],
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }
