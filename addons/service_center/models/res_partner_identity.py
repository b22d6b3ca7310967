from odoo import api, fields, models

MANAGERS = "service_center.service_center_group_manager"


class ResPartner(models.Model):
    _inherit = "res.partner"

    service_identity_ids = fields.One2many(
        "service.identity", "partner_id", "Identity Documents", groups=MANAGERS
    )
    service_identity_count = fields.Integer(
        "Number of Identity Documents",
        compute="_compute_service_identity_count",
        groups=MANAGERS,
    )

    @api.depends("service_identity_ids")
    def _compute_service_identity_count(self):
        counts = dict(
            self.env["service.identity"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.service_identity_count = counts.get(partner._origin, 0)

    def action_view_service_identities(self):
        """The documents of these customers that were seen."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_identity_action"
        )
        action["domain"] = [("partner_id", "in", self.ids)]
        action["context"] = {"default_partner_id": self[:1].id}
        return action
