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
