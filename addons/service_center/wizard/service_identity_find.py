from odoo import fields, models
from odoo.exceptions import UserError


class ServiceIdentityFind(models.TransientModel):
    """A head looks for the documents with one exact number."""

    _name = "service.identity.find"
    _description = "Search for a Document by Its Number"

    # never stored: the button brings it along in its context
    number = fields.Char("Full Number", store=False)
    reason = fields.Char(required=True, help="Kept in the log of accesses.")

    def action_find(self):
        """List the documents with exactly the number typed in."""
        self.ensure_one()
        found = self.env["service.identity"]._find_by_number(
            self.env.context.get("document_number"), self.reason
        )
        if not found:
            raise UserError(self.env._("No document with this number is kept."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_identity_action"
        )
        action["domain"] = [("id", "in", found.ids)]
        action["context"] = {}
        return action
