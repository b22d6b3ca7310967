from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestRegisterWizard(CashCommon):
    """Odoo's own “Pay” button on an invoice: at a desk it writes a cash order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = new_test_user(
            cls.env,
            "accountant",
            groups="account.group_account_invoice,"
            "service_center.service_center_group_manager",
        )
        cls.branch.user_ids += cls.accountant
        cls.second = cls._create_order(
            serial="SN-2", line_ids=[Command.create({"product_id": cls.work.id})]
        )
        for order in cls.order + cls.second:
            order.with_user(cls.engineer).action_start()
            order.diagnosis = "Broken"
            order.with_user(cls.engineer).action_done()
            order.with_user(cls.desk).action_create_invoice()
        cls.invoices = (cls.order + cls.second).sudo().invoice_ids.sorted("id")
        cls.invoices.filtered(lambda m: m.state == "draft").action_post()

    def _register(self, invoices, **vals):
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create({"journal_id": self.desk_journal.id, **vals})
        )
        return wizard._create_payments().sudo()

    def _credit(self):
        credit = self.invoices[0]._reverse_moves()
        credit.invoice_date = credit.date
        credit.action_post()
        return credit

    def test_it_is_a_cash_order_with_a_number_and_pays_the_order(self):
        payment = self._register(self.invoices[0])
        self.assertEqual(payment.state, "paid")
        self.assertRegex(payment.name, rf"^{self.desk_journal.cash_in_prefix}/K1/")
        self.assertEqual(payment.move_id.cash_direction, "in")
        self.assertEqual(payment.cash_user_id, self.accountant)
        self.assertEqual(self.invoices[0].payment_state, "paid")
        self.assertEqual(self.invoices[0].matched_payment_ids, payment)
        self.assertEqual(self.order.amount_due, 0)
        self.assertEqual(self._get_ledger(), 1800)
        self.assertEqual(self.desk_journal.service_balance, 1800)

    def test_a_part_of_it(self):
        self._register(self.invoices[0], amount=300)
        self.assertEqual(self.invoices[0].amount_residual, 1500)
        self.assertEqual(self.order.amount_due, 1500)
        self.assertEqual(self._get_ledger(), 300)

    def test_one_payment_for_two_invoices_pays_both_orders(self):
        payment = self._register(self.invoices, group_payment=True)
        self.assertEqual(len(payment), 1)
        self.assertEqual(self.invoices.mapped("payment_state"), ["paid", "paid"])
        self.assertEqual((self.order + self.second).mapped("amount_due"), [0, 0])
        self.assertEqual(self._get_ledger(), 3600)

    def test_each_invoice_its_own_payment(self):
        payments = self._register(self.invoices, group_payment=False)
        self.assertEqual(len(payments), 2)
        self.assertEqual((self.order + self.second).mapped("amount_due"), [0, 0])

    def test_a_part_of_two_pays_the_older_first(self):
        self._register(self.invoices, group_payment=True, amount=2000)
        self.assertEqual(self.order.amount_due, 0)
        self.assertEqual(self.second.amount_due, 1600)
        self.assertEqual(self.invoices.mapped("amount_residual"), [0, 1600])

    def test_nothing_is_written_off_with_it(self):
        account = self.env["account.account"].create(
            {"name": "Rebate", "code": "REB1", "account_type": "expense"}
        )
        with self.assertRaisesRegex(UserError, "writes nothing off"):
            self._register(
                self.invoices[0],
                amount=1700,
                payment_difference_handling="reconcile",
                writeoff_account_id=account.id,
            )

    def test_no_state_is_set_past_the_checks(self):
        payment = self.env["account.payment"].with_user(self.accountant)
        payment = payment.create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": self.desk_journal.id,
                "amount": 99999,
            }
        )
        for state in ("in_process", "paid"):
            with (
                self.subTest(state=state),
                self.assertRaisesRegex(UserError, "record the cash order"),
                self.env.cr.savepoint(),
            ):
                payment.state = state
            self.env.invalidate_all()
        self.assertEqual(self._get_ledger(), 0)

    def test_a_refund_of_a_credit_note_is_no_more_than_there_is(self):
        self._register(self.invoices[0])
        credit = self._credit()
        self._pay(500, payment_type="outbound")
        with self.assertRaisesRegex(UserError, "there are"):
            self._register(credit)

    def test_a_large_payout_waits_for_the_second_person(self):
        self._register(self.invoices[0])
        credit = self._credit()
        self.desk_journal.service_payout_limit = 1000
        with self.assertRaisesRegex(UserError, "second person"):
            self._register(credit)

    def test_it_needs_an_open_shift_where_the_desk_does(self):
        self.desk_journal.service_needs_shift = True
        with self.assertRaisesRegex(UserError, "Open a shift"):
            self._register(self.invoices[0])
        shift = self.env["service.cash.shift"].with_user(self.cashier)
        shift = shift.create({"journal_id": self.desk_journal.id})
        payment = self._register(self.invoices[0])
        self.assertEqual(payment.cash_shift_id, shift.sudo())
        shift.action_count()
        with self.assertRaisesRegex(UserError, "being counted"):
            self._register(self.invoices[1])
