from odoo import api, fields, models
from odoo.fields import NO_ACCESS


class AccountJournal(models.Model):
    """Which fiscal device registers the money of a desk, and from which database.

    A restored copy has another ``database.uuid``: it asks no device until somebody
    chooses one in it.
    """

    _inherit = "account.journal"

    fiscal_adapter = fields.Selection(
        selection=lambda self: self._get_fiscal_adapters(),
        string="Fiscal Device",
        help="Receipts of customers' money are registered there, right after they are "
        "recorded. Nothing chosen: the fiscal number is typed in by hand, if any.",
    )
    fiscal_database_uuid = fields.Char(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="The database the device was chosen in. A copy of that asks no device.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        journals = super().create(vals_list)
        journals.filtered("fiscal_adapter")._note_fiscal_database()
        return journals

    def write(self, vals):
        res = super().write(vals)
        if "fiscal_adapter" in vals:
            self._note_fiscal_database()
        return res

    def _note_fiscal_database(self):
        # sudo: nobody may write this by hand
        self.sudo().fiscal_database_uuid = self._get_fiscal_uuid()

    @api.model
    def _get_fiscal_uuid(self):
        # sudo: parameters are the administrator's; only the identity is looked at
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    def _get_fiscal_refusal(self):
        """Why the device of this desk is not asked, or ``False``."""
        self.ensure_one()
        # sudo: no group may read it
        if self.sudo().fiscal_database_uuid == self._get_fiscal_uuid():
            return False
        return self.env._(
            "This database is a copy: no fiscal device is asked. Choose the device of "
            "“%(desk)s” anew, if the copy is to register receipts.",
            desk=self.name,
        )

    @api.model
    def _get_fiscal_adapters(self):
        """Hook: pairs of an adapter's model and its name; call super and append."""
        return []
