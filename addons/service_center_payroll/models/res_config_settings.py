from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How the ledger learns of the pay."""

    _inherit = "res.config.settings"

    service_pay_accrual = fields.Boolean(
        related="company_id.service_pay_accrual", readonly=False
    )
    service_pay_journal_id = fields.Many2one(
        related="company_id.service_pay_journal_id", readonly=False
    )
    service_pay_expense_account_id = fields.Many2one(
        related="company_id.service_pay_expense_account_id", readonly=False
    )
    service_pay_liability_account_id = fields.Many2one(
        related="company_id.service_pay_liability_account_id", readonly=False
    )
