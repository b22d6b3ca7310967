from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ServiceCashPurpose(models.Model):
    """Which purposes pay employees what they earned."""

    _inherit = "service.cash.purpose"

    wage_kind = fields.Selection(
        [("wages", "Wages"), ("advance", "Advance")],
        "Counts As",
        help="Cash orders with this purpose count in the employee's month of pay.",
    )

    @api.model
    def _get_usual(self):
        kinds = {
            self.env._("Wages"): "wages",
            self.env._("Advance to an employee"): "advance",
        }
        return [
            {
                **each,
                **({"wage_kind": kinds[each["name"]]} if each["name"] in kinds else {}),
            }
            for each in super()._get_usual()
        ]

    @api.model
    def _mark_wages(self, companies):
        """Find wages and advances among the usual purposes; make what is missing."""
        for company in companies:
            for usual in self._get_usual():
                if not usual.get("wage_kind"):
                    continue
                found = self.search(
                    Domain("company_id", "=", company.id)
                    & Domain("direction", "=", "outbound")
                    & Domain("name", "=", usual["name"]),
                    limit=1,
                )
                if found:
                    found.wage_kind = usual["wage_kind"]
                else:
                    self.create({**usual, "company_id": company.id})

    @api.model
    def _get_wages(self, company):
        """The purpose that wages of a company are paid with."""
        found = self.search(
            [("company_id", "=", company.id), ("wage_kind", "=", "wages")], limit=1
        )
        if not found:
            raise UserError(
                self.env._(
                    "No purpose of cash counts as wages: set “Counts As” on one, under "
                    "Purposes of Cash."
                )
            )
        return found
