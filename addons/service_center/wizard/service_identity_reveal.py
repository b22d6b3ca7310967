from odoo import fields, models

from odoo.addons.base.models.res_users import check_identity

GROUP = "service_center.service_center_group_identity"


class ServiceIdentityReveal(models.TransientModel):
    """The dialog that asks why, and who, before it shows what is kept of a document."""

    _name = "service.identity.reveal"
    _description = "View of an Identity Document"

    identity_id = fields.Many2one(
        "service.identity", "Document", required=True, ondelete="cascade", groups=GROUP
    )
    # related_sudo: a dialog made by hand shows nothing its maker may not read
    has_number = fields.Boolean(related="identity_id.has_number", related_sudo=False)
    has_details = fields.Boolean(related="identity_id.has_details", related_sudo=False)
    has_scan = fields.Boolean(related="identity_id.has_scan", related_sudo=False)
    reason = fields.Char(
        required=True, help="Kept in the log, which heads read. No names, please."
    )

    @check_identity
    def action_reveal(self):
        """Show number and details, once, in a window that closes by itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "service_center_reveal",
            "params": {
                "title": self.identity_id.display_name,
                "values": self.identity_id._reveal(self.reason),
            },
        }

    @check_identity
    def action_download(self):
        """Hand out the scan, once."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self.identity_id._grant_scan(self.reason),
            "target": "self",
        }
