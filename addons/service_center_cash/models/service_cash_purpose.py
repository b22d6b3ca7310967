from odoo import fields, models


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
        "res.company", index=True, help="Empty: every company may use it."
    )
    direction = fields.Selection(
        [("inbound", "Received"), ("outbound", "Paid Out"), ("both", "Both")],
        required=True,
        default="outbound",
    )
    books_to = fields.Selection(
        [
            ("account", "An account"),
            ("customer", "The customer's account"),
            ("supplier", "The vendor's account"),
        ],
        "Booked To",
        required=True,
        default="account",
        help="The other side of the entry. On the account of a customer or vendor the "
        "money settles his bills.",
    )
    account_id = fields.Many2one(
        "account.account",
        company_dependent=True,
        check_company=True,
        ondelete="restrict",
        help="Of this company. Empty: its default account of expenses, or of income.",
    )
    needs_partner = fields.Boolean(
        "Partner", help="A customer or vendor has to be named."
    )
    needs_employee = fields.Boolean(
        "Employee", help="An employee has to be named: wages, advances."
    )
    needs_order = fields.Boolean("Order", help="A service order has to be named.")
    needs_basis = fields.Boolean(
        "Basis", help="The basis has to be written down: a contract, a ticket."
    )

    _name_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), direction, (name->>'en_US'))",
        "This purpose is there already.",
    )

    def _get_account(self, company, direction):
        """Where a company books the other side: none for a customer or vendor.

        A branch without an account of its own has that of the company above it.

        :param direction: of the money, for purposes that go both ways
        """
        if self.books_to != "account":
            return self.env["account.account"]
        # sudo: a cashier names the purpose without reading accounts
        owners = company.sudo().parent_ids[::-1]
        purposes = (self.sudo().with_company(owner) for owner in owners)
        usual = "income" if direction == "inbound" else "expense"
        accounts = [
            *(purpose.account_id for purpose in purposes),
            *(owner[f"{usual}_account_id"] for owner in owners),
        ]
        return next(filter(None, accounts), self.env["account.account"]).sudo(False)

    def _get_account_blocker(self, company, direction):
        """What to say if the money could not be booked anywhere, else nothing."""
        if self.books_to != "account" or self._get_account(company, direction):
            return None
        return self.env._(
            "“%(purpose)s” has no account at %(company)s. Set one under Purposes of "
            "Cash, or the company's default account of expenses or income.",
            purpose=self.name,
            company=company.name,
        )
