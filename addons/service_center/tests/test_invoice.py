from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestInvoice(ServiceCommon):
    """Invoices say what the order says, once, whoever presses how often."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.env["res.partner"].create({"name": "Nokla Service"})
        cls.brand.partner_id = cls.maker
        cls.order = cls._create_order(
            line_ids=[
                Command.create({"display_type": "line_section", "name": "Screen"}),
                Command.create({"product_id": cls.work.id}),
                Command.create(
                    {"product_id": cls.part.id, "quantity": 2, "discount": 10}
                ),
                Command.create({"product_id": cls.part.id, "payer": "vendor"}),
                Command.create({"product_id": cls.work.id, "payer": "center"}),
                Command.create({"kind": "customer_part", "name": "His battery"}),
            ]
        )
        cls._finish(cls.order)
        cls.accountant = new_test_user(
            cls.env,
            "accountant",
            groups="account.group_account_manager,service_center.service_center_group_head",
        )

    def _invoice(self, order=None, user=None, claim=False):
        order = (order or self.order).with_user(user or self.desk)
        order.action_create_claim() if claim else order.action_create_invoice()
        self.env.flush_all()
        payer = "vendor" if claim else "customer"
        return order.sudo()._get_live_invoices(payer)

    def test_the_invoice_is_the_order_to_the_cent(self):
        invoice = self._invoice()
        self.assertRecordValues(
            invoice,
            [
                {
                    "partner_id": self.customer.id,
                    "amount_untaxed": self.order.amount_untaxed,
                    "amount_tax": self.order.amount_tax,
                    "amount_total": self.order.amount_total,
                    "state": "posted",
                    "invoice_origin": self.order.name,
                }
            ],
        )
        self.assertEqual(
            invoice.invoice_line_ids.mapped("name"),
            ["Screen", "Screen replacement", "Screen X7"],
        )
        self.assertEqual(
            invoice.invoice_line_ids.service_line_id,
            self.order._get_charged_lines("customer"),
        )
        self.assertEqual(self.order.invoice_status, "invoiced")

    def test_pressed_again_it_is_the_same_invoice(self):
        first = self._invoice()
        self.assertEqual(self._invoice(), first)
        self.assertEqual(self.order.invoice_count, 1)

    def test_the_database_keeps_a_second_one_out(self):
        invoice = self._invoice()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            twin = invoice.copy()
            twin.write({"service_order_id": self.order.id, "service_payer": "customer"})
            self.env.flush_all()

    def test_an_employer_or_insurer_pays(self):
        self.order.payer_id = self.maker
        self.assertEqual(self._invoice().partner_id, self.maker)

    def test_the_brand_is_claimed_the_warranty_lines(self):
        claim = self._invoice(claim=True)
        self.assertEqual(claim.partner_id, self.maker)
        self.assertEqual(claim.amount_total, self.order.amount_vendor)
        self.assertEqual(self.order.invoice_status, "to_invoice")
        self.assertTrue(self._invoice())
        self.assertEqual(self.order.invoice_count, 2)

    def test_a_claim_needs_somebody_to_claim_from(self):
        self.brand.partner_id = False
        with self.assertRaisesRegex(UserError, "Warranty Partner"):
            self._invoice(claim=True)

    def test_nothing_to_invoice_is_said(self):
        self.order.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "nothing to invoice"):
            self._invoice()

    def test_cancelled_it_is_made_anew(self):
        first = self._invoice()
        first.button_draft()
        self.assertEqual(self.order.invoice_status, "draft")
        first.button_cancel()
        self.assertEqual(self.order.invoice_status, "to_invoice")
        self.order.line_ids[1].with_user(self.desk).price_unit = 2000
        second = self._invoice()
        self.assertNotEqual(second, first)
        self.assertEqual(second.amount_total, self.order.amount_total)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            first.button_draft()
            self.env.flush_all()

    def test_credited_it_is_made_anew_and_the_credit_belongs_to_the_order(self):
        invoice = self._invoice()
        credit = invoice._reverse_moves(cancel=True)
        self.assertEqual(credit.service_order_id, self.order)
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertEqual(self.order.invoice_status, "to_invoice")
        self.assertNotEqual(self._invoice(), invoice)
        self.assertEqual(self.order.invoice_count, 3)

    def test_an_accountant_credits_an_invoice_with_its_order(self):
        invoice = self._invoice()
        credit = invoice.with_user(self.accountant)._reverse_moves(cancel=True)
        self.assertEqual(credit.service_order_id, self.order)
        self.assertEqual(credit.service_payer, "customer")
        self.assertEqual(self.order.invoice_status, "to_invoice")
        twin = invoice.with_user(self.accountant).copy()
        self.assertFalse(twin.service_order_id or twin.service_payer)

    def test_nobody_says_which_order_an_invoice_is_of(self):
        invoice = self._invoice()
        other = self._create_order(serial="OTHER")
        moves = invoice.with_user(self.accountant)
        draft = moves.copy()
        vals = {"move_type": "out_invoice", "partner_id": self.customer.id}
        links = {"service_order_id": other.id, "service_payer": "customer"}
        line = draft.invoice_line_ids.filtered("product_id")[:1]
        for act in (
            lambda: invoice.with_env(moves.env).write({"service_order_id": False}),
            lambda: draft.write(links),
            lambda: draft.write({"service_payer": "vendor"}),
            lambda: moves.create({**vals, **links}),
            lambda: draft.copy(links),
            lambda: line.write({"service_line_id": self.order.line_ids[1].id}),
        ):
            with self.assertRaisesRegex(UserError, "by itself"), self.cr.savepoint():
                act()
        defaults = {f"default_{name}": value for name, value in links.items()}
        made = moves.with_context(**defaults).create(vals)
        self.assertFalse(made.service_order_id or made.service_payer)

    def test_a_deleted_draft_leaves_nothing_behind(self):
        self.env.company.service_post_invoices = False
        invoice = self._invoice()
        self.assertEqual(invoice.state, "draft")
        invoice.unlink()
        self.assertRecordValues(
            self.order, [{"invoice_status": "to_invoice", "is_invoiced": False}]
        )

    def test_what_is_invoiced_does_not_change(self):
        self._invoice()
        order, line = self.order.with_user(self.desk), self.order.line_ids[1]
        line = line.with_user(self.desk)
        for change in (
            lambda: line.write({"price_unit": 1}),
            lambda: line.write({"payer": "center"}),
            lambda: line.copy({"order_id": order.id}),
            line.unlink,
            lambda: order.write({"payer_id": self.maker.id}),
            order.action_send_for_approval,
            lambda: order.write(
                {"refusal_reason": "No", "stage_id": self.stage_refused.id}
            ),
        ):
            with self.assertRaises(UserError) as refusal, self.cr.savepoint():
                change()
            self.assertRegex(str(refusal.exception), "ancel or credit")
        order.result = "Works again"  # what costs nothing may change
        line.sequence = 5

    def test_only_managers_of_the_branch_and_accountants_invoice(self):
        for user in (self.engineer, self.stranger, self.outsider):
            with self.assertRaises(AccessError):
                self._invoice(user=user)
        self.assertFalse(self.order.invoice_count)

    def test_a_manager_keeps_no_books(self):
        invoice = self._invoice()
        self.assertFalse(invoice.with_user(self.desk).has_access("read"))
        with self.assertRaises(AccessError):
            self.order.with_user(self.desk).read(["invoice_ids"])

    def test_many_are_made_at_once(self):
        orders = self.order
        for number in range(3):
            order = self._create_order(
                serial=f"M{number}",
                line_ids=[Command.create({"product_id": self.work.id})],
            )
            orders |= self._finish(order).with_env(self.env)
        self._invoice(self.order)
        orders.with_user(self.desk).action_create_invoice()
        self.assertEqual(set(orders.mapped("invoice_count")), {1})

    def test_rounding_of_each_kind_and_issued_orders(self):
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            order = self._create_order(
                serial=method,
                line_ids=[
                    Command.create(
                        {
                            "product_id": self.work.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "discount": discount,
                        }
                    )
                    for quantity, price, discount in (
                        (3, 33.33, 7.5),
                        (1, 0.01, 0),
                        (1.5, 19.99, 33.33),
                        (7, 1.115, 0),
                    )
                ],
            )
            self._finish(order).with_user(self.desk).action_issue()
            self.assertEqual(self._invoice(order).amount_total, order.amount_total)
