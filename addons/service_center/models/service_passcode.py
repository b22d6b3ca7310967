from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain

from ..tools.transact import transact


class ServicePasscode(models.Model):
    """The encrypted passcode of a device, while its order is in work.

    Apart from the order, so that no search, export, copy or message of orders can come
    near it. Nobody has a right to this model; ``service_order_passcode.py`` asks it.
    """

    _name = "service.passcode"
    _description = "Device Passcode"

    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="cascade"
    )
    cipher = fields.Char(groups=NO_ACCESS, required=True)
    key_name = fields.Char(groups=NO_ACCESS, required=True)

    _order_uniq = models.UniqueIndex(
        "(order_id)", "Somebody else has just kept a passcode for this order."
    )

    @api.depends("order_id")
    def _compute_display_name(self):
        for passcode in self:
            passcode.display_name = self.env._("Passcode %(id)s", id=passcode.id or "")

    @api.model
    def _cron_erase(self):
        """Erase what may be kept no longer."""
        return transact(self.env, self._erase_due)

    @api.model
    def _erase_due(self):
        """Erase what the end of work has left, after the hours the company has set."""
        for company in self.env["res.company"].search([]):
            cutoff = fields.Datetime.now() - timedelta(
                hours=company.service_unlock_hours
            )
            over = Domain("state", "in", ("done", "refused", "issued")) & Domain(
                "date_end", "<=", cutoff
            )
            gone = Domain("active", "=", False) & Domain("write_date", "<=", cutoff)
            self.search(
                Domain("order_id.company_id", "=", company.id)
                & Domain(
                    "order_id",
                    "any",
                    (over | gone) & Domain("active", "in", [True, False]),
                )
            ).order_id._erase_passcodes()

    def _encrypt_anew(self, cipher):
        """Bring all passcodes under the first key of the file."""
        decrypt = self.env["service.cipher"]._decrypt
        older = self.search([("key_name", "!=", cipher.key_id)])
        for passcode in older:
            plain = decrypt(cipher.decrypt, passcode.cipher)
            passcode.write({"cipher": cipher.encrypt(plain), "key_name": cipher.key_id})
        return len(older)
