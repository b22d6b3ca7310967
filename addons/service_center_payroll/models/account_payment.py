from odoo import api, fields, models

from .service_pay_settlement import POSTED


class AccountPayment(models.Model):
    """Wages and advances are cash orders; each counts in a month of its employee."""

    _inherit = "account.payment"

    service_settlement_id = fields.Many2one(
        "service.pay.settlement",
        "Month of Pay",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        groups="service_center_payroll.service_center_payroll_group_manager",
    )
    service_wage_kind = fields.Selection(
        [("wages", "Wages"), ("advance", "Advance")],
        readonly=True,
        copy=False,
        help="What the money is of the employee's pay.",
    )

    @api.model
    def _get_server_fields(self):
        return super()._get_server_fields() | {
            "service_settlement_id",
            "service_wage_kind",
        }

    @api.model
    def _get_cash_paper_fields(self):
        return super()._get_cash_paper_fields() | {
            "service_settlement_id",
            "service_wage_kind",
        }

    def _compute_destination_account_id(self):
        res = super()._compute_destination_account_id()
        for payment in self.filtered("cash_purpose_id.wage_kind"):
            # what was booked as owed is settled by what is paid
            company = payment.company_id
            if company.service_pay_accrual and company.service_pay_liability_account_id:
                payment.destination_account_id = (
                    company.service_pay_liability_account_id
                )
        return res

    def _check_cash_order(self):
        if not self.cash_voids_id:
            self._find_settlement()
        return super()._check_cash_order()

    def _find_settlement(self):
        """Say in which month of the employee this counts, and hold it.

        Wages pay the oldest closed month that is owed; all else counts in the month
        of its day, or the next one that is open.
        """
        # sudo: a cashier pays wages without seeing who earned what
        payment = self.sudo()
        kind, employee = payment.cash_purpose_id.wage_kind, payment.service_employee_id
        month = payment.service_settlement_id
        if month.employee_id != employee or not kind:
            month = month.browse()
        if kind and employee and not month:
            if kind == "wages":
                closed = month.search(
                    [("employee_id", "=", employee.id), ("state", "=", "closed")],
                    order="month",
                )
                month = closed.filtered(lambda each: each.balance > 0)[:1]
            if not month:
                case = (employee, payment.date or fields.Date.context_today(self))
                month = month._find_open([case])[case]
        if (payment.service_settlement_id, payment.service_wage_kind) != (month, kind):
            payment._write_server_fields(
                {"service_settlement_id": month.id, "service_wage_kind": kind}
            )

    def _get_cash_blockers(self):
        reasons = super()._get_cash_blockers()
        # sudo: the sentence says no more than what is left to pay here
        month = self.sudo().service_settlement_id
        if month and self.service_wage_kind == "wages" and not self.cash_voids_id:
            month._hold()
            month.invalidate_recordset()
            amount = -self.amount_company_currency_signed
            if month.currency_id.compare_amounts(amount, month.balance) > 0:
                reasons.append(
                    self.env._(
                        "%(month)s: %(left)s are left to pay. Pay the rest as an "
                        "advance.",
                        month=month.display_name,
                        left=month.currency_id.format(max(month.balance, 0.0)),
                    )
                )
        return reasons

    def _prepare_void_values(self, reason):
        month = self.sudo().service_settlement_id
        return {
            **super()._prepare_void_values(reason),
            "service_settlement_id": month.id,
            "service_wage_kind": self.service_wage_kind,
        }

    def _get_posted(self):
        return self.filtered(lambda payment: payment.state in POSTED)

    def _get_wage_name(self):
        """What was paid, in words."""
        self.ensure_one()
        kinds = dict(self._fields["service_wage_kind"]._description_selection(self.env))
        name = kinds.get(self.service_wage_kind, "")
        if self.cash_voids_id:
            return self.env._("Void: %(paid)s", paid=name)
        return name
