from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PayCommon


@tagged("post_install", "-at_install")
class TestPayout(PayCommon):
    """Wages and advances are cash orders; a month knows what of it was paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk_journal.service_overdraft = True
        cls.paymaster = cls._create_user("paymaster", "manager", cls.branch)
        cls.paymaster.group_ids += cls.cashier.group_ids + cls.keeper.group_ids

    def _pay_out(self, user=None):
        month = self._get_month()[:1]
        month.with_user(user or self.paymaster).action_pay_out()
        return month.payment_ids

    def _write(self, kind, amount, user=None):
        purpose = self.env.ref(f"service_center_cash.service_cash_purpose_{kind}")
        return (
            self.env["account.payment"]
            .with_user(user or self.cashier)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "journal_id": self.desk_journal.id,
                    "amount": amount,
                    "cash_purpose_id": purpose.id,
                    "service_employee_id": self.worker.id,
                }
            )
        )

    def test_two_clicks_pay_once(self):
        self._repair()
        payment = self._pay_out()
        self.assertEqual(self._pay_out(), payment)
        self.assertRecordValues(
            payment,
            [{"state": "draft", "amount": 600, "service_employee_id": self.worker.id}],
        )
        self.assertEqual(self._get_month().balance, 600)
        payment.with_user(self.paymaster).action_cash_post()
        payment.with_user(self.paymaster).action_cash_post()
        self.assertRecordValues(self._get_month(), [{"paid": 600, "balance": 0}])
        self.assertEqual(self._get_ledger(), -600)
        with self.assertRaisesRegex(UserError, "nothing is left"):
            self._pay_out()

    def test_the_button_opens_the_order_or_says_where_it_waits(self):
        self._repair()
        month = self._get_month()
        shown = month.with_user(self.keeper).action_pay_out()
        self.assertEqual(shown["tag"], "display_notification")
        shown = month.with_user(self.paymaster).action_pay_out()
        self.assertEqual(shown["res_id"], month.payment_ids.id)

    def test_only_who_keeps_the_pay_pays_out(self):
        self._repair()
        for user in (self.engineer, self.desk, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._pay_out(user)

    def test_an_advance_is_taken_off(self):
        self._write("advance", 200).action_cash_post()
        self._repair()
        self.assertRecordValues(
            self._get_month(), [{"advance": 200, "accrued": 600, "balance": 400}]
        )

    def test_wages_are_no_more_than_what_is_left(self):
        self._repair()
        with self.assertRaisesRegex(UserError, "600.* left to pay"):
            self._write("wages", 601).action_cash_post()
        self._write("wages", 350).action_cash_post()
        with self.assertRaisesRegex(UserError, "250.* left to pay"):
            self._write("wages", 251).action_cash_post()

    def test_wages_pay_the_month_that_is_owed(self):
        self._repair()
        month = self._get_month()
        month.with_user(self.head).action_close()
        self._write("wages", 600).action_cash_post()
        self.assertRecordValues(self._get_month(), [{"paid": 600, "balance": 0}])
        self._write("advance", 50).action_cash_post()
        self.assertEqual(self._get_month()[-1].advance, 50)
        self.assertEqual(month.advance, 0)

    def test_a_void_gives_the_balance_back(self):
        self._repair()
        payment = self._pay_out()
        payment.with_user(self.paymaster).action_cash_post()
        payment.with_user(self.controller).action_cash_void("wrong person")
        self.assertRecordValues(self._get_month(), [{"paid": 0, "balance": 600}])
        second = self._pay_out() - payment
        self.assertTrue(second.filtered(lambda each: each.state == "draft"))

    def test_other_money_of_an_employee_is_not_his_pay(self):
        self._repair()
        payment = self._write("wages", 100)
        payment.cash_purpose_id.sudo().wage_kind = False
        payment.action_cash_post()
        self.assertEqual(self._get_month().paid, 0)

    def test_a_cashier_chooses_no_month(self):
        self._repair()
        payment = self._write("wages", 100)
        with self.assertRaises(UserError):
            payment.write({"service_settlement_id": self._get_month().id})
        with self.assertRaises(UserError):
            payment.write({"service_wage_kind": "advance"})

    def test_money_that_is_no_pay_keeps_its_account(self):
        other = self.env["account.account"].create(
            {"name": "Debts", "code": "DEBT1", "account_type": "asset_receivable"}
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": self.desk_journal.id,
                "amount": 10,
                "destination_account_id": other.id,
                "service_order_id": self.order.id,
            }
        )
        payment.action_post()
        self.assertIn(other, payment.move_id.line_ids.account_id)

    def test_money_sent_goes_through_transit(self):
        self._set_transit()
        other = self._create_desk("Other", "K9", self.branch)
        self._write_transfer(other, 10).action_send()
        sent = self.env["account.payment"].search([("cash_sent_to_id", "=", other.id)])
        self.assertIn(self.transit, sent.move_id.line_ids.account_id)
        arrival = self.env["account.payment"].search([("cash_sent_id", "=", sent.id)])
        arrival.partner_id = self.customer  # which has accounts of its own
        self.assertEqual(arrival.destination_account_id, self.transit)
