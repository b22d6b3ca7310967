from odoo import fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """Whether and how the ledger learns of what was earned."""

    _inherit = "res.company"

    service_pay_accrual = fields.Boolean(
        "Book the Pay",
        help="When a month of pay is closed, one entry says what it cost and what is "
        "owed. Off: pay is booked when it is paid, by the purpose of the cash order.",
    )
    service_pay_journal_id = fields.Many2one(
        "account.journal",
        "Journal of Pay",
        check_company=True,
        domain=[("type", "=", "general")],
    )
    service_pay_expense_account_id = fields.Many2one(
        "account.account",
        "Account of Pay",
        check_company=True,
        domain=[("account_type", "in", ("expense", "expense_direct_cost"))],
        help="What the pay costs.",
    )
    service_pay_liability_account_id = fields.Many2one(
        "account.account",
        "Account of Pay Owed",
        check_company=True,
        domain=[("account_type", "in", ("liability_current", "liability_payable"))],
        help="What is owed to the employees; wages and advances are booked here too.",
    )

    def _check_pay_accounts(self):
        """Raise unless all that an entry needs is set."""
        for company in self:
            if not (
                company.service_pay_journal_id
                and company.service_pay_expense_account_id
                and company.service_pay_liability_account_id
            ):
                raise UserError(
                    self.env._(
                        "%(company)s: to book the pay, set its journal and both "
                        "accounts in the settings.",
                        company=company.name,
                    )
                )
