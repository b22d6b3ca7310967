from odoo import models


class MailAlias(models.Model):
    _inherit = "mail.alias"

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        """A letter to a branch that broke is kept, and nobody is told that it broke.

        One broken letter does not make the address of a branch invalid either.
        """
        # sudo: only whether the alias is a branch's
        alias = self.sudo()
        if alias.alias_parent_model_id.model == "crm.team":
            team = self.env["crm.team"].sudo().browse(alias.alias_parent_thread_id)
            if team.service_branch_id:
                return None
        return super()._alias_bounce_incoming_email(
            message, message_dict, set_invalid=set_invalid
        )
