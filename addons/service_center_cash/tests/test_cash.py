from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestCash(CashCommon):
    def test_a_payment_is_a_numbered_entry_at_the_desk(self):
        payment = self._pay()
        self.assertEqual(payment.state, "paid")
        year = payment.date.year
        self.assertEqual(
            payment.name, f"{self.desk_journal.cash_in_prefix}/K1/{year}/00001"
        )
        self.assertEqual(self._get_ledger(), 1800)
        self.assertEqual(self.desk_journal.service_balance, 1800)
        self.assertRecordValues(
            self.order, [{"amount_paid": 1800, "amount_due": 0, "amount_prepaid": 1800}]
        )

    def test_the_same_click_pays_once(self):
        first = self._pay(100, key="abc")
        self.assertEqual(self._pay(100, key="abc"), first)
        self.assertEqual(self.order.amount_paid, 100)

    def test_posting_again_does_nothing(self):
        payment = self._pay(100)
        payment.with_user(self.cashier).action_cash_post()
        self.assertEqual(self._get_ledger(), 100)

    def test_a_prepayment_settles_the_invoice_by_itself(self):
        self._pay(500)
        self._finish(self.order)
        self.order.action_create_invoice()
        invoice = self.order.sudo().invoice_ids
        self.assertEqual(invoice.amount_residual, 1300)
        self._pay()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertRecordValues(
            self.order, [{"amount_paid": 1800, "amount_due": 0, "amount_prepaid": 500}]
        )

    def test_an_unpaid_order_is_not_issued(self):
        self._finish(self.order)
        with self.assertRaisesRegex(UserError, "To pay yet"):
            self.order.action_issue()
        self._pay()
        self.order.action_issue()

    def test_a_void_takes_it_back_and_both_keep_their_numbers(self):
        payment = self._pay(500)
        with self.assertRaises(AccessError):
            payment.with_user(self.cashier).action_cash_void("mistake")
        void = payment.with_user(self.controller).action_cash_void("mistake")
        self.assertTrue(
            void.name.startswith(f"{self.desk_journal.cash_void_prefix}/K1/")
        )
        self.assertEqual(payment.state, "paid")
        self.assertEqual(self._get_ledger(), 0)
        self.assertEqual(self.order.amount_paid, 0)
        with self.assertRaisesRegex(UserError, "voided already"):
            payment.with_user(self.controller).action_cash_void("again")

    def test_the_same_click_voids_once(self):
        payment = self._pay(500).with_user(self.controller)
        void = payment.action_cash_void("mistake")
        self.assertEqual(payment.action_cash_void("mistake"), void)
        self.assertEqual(self._get_ledger(), 0)

    def test_what_was_paid_too_much_settles_what_a_void_opens(self):
        first = self._pay(1800)
        self._finish(self.order)
        self.order.action_create_invoice()
        invoice = self.order.sudo().invoice_ids
        self._pay(1800)
        self.assertEqual(invoice.amount_residual, 0)
        first.with_user(self.controller).action_cash_void("mistake")
        self.assertEqual(invoice.amount_residual, 0)

    def test_no_more_is_paid_out_than_is_there(self):
        self._pay(500)
        with self.assertRaisesRegex(UserError, "there are .*500"):
            self._pay(501, payment_type="outbound")
        self._pay(200, payment_type="outbound")
        self.assertEqual(self._get_ledger(), 300)
        self.assertEqual(self.order.amount_paid, 300)

    def test_no_more_is_paid_out_by_several_orders_at_once(self):
        self._pay(500)
        payouts = self._write_expense() + self._write_expense(amount=201)
        refused = self.assertRaisesRegex(UserError, "there are .*200")
        with refused, self.env.cr.savepoint():
            payouts.action_cash_post()
        self.assertEqual(self._get_ledger(), 500)
        payouts[1].amount = 200
        payouts.action_cash_post()
        self.assertEqual(self._get_ledger(), 0)

    def test_a_stranger_neither_pays_nor_sees(self):
        with self.assertRaises(AccessError):
            self._pay(user=self.desk)
        self._pay()
        found = self.env["account.payment"].with_user(self.cashier).search_count([])
        self.assertEqual(found, 1)
        with self.assertRaises(AccessError):
            self.env["account.payment"].with_user(self.desk).search_count([])

    def _write_expense(self, user=None, **vals):
        purposes = self.env["service.cash.purpose"]
        purpose = purposes.search([("name", "=", "Petrol")])
        if not purpose:
            account = self.env["account.account"].create(
                {"name": "Fuel", "code": "FUEL1", "account_type": "expense"}
            )
            purpose = purposes.create(
                {"name": "Petrol", "account_id": account.id, "needs_basis": True}
            )
        return (
            self.env["account.payment"]
            .with_user(user or self.cashier)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "journal_id": self.desk_journal.id,
                    "amount": 300,
                    "cash_purpose_id": purpose.id,
                    "cash_basis": "Ticket 17",
                    **vals,
                }
            )
        )

    def test_an_expense_is_booked_to_its_purpose(self):
        self._pay(1000)
        expense = self._write_expense()
        self.assertEqual(expense.state, "draft")
        self.assertEqual(self._get_ledger(), 1000)
        expense.action_cash_post()
        self.assertEqual(self._get_ledger(), 700)
        lines = expense.sudo().move_id.line_ids
        self.assertEqual(
            lines.filtered("debit").account_id,
            expense.sudo().cash_purpose_id.account_id,
        )
        self.assertTrue(
            expense.name.startswith(f"{self.desk_journal.cash_out_prefix}/K1/")
        )

    def test_a_large_payout_takes_two(self):
        self._pay(1000)
        self.desk_journal.service_payout_limit = 300
        expense = self._write_expense()
        with self.assertRaisesRegex(UserError, "second person"):
            expense.action_cash_post()
        with self.assertRaises(UserError):
            expense.action_approve_payout()
        expense.with_user(self.controller).action_approve_payout()
        expense.action_cash_post()
        self.assertEqual(self._get_ledger(), 700)

    def test_who_wrote_a_payout_does_not_approve_it(self):
        self._pay(1000)
        self.desk_journal.service_payout_limit = 300
        self.cashier.group_ids += self.controller.group_ids
        expense = self._write_expense()
        with self.assertRaisesRegex(UserError, "somebody else approves"):
            expense.action_approve_payout()

    def test_a_paper_does_not_change(self):
        payment = self._pay(100).sudo()
        for vals in ({"amount": 1}, {"cash_basis": "x"}, {"state": "draft"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "posted"):
                payment.write(vals)
        for act in (payment.action_draft, payment.action_cancel, payment.unlink):
            with self.subTest(act=act.__name__), self.assertRaises(UserError):
                act()
        for act in (payment.move_id.button_draft, payment.move_id._reverse_moves):
            with self.subTest(act=act.__name__), self.assertRaises(UserError):
                act()

    def test_a_paper_does_not_go(self):
        payment = self._pay(500)
        # sudo: not even the server itself may, whoever made it do so
        for paper in (payment.with_user(self.cashier), payment.sudo()):
            with self.assertRaisesRegex(UserError, "nothing can be changed or deleted"):
                paper.unlink()
        self.assertTrue(payment.exists())

    def test_a_cashier_sets_no_account(self):
        with self.assertRaises(AccessError):
            self._write_expense(
                destination_account_id=self.desk_journal.default_account_id.id
            )
        expense = self._write_expense()
        with self.assertRaises(AccessError):
            expense.state = "paid"
        self._pay(1000)
        with self.assertRaises(AccessError):
            expense.action_post()

    def test_nothing_else_touches_the_money_of_a_desk(self):
        account = self.env["account.account"].create(
            {"name": "Other", "code": "OTH1", "account_type": "expense"}
        )
        misc = self.env["account.journal"].create(
            {"name": "Misc", "code": "MS1", "type": "general"}
        )
        entry = self.env["account.move"].create(
            {
                "journal_id": misc.id,
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": 5}),
                    Command.create(
                        {
                            "account_id": self.desk_journal.default_account_id.id,
                            "credit": 5,
                        }
                    ),
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "money of a desk"):
            entry.action_post()

    def test_one_receipt_pays_several_orders(self):
        second = self._create_order(
            serial="SN-2", line_ids=[Command.create({"product_id": self.work.id})]
        )
        for order in self.order + second:
            self._finish(order)
            order.with_user(self.cashier).action_create_invoice()
        self._pay_for({self.order: 1800, second: 700})
        invoices = (self.order + second).sudo().invoice_ids
        self.assertEqual(sorted(invoices.mapped("amount_residual")), [0, 1100])
        self.assertEqual(self.order.amount_due, 0)
        self.assertEqual(second.amount_due, 1100)

    def test_numbers_have_no_gap_after_a_rollback(self):
        self._pay(100)
        with self.assertRaises(RuntimeError), self.env.cr.savepoint():
            self._pay(100)
            raise RuntimeError
        self.assertTrue(self._pay(100).name.endswith("/00002"))

    def test_the_dialog_pays_in_two_clicks_and_once(self):
        elsewhere = self._create_desk("Market", "K9", self.other_branch)
        self.desk_journal.sequence = 5
        dialog = (
            self.env["service.cash.payment"]
            .with_user(self.cashier)
            .create({"order_id": self.order.id})
        )
        self.assertEqual(dialog.journal_id.id, self.desk_journal.id)
        self.assertNotIn(elsewhere.id, dialog.desk_ids.ids)
        self.assertEqual(dialog.amount, 1800)
        dialog.action_pay()
        dialog.action_pay()
        self.assertEqual(self.order.amount_paid, 1800)
        self.assertEqual(self._get_ledger(), 1800)
