from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestSecondPerson(CashCommon):
    """From its limit on, what leaves a desk waits for somebody else's word."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_transit()
        cls.safe = cls._create_desk("Safe", "K2", cls.branch)

    def setUp(self):
        super().setUp()
        self.payment = self._pay(1000)
        self.desk_journal.service_payout_limit = 300

    def _press_refund(self, amount):
        dialog = (
            self.env["service.cash.payment"]
            .with_user(self.cashier)
            .create(
                {
                    "order_id": self.order.id,
                    "journal_id": self.desk_journal.id,
                    "payment_type": "outbound",
                    "amount": amount,
                }
            )
        )
        return dialog, dialog.action_pay()

    def _get_newest(self):
        return self.env["account.payment"].search([], order="id desc", limit=1)

    def _approve_and_record(self, draft):
        with self.assertRaisesRegex(UserError, "second person"):
            draft.with_user(self.cashier).action_cash_post()
        draft.with_user(self.controller).action_approve_payout()
        draft.with_user(self.cashier).action_cash_post()

    def test_a_large_refund_waits_and_its_dialog_says_so(self):
        dialog, told = self._press_refund(300)
        self.assertEqual(told["tag"], "display_notification")
        self.assertRegex(told["params"]["message"], "300.* Desk wait for a second")
        self.assertEqual(told["params"]["next"]["type"], "ir.actions.act_window_close")
        self.assertEqual(self._get_ledger(), 1000)
        refund = self._get_newest()
        self.assertEqual(refund.state, "draft")
        self.assertEqual(dialog.action_pay()["tag"], "display_notification")
        self.assertEqual(self._get_newest(), refund)
        self._approve_and_record(refund)
        self.assertEqual(self._get_ledger(), 700)
        self.assertEqual(self.order.amount_paid, 700)
        self.assertEqual(dialog.action_pay()["type"], "ir.actions.act_window_close")
        self.assertEqual(self._get_ledger(), 700)

    def test_a_small_refund_is_given_back_at_once(self):
        told = self._press_refund(299)[1]
        self.assertEqual(told["type"], "ir.actions.act_window_close")
        self.assertEqual(self._get_ledger(), 701)

    def test_a_large_transfer_waits_and_its_dialog_says_so(self):
        dialog = self._write_transfer(self.safe, 300)
        told = dialog.action_send()
        self.assertRegex(told["params"]["message"], "300.* Desk wait for a second")
        sent = self._get_newest()
        self.assertRecordValues(
            sent, [{"state": "draft", "cash_sent_to_id": self.safe.id}]
        )
        self.assertEqual(dialog.action_send()["tag"], "display_notification")
        self.assertEqual(self._get_newest(), sent)
        self._approve_and_record(sent)
        self.assertEqual(self._get_ledger(), 700)
        self.assertEqual(self._get_newest().cash_sent_id, sent)

    def test_a_void_is_another_persons_already_and_needs_no_approval(self):
        void = self.payment.with_user(self.controller).action_cash_void("Mistake")
        self.assertEqual(void.state, "paid")
        self.assertFalse(void.cash_approver_id)
        self.assertEqual(self._get_ledger(), 0)

    def test_what_was_changed_after_the_approval_is_approved_anew(self):
        for name, value in (
            ("amount", 999),
            ("cash_basis", "Other"),
            ("partner_id", self.desk.partner_id.id),
        ):
            refund = self._press_refund(300)[1] and self._get_newest()
            refund.with_user(self.controller).action_approve_payout()
            with self.subTest(field=name):
                refund.with_user(self.cashier).write({name: value})
                self.assertFalse(refund.cash_approver_id)
                with self.assertRaisesRegex(UserError, "second person"):
                    refund.with_user(self.cashier).action_cash_post()

    def test_the_form_books_to_whom_the_purpose_names(self):
        """Filled in as on the screen: the customer's account, not a vendor's."""
        payments = self.env["account.payment"].with_user(self.cashier)
        payments = payments.with_context(
            cash_order=True,
            default_payment_type="outbound",
            default_partner_type="supplier",
        )
        purpose = "service_center_cash.service_cash_purpose_"
        view = "service_center_cash.account_payment_view_form_cash"
        with Form(payments, view) as form:
            form.cash_purpose_id = self.env.ref(purpose + "fuel")
            form.payment_type = "inbound"
            self.assertFalse(form.cash_purpose_id)
            form.cash_purpose_id = self.env.ref(purpose + "repair")
            form.partner_id = self.customer
            form.amount = 20
            self.assertEqual(form.journal_id, self.desk_journal)
        payment = form.record
        payment.action_cash_post()
        self.assertEqual(payment.partner_type, "customer")
        self.assertIn(
            self.customer.property_account_receivable_id,
            payment.sudo().move_id.line_ids.account_id,
        )
        values = {"cash_purpose_id": self.env.ref(purpose + "parts").id}
        draft = payments.create({"journal_id": self.desk_journal.id, **values})
        self.assertEqual(draft.partner_type, "supplier")
        with self.assertRaisesRegex(UserError, "Name the customer or vendor"):
            draft.action_cash_post()
        draft.cash_purpose_id = self.env.ref(purpose + "refund")
        self.assertEqual(draft.partner_type, "customer")
