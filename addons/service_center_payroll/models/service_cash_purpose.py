from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceCashPurpose(models.Model):
    """Which purposes pay employees what they earned."""

    _inherit = "service.cash.purpose"

    wage_kind = fields.Selection(
        [("wages", "Wages"), ("advance", "Advance")],
        "Counts As",
        help="Cash orders with this purpose count in the employee's month of pay.",
    )

    @api.model
    def _get_wages(self, company):
        """The purpose that wages of a company are paid with: its own before others."""
        found = self.search(
            [
                ("company_id", "in", [company.id, False]),
                ("wage_kind", "=", "wages"),
            ],
            order="company_id, sequence, id",
            limit=1,
        )
        if not found:
            raise UserError(
                self.env._(
                    "No purpose of cash counts as wages: set “Counts As” on one, under "
                    "Purposes of Cash."
                )
            )
        return found
