from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestCashBalance(CashCommon):
    """The balance of a desk is the ledger's, however it is added up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.balances = cls.env["service.cash.balance"]

    def _receive(self, amount, days=0):
        """A receipt of so many days ago, by a bookkeeper."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": self.desk_journal.id,
                "amount": amount,
                "date": self.today - timedelta(days=days),
            }
        )
        payment.action_post()
        return payment

    def _check(self, amount, folded):
        self.desk_journal.invalidate_recordset()
        self.assertEqual(self._get_ledger(), amount)
        self.assertEqual(self.desk_journal.service_balance, amount)
        account = self.desk_journal.default_account_id
        found = self.balances.search([("account_id", "=", account.id)])
        self.assertEqual(bool(found), folded)
        return found

    def test_old_entries_are_added_up_once(self):
        for days in (400, 200, 100, 9, 0):
            self._receive(days + 1, days)
        self.balances._fold(self.desk_journal)
        fold = self._check(714, True)
        self.assertEqual(fold.balance, 703)
        self._receive(5)
        self._check(719, True)
        self.balances._fold(self.desk_journal)
        self.assertEqual(self._check(719, True), fold)

    def test_an_entry_dated_long_ago_counts(self):
        self._receive(100, 200)
        self.balances._fold(self.desk_journal)
        self._receive(50, 150)
        self._check(150, False)
        self.balances._fold(self.desk_journal)
        self._check(150, True)

    def test_a_void_of_an_old_paper_is_dated_today(self):
        payment = self._receive(100, 200)
        self.balances._fold(self.desk_journal)
        payment.with_user(self.controller).action_cash_void("mistake")
        self._check(0, True)

    def test_another_account_or_no_desk_any_more_begins_anew(self):
        self._receive(100, 200)
        self.balances._fold(self.desk_journal)
        self.desk_journal.is_service_desk = False
        self.desk_journal.is_service_desk = True
        self._check(100, False)

    def test_an_entry_keeps_its_date_and_number(self):
        move = self._receive(100).move_id
        for vals in (
            {"date": self.today - timedelta(days=300)},
            {"name": "ПКО/K1/2020/00001"},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "void"):
                move.write(vals)
        move.write({"ref": "said by the customer"})

    def test_items_of_a_desk_are_not_corrected_by_hand(self):
        move = self._receive(100).move_id
        own = self.desk_journal.default_account_id
        other = self.env["account.account"].create(
            {"name": "Other", "code": "OTH9", "account_type": "asset_current"}
        )
        here = move.line_ids.filtered(lambda item: item.account_id == own)
        there = move.line_ids - here
        attempts = {
            "away": lambda: here.write({"account_id": other.id}),
            "hither": lambda: there.write({"account_id": own.id}),
            "more": lambda: move.write(
                {
                    "line_ids": [
                        Command.update(here.id, {"debit": 500}),
                        Command.update(there.id, {"credit": 500}),
                    ]
                }
            ),
        }
        for name, act in attempts.items():
            with (
                self.subTest(attempt=name),
                self.assertRaisesRegex(UserError, "money of a desk|posted move"),
                self.env.cr.savepoint(),
            ):
                act()
            self.env.invalidate_all()
        self._check(100, False)

    def test_an_entry_from_before_it_was_a_desk_stays_too(self):
        self.desk_journal.is_service_desk = False
        payment = self._receive(100)
        self.desk_journal.is_service_desk = True
        with self.assertRaisesRegex(UserError, "void the order"):
            payment.move_id.button_draft()
        self._check(100, False)

    def test_the_balance_reads_a_few_rows_however_many_there_are(self):
        """Ten thousand old entries: only those after the fold are read."""
        line = self._receive(1).move_id.line_ids.filtered(
            lambda item: item.account_id == self.desk_journal.default_account_id
        )
        self.env.flush_all()
        columns = [
            name
            for name, field in line._fields.items()
            if field.store and field.column_type
        ]
        own = {
            "id": SQL("nextval('account_move_line_id_seq')"),
            "date": SQL("current_date - 100 - n %% 900"),
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO account_move_line (%s) SELECT %s FROM account_move_line, "
                "generate_series(1, 10000) n WHERE id = %s",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(own.get(name, SQL.identifier(name)) for name in columns),
                line.id,
            )
        )
        self.env.cr.execute(SQL("ANALYZE account_move_line"))
        self.env.invalidate_all()
        self.balances._fold(self.desk_journal)
        self._check(10001, True)
        rows = self.env.execute_query(
            SQL(
                "EXPLAIN (ANALYZE, FORMAT JSON) SELECT sum(balance) "
                "FROM account_move_line WHERE account_id = %s "
                "AND parent_state = 'posted' AND date > current_date - 10",
                line.account_id.id,
            )
        )
        scan = rows[0][0][0]["Plan"]["Plans"][0]
        self.assertIn("Index", scan["Node Type"], scan)
        with self.assertQueryCount(2):
            self.env["account.journal"].browse(
                self.desk_journal.id
            ).sudo()._get_desk_balances()
