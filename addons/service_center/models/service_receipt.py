import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceReceipt(models.Model):
    """An intake receipt as it was signed: a version that never changes again.

    Nobody has the right to make, write or delete one: ``action_record_receipt`` of the
    order makes them, for those who may change what was agreed. The file hangs on this
    record, so nobody can exchange it either; ``action_verify`` tells if somebody did.
    """

    _name = "service.receipt"
    _description = "Signed Intake Receipt"
    _inherit = ["service.readonly.mixin"]
    _order = "order_id desc, number desc"
    _rec_names_search = ["order_id.name"]

    order_id = fields.Many2one(
        "service.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    number = fields.Integer("Version", required=True, readonly=True)
    method = fields.Selection(
        [("screen", "On the Screen"), ("paper", "On Paper")],
        "How Signed",
        required=True,
        readonly=True,
    )
    signed_by = fields.Char(
        required=True, readonly=True, help="Name of whoever signed."
    )
    date_signed = fields.Datetime("Signed On", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Recorded By", required=True, readonly=True)
    lang = fields.Char("Language", readonly=True, help="Code of the language.")
    file = fields.Binary("Receipt", attachment=True, required=True, readonly=True)
    file_name = fields.Char(readonly=True, required=True)
    file_hash = fields.Char(
        "SHA-256",
        required=True,
        readonly=True,
        help="Of the file, as it was stored. The same sum stands in the chatter.",
    )
    fingerprint = fields.Json(
        readonly=True,
        help="By what was agreed: a sum over it at the time of signing, which tells "
        "later what was changed, without keeping a copy.",
    )

    date_erased = fields.Datetime(
        "Erased On",
        readonly=True,
        help="When the file was erased, because the customer was anonymised.",
    )

    _number_uniq = models.UniqueIndex(
        "(order_id, number)",
        "Somebody else has just had this receipt signed. Reload the order.",
    )

    @api.depends("order_id.name", "number")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = f"{receipt.order_id.name} / {receipt.number}"

    def _is_intact(self):
        """Whether the stored file is the one that was signed."""
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        return hashlib.sha256(content).hexdigest() == self.file_hash

    def _check_not_erased(self):
        if self.date_erased:
            raise UserError(
                self.env._(
                    "Receipt %(receipt)s was erased when the customer was anonymised. "
                    "Its sum was %(hash)s.",
                    receipt=self.display_name,
                    hash=self.file_hash,
                )
            )

    def action_verify(self):
        """Compute the sum of the stored file anew, and say whether it is intact."""
        self.ensure_one()
        self._check_not_erased()
        intact = self._is_intact()
        if intact:
            message = self.env._(
                "Receipt %(receipt)s is just as it was signed. SHA-256: %(hash)s",
                receipt=self.display_name,
                hash=self.file_hash,
            )
        else:
            message = self.env._(
                "Receipt %(receipt)s is not the file that was signed! Bring it back "
                "from a backup and compare the sum: %(hash)s",
                receipt=self.display_name,
                hash=self.file_hash,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if intact else "danger",
                "title": self.env._("Intact") if intact else self.env._("Changed"),
                "message": message,
                "sticky": not intact,
            },
        }

    def action_open_file(self):
        """Show the file in a tab of its own."""
        self.ensure_one()
        self._check_not_erased()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/service.receipt/{self.id}/file/{self.file_name}",
            "target": "new",
        }
