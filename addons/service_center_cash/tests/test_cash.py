from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestCash(CashCommon):
    def test_a_payment_is_a_numbered_entry_at_the_desk(self):
        payment = self._pay()
        self.assertEqual(payment.state, "paid")
        year = payment.date.year
        self.assertEqual(payment.name, f"{self.desk_journal.cash_in_prefix}/K1/{year}/00001")
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
        self.assertTrue(void.name.startswith(f"{self.desk_journal.cash_void_prefix}/K1/"))
        self.assertEqual(payment.state, "paid")
        self.assertEqual(self._get_ledger(), 0)
        self.assertEqual(self.order.amount_paid, 0)
        with self.assertRaisesRegex(UserError, "voided already"):
            payment.with_user(self.controller).action_cash_void("again")

    def test_no_more_is_paid_out_than_is_there(self):
        self._pay(500)
        with self.assertRaisesRegex(UserError, "there are .*500"):
            self._pay(501, payment_type="outbound")
        self._pay(200, payment_type="outbound")
        self.assertEqual(self._get_ledger(), 300)
        self.assertEqual(self.order.amount_paid, 300)

    def test_a_stranger_neither_pays_nor_sees(self):
        with self.assertRaises(AccessError):
            self._pay(user=self.desk)
        self._pay()
        found = self.env["account.payment"].with_user(self.cashier).search_count([])
        self.assertEqual(found, 1)
        with self.assertRaises(AccessError):
            self.env["account.payment"].with_user(self.desk).search_count([])
