from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestAmount(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()

    @users("engineer")
    def test_quantity_price_discount_and_tax_add_up(self):
        form = Form(self.order.with_env(self.env))
        with form.line_ids.new() as line:
            line.product_id = self.work
        with form.line_ids.new() as line:
            line.product_id = self.part
            line.quantity = 2
            line.discount = 10
        order = form.save()
        self.assertRecordValues(
            order.line_ids,
            [
                {"kind": "work", "price_subtotal": 1500.0, "price_total": 1800.0},
                {"kind": "part", "price_subtotal": 5999.99, "price_total": 7199.99},
            ],
        )
        self.assertRecordValues(
            order,
            [
                {
                    "amount_untaxed": 7499.99,
                    "amount_tax": 1500.0,
                    "amount_total": 8999.99,
                }
            ],
        )
        self.assertEqual(order._get_tax_totals()["total_amount_currency"], 8999.99)

    def test_amount_is_the_invoices_amount_to_the_cent(self):
        included = self.tax.copy(
            {"name": "7 incl", "amount": 7, "price_include_override": "tax_included"}
        )
        for rounding in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = rounding
            lines = [
                (1, 0.01, 0, self.tax),
                (3, 33.33, 7.5, self.tax),
                (7, 1.115, 0, included),
                (1.5, 19.99, 33.33, included),
                (1, 10.05, 0, self.tax + included),
            ]
            order = self._create_order(serial=rounding)
            order.line_ids = [
                Command.create(
                    {
                        "product_id": self.work.id,
                        "quantity": quantity,
                        "price_unit": price,
                        "discount": discount,
                        "tax_ids": [Command.set(taxes.ids)],
                    }
                )
                for quantity, price, discount, taxes in lines
            ]
            order.line_ids = [
                Command.create(vals)
                for vals in (
                    {"display_type": "line_section", "name": "Section"},
                    {"display_type": "line_note", "name": "Note"},
                    {"kind": "customer_part", "product_id": self.part.id},
                    {"product_id": self.part.id, "payer": "vendor"},
                )
            ]
            invoice = self.env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": order.partner_id.id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": line.product_id.id,
                                "quantity": line.quantity,
                                "price_unit": line.price_unit,
                                "discount": line.discount,
                                "tax_ids": [Command.set(line.tax_ids.ids)],
                            }
                        )
                        for line in order._get_charged_lines("customer")
                    ],
                }
            )
            with self.subTest(rounding):
                self.assertEqual(order.amount_total, invoice.amount_total)
                self.assertEqual(order.amount_untaxed, invoice.amount_untaxed)
                self.assertEqual(order.amount_tax, invoice.amount_tax)

    @users("desk")
    def test_another_payers_tax_rules_apply(self):
        free = self.tax.copy({"name": "Free", "amount": 0})
        position = self.env["account.fiscal.position"].sudo().create({"name": "Free"})
        free.sudo().write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.tax.ids)],
            }
        )
        insurer = self.env["res.partner"].create({"name": "Insurer"})
        insurer.sudo().property_account_position_id = position
        order = self._create_order(serial="PAYER", payer_id=insurer.id)
        line = self.env["service.order.line"].create(
            {"order_id": order.id, "product_id": self.work.id}
        )
        self.assertEqual(line.tax_ids, free)
        self.assertEqual(order._get_payer(), insurer)

    @users("desk")
    def test_customers_bonus_is_the_default_discount(self):
        self.customer.service_bonus = 15
        line = self.env["service.order.line"].create(
            {"order_id": self.order.id, "product_id": self.work.id}
        )
        self.assertEqual(line.discount, 15)
        self.assertEqual(line.price_subtotal, 1275)

    @users("desk")
    def test_customer_does_not_pay_warranty_and_own_cost(self):
        self.order.with_env(self.env).line_ids = [
            Command.create({"product_id": self.work.id, "payer": payer})
            for payer in ("customer", "vendor", "center")
        ]
        self.assertEqual(self.order.amount_untaxed, 1500)

    @users("desk")
    def test_impossible_numbers_are_refused(self):
        for vals in ({"quantity": 0}, {"discount": 101}, {"price_unit": -1}):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.env["service.order.line"].create(
                    {"order_id": self.order.id, "product_id": self.work.id, **vals}
                )

    @users("desk")
    def test_a_price_given_with_a_new_line_is_the_one_that_counts(self):
        line = self.env["service.order.line"].create(
            {"order_id": self.order.id, "product_id": self.work.id, "price_unit": 100}
        )
        self.assertEqual(line.price_total, 120)
        self.assertEqual(self.order.amount_total, 120)
