from datetime import date
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PayCommon


@tagged("post_install", "-at_install")
class TestSettlement(PayCommon):
    """A person's month, closed by a head; what comes later counts in the next."""

    def _adjust(self, kind, amount, user=None, **vals):
        return (
            self.env["service.pay.adjustment"]
            .with_user(user or self.keeper)
            .create(
                {
                    "type": kind,
                    "amount": amount,
                    "employee_id": self.worker.id,
                    "reason": "Because",
                    **vals,
                }
            )
        )

    def _close(self):
        month = self._get_month()[-1]
        month.with_user(self.head).action_close()
        return month

    def test_bonuses_and_fines_count(self):
        self._repair()
        self._adjust("bonus", 100)
        self._adjust("fine", 30)
        self.assertRecordValues(
            self._get_month(),
            [{"accrued": 600, "bonus": 100, "fine": 30, "balance": 670}],
        )

    def test_a_bonus_is_withdrawn_once_never_changed(self):
        bonus = self._adjust("bonus", 100)
        for act in (lambda: bonus.write({"amount": 900}), bonus.unlink):
            with self.assertRaises(UserError):
                act()
        with self.assertRaisesRegex(UserError, "withdraw it"):
            bonus.sudo().write({"amount": 900})
        bonus.action_withdraw()
        bonus.action_withdraw()
        self.assertEqual(self._get_month().bonus, 0)
        self.assertEqual(len(self._get_month().adjustment_ids), 2)

    def test_a_bonus_needs_a_reason_and_an_amount(self):
        for vals in ({"reason": " "}, {"amount": 0}):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._adjust("bonus", **{"amount": 5, **vals})

    def test_nobody_writes_a_bonus_for_himself(self):
        self.worker.user_id = self.keeper
        with self.assertRaisesRegex(AccessError, "for himself"):
            self._adjust("bonus", 100)
        fine = self._adjust("fine", 100, user=self.head)
        with self.assertRaisesRegex(AccessError, "for himself"):
            fine.with_user(self.keeper).action_withdraw()

    def test_only_a_head_closes(self):
        self._repair()
        for user in (self.keeper, self.engineer, self.desk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._get_month().with_user(user).action_close()
        with self.assertRaises(AccessError):
            self._close().with_user(self.keeper).action_reopen()

    def test_what_comes_after_closing_counts_in_the_next_open_month(self):
        order = self._repair()
        month = self._close()
        order.line_ids.with_user(self.desk).price_unit = 2000
        self._adjust("bonus", 50, date=month.month)
        self.assertEqual(month.balance, 600)
        self.assertEqual(month.accrued, sum(month.earning_ids.mapped("amount")))
        following = self._get_month()[-1]
        self.assertEqual(following.month, fields.Date.add(month.month, months=1))
        self.assertRecordValues(following, [{"accrued": 200, "bonus": 50}])
        following.with_user(self.head).action_close()
        order.line_ids.with_user(self.desk).price_unit = 1500
        self.assertEqual(len(self._get_month()), 3)
        self.assertEqual(self._get_month()[-1].accrued, -200)

    def test_closing_again_changes_nothing(self):
        self._repair()
        month = self._close()
        closed = month.date_closed
        month.with_user(self.head).action_close()
        self.assertEqual(month.date_closed, closed)

    def test_a_month_opened_again_goes_on(self):
        order = self._repair()
        month = self._close()
        month.with_user(self.head).action_reopen()
        order.line_ids.with_user(self.desk).price_unit = 2000
        self.assertEqual(month.accrued, 800)
        self.assertEqual(self._get_month(), month)

    def test_reversals_count_on_the_day_of_the_work(self):
        order = self._create_repair()
        then = fields.Datetime.to_datetime("2026-03-10 09:00:00")
        with patch.object(fields.Datetime, "now", lambda *_args: then):
            self._finish(order)
        order.line_ids.with_user(self.desk).price_unit = 2000
        month = self._get_month()
        self.assertRecordValues(month, [{"month": date(2026, 3, 1), "accrued": 800}])

    # The ledger

    def _book(self):
        company = self.env.company
        account = self.env["account.account"]
        expense, owed = account.create(
            [
                {"name": "Pay", "code": "PAY1", "account_type": "expense"},
                {"name": "Owed", "code": "PAY2", "account_type": "liability_current"},
            ]
        )
        company.write(
            {
                "service_pay_accrual": True,
                "service_pay_journal_id": self.env["account.journal"]
                .create({"name": "Pay", "code": "PAYJ", "type": "general"})
                .id,
                "service_pay_expense_account_id": expense.id,
                "service_pay_liability_account_id": owed.id,
            }
        )
        return expense, owed

    def _get_balance(self, account):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return sum(lines.mapped("balance"))

    def test_nothing_is_booked_by_default(self):
        self._repair()
        self.assertFalse(self._close().move_id)

    def test_a_closed_month_is_one_entry_and_its_payment_settles_it(self):
        expense, owed = self._book()
        self._repair()
        self._adjust("fine", 100)
        month = self._close()
        self.assertEqual(month.move_id.state, "posted")
        self.assertEqual(self._get_balance(expense), 500)
        self.assertEqual(self._get_balance(owed), -500)
        self._pay(1000)
        month.with_user(self.keeper).action_pay_out()
        month.payment_ids.with_user(self.cashier).action_cash_post()
        self.assertEqual(self._get_balance(owed), 0)

    def test_opening_a_month_again_reverses_its_entry(self):
        expense, owed = self._book()
        self._repair()
        month = self._close()
        month.with_user(self.head).action_reopen()
        self.assertFalse(month.move_id)
        self.assertEqual(self._get_balance(expense), 0)
        month.with_user(self.head).action_close()
        self.assertEqual(self._get_balance(expense), 600)
        self.assertEqual(self._get_balance(owed), -600)

    def test_booking_needs_its_accounts(self):
        self._book()
        self.env.company.service_pay_journal_id = False
        self._repair()
        with self.assertRaisesRegex(UserError, "set its journal"):
            self._close()
