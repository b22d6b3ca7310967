from odoo.tests import tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestAutomaticReceipts(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.service_auto_cash = "both"

    def _get_drafts(self):
        return self.env["account.payment"].search(
            [("service_order_id", "=", self.order.id), ("state", "=", "draft")]
        )

    def test_an_agreed_prepayment_waits_at_the_desk(self):
        self.order.prepayment_agreed = 500
        draft = self._get_drafts()
        self.assertRecordValues(
            draft, [{"amount": 500, "journal_id": self.desk_journal.id}]
        )
        self.order.prepayment_agreed = 600
        self.assertEqual(self._get_drafts(), draft)
        self.assertEqual(draft.amount, 600)
        draft.with_user(self.cashier).action_cash_post()
        self.assertEqual(self.order.amount_prepaid, 600)

    def test_what_is_due_waits_once_however_often_it_is_done(self):
        self._finish(self.order)
        self.order.with_user(self.engineer).action_start()
        self.order.with_user(self.engineer).action_done()
        self.assertRecordValues(self._get_drafts(), [{"amount": 1800}])

    def test_the_dialog_asks_for_the_prepayment_then_for_the_rest(self):
        self.env.company.service_auto_cash = False
        self.order.prepayment_agreed = 500

        def ask():
            dialogs = self.env["service.cash.payment"].with_user(self.cashier)
            dialog = dialogs.create({"order_id": self.order.id})
            dialog.flush_recordset()
            return dialog

        dialog = ask()
        self.assertRecordValues(dialog, [{"payment_type": "inbound", "amount": 500}])
        dialog.action_pay()
        self.assertEqual(ask().amount, 1300)
        self.order.line_ids.unlink()
        self.order.prepayment_agreed = 600  # agreed before anybody knows the works
        dialog = ask()
        self.assertRecordValues(dialog, [{"payment_type": "inbound", "amount": 100}])
        dialog.action_pay()
        # all of it is for works to come: none is offered back
        dialog = ask()
        self.assertRecordValues(dialog, [{"payment_type": "inbound", "amount": 0}])
        dialog.payment_type = "outbound"  # he asks for it, and may have it
        self.assertEqual(dialog.amount, 600)
        self.order.prepayment_agreed = 450
        dialog = ask()
        self.assertRecordValues(dialog, [{"payment_type": "outbound", "amount": 150}])

    def test_off_nothing_is_written(self):
        self.env.company.service_auto_cash = False
        self.order.prepayment_agreed = 500
        self._finish(self.order)
        self.assertFalse(self._get_drafts())

    def test_the_home_screen_shows_the_desk(self):
        self._pay(100)
        home = self.env["service.home"].with_user(self.cashier).get_home()
        (tile,) = [tile for tile in home["tiles"] if tile["key"] == "cash"]
        self.assertEqual(tile["figures"][-1]["value"], 100)
        home = self.env["service.home"].with_user(self.engineer).get_home()
        self.assertNotIn("cash", [tile["key"] for tile in home["tiles"]])

    def test_the_customers_card_shows_his_money(self):
        payment = self._pay(100)
        customer = self.customer.with_user(self.cashier)
        self.assertEqual(customer.cash_order_count, 1)
        domain = customer.action_view_cash_orders()["domain"]
        found = self.env["account.payment"].with_user(self.cashier).search(domain)
        self.assertEqual(found, payment.with_user(self.cashier))
