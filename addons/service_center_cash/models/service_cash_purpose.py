from odoo import api, fields, models


class ServiceCashPurpose(models.Model):
    """What money is received or paid out for: wages, fuel, a repair. Policy as data."""

    _name = "service.cash.purpose"
    _description = "Purpose of Cash"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    direction = fields.Selection(
        [("inbound", "Received"), ("outbound", "Paid Out"), ("both", "Both")],
        required=True,
        default="outbound",
    )
    account_id = fields.Many2one(
        "account.account",
        check_company=True,
        ondelete="restrict",
        help="Where the other side is booked. Empty: to the account of the customer or "
        "vendor, whose bills it settles.",
    )
    needs_partner = fields.Boolean("Names Somebody", help="A partner has to be named.")
    needs_employee = fields.Boolean(
        "Names an Employee", help="An employee has to be named: wages, advances."
    )
    needs_order = fields.Boolean("Names an Order", help="A service order is named.")
    needs_basis = fields.Boolean(
        "Says Why", help="The basis has to be written down: a contract, a ticket."
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, direction, (name->>'en_US'))",
        "This purpose is there already.",
    )

    @api.model
    def _get_usual(self):
        """Hook: the purposes that a centre begins with."""
        paid = {"direction": "outbound"}
        return [
            {"name": self.env._("Payment for a repair"), "direction": "inbound"},
            {"name": self.env._("Refund to a customer"), "direction": "outbound"},
            {"name": self.env._("Wages"), **paid, "needs_employee": True},
            {
                "name": self.env._("Advance to an employee"),
                **paid,
                "needs_employee": True,
            },
            {"name": self.env._("Fuel"), **paid, "needs_basis": True},
            {"name": self.env._("Courier"), **paid, "needs_basis": True},
            {"name": self.env._("Parking"), **paid},
            {"name": self.env._("Business trip"), **paid, "needs_employee": True},
            {"name": self.env._("Post"), **paid},
            {"name": self.env._("Equipment and tools"), **paid, "needs_basis": True},
            {
                "name": self.env._("Parts bought for cash"),
                **paid,
                "needs_partner": True,
            },
            {
                "name": self.env._("Other receipt"),
                "direction": "inbound",
                "needs_basis": True,
            },
        ]

    @api.model
    def _create_missing(self, companies):
        """The usual purposes for those companies that have none at all."""
        # sudo: whoever sets a company up; archived ones were there on purpose
        there = self.sudo().with_context(active_test=False)
        there = there.search([("company_id", "in", companies.ids)]).company_id
        return self.sudo()._create_usual(companies - there)

    @api.model
    def _create_usual(self, companies):
        """Create the usual purposes; the accounts are refined by the bookkeeper."""
        values = []
        for company in companies:
            accounts = self.env["account.account"].with_company(company)
            domain = accounts._check_company_domain(company)
            expense, income = (
                accounts.search([*domain, ("account_type", "=", kind)], limit=1)
                for kind in ("expense", "income_other")
            )
            for purpose in self._get_usual():
                outbound = purpose["direction"] == "outbound"
                settles = (
                    purpose.get("needs_partner") or purpose in self._get_usual()[:2]
                )
                account = expense if outbound else income or expense
                values.append(
                    {
                        **purpose,
                        "company_id": company.id,
                        "account_id": False if settles else account.id,
                        "sequence": 10 * (len(values) + 1),
                    }
                )
        return self.create(values)
