from odoo import api, models
from odoo.exceptions import AccessError, UserError


class ServiceIdentity(models.Model):
    """How the number of a document is seen: allowed, with a reason, logged, once."""

    _inherit = "service.identity"

    def action_open_reveal(self):
        """Ask why somebody wants to see what is kept of the document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Is Kept of the Document"),
            "res_model": "service.identity.reveal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_identity_id": self.id},
        }

    def _check_reveal(self, reason):
        """Refuse whoever may not see it, or does not say why."""
        self.ensure_one()
        if not self.env.user.has_group("service_center.service_center_group_identity"):
            raise AccessError(
                self.env._(
                    "You may not see what is kept of identity documents. A head gives "
                    "that right."
                )
            )
        self.check_access("read")
        if len((reason or "").strip()) < 3:
            raise UserError(self.env._("Say why you need to see it."))

    def _reveal(self, reason):
        """Log, then decrypt: the number and the details as texts.

        Called by the dialog alone, after its person has proved who he is.
        """
        self._check_reveal(reason)
        cipher = self.env["service.cipher"]._load()
        self.env["service.secret.log"]._record_first("number", self, reason)
        decrypt = self.env["service.cipher"]._decrypt
        document = self.sudo()  # the cipher is closed to everybody; checked above
        return [
            decrypt(cipher.decrypt, token)
            for token in (document.number_cipher, document.details_cipher)
            if token
        ]

    @api.model
    def _find_by_number(self, number, reason):
        """Documents with exactly this number, for a head; the search is logged."""
        if not self.env.user.has_group("service_center.service_center_group_head"):
            raise AccessError(self.env._("Only a head may search documents by number."))
        cipher = self.env["service.cipher"]._load()
        key = self._normalize_number(number)
        self.env["service.secret.log"]._record_first("search", self, reason)
        # sudo: the fingerprint is closed to everybody; what is found is read as oneself
        found = self.sudo().search([("number_index", "=", cipher.index(key))])
        return found.sudo(False)._filtered_access("read")
