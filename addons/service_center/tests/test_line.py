from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestLine(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()
        cls.work.service_norm_hours = 1.5

    def _add(self, *lines):
        order = self.order.with_env(self.env)
        order.line_ids = [Command.create(vals) for vals in lines]
        return order.line_ids

    def _refused(self, act):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as refusal,
            self.cr.savepoint(),
        ):
            act()
            self.env.flush_all()
        return refusal.exception.diag.constraint_name

    @users("engineer")
    def test_kind_follows_the_product(self):
        goods = self.part.create({"name": "Case", "service_line_kind": "goods"})
        lines = self._add(
            {"product_id": self.work.id},
            {"product_id": self.part.id},
            {"product_id": goods.id},
        )
        self.assertEqual(lines.mapped("kind"), ["work", "part", "goods"])

    @users("engineer")
    def test_customers_own_part_costs_nothing_on_every_path(self):
        self.customer.service_bonus = 10
        own = {"kind": "customer_part"}
        lines = self._add(
            {**own, "name": "Screen bought on the web"},
            {**own, "product_id": self.part.id},
        )
        free = {
            "kind": "customer_part",
            "price_unit": 0,
            "discount": 0,
            "price_total": 0,
            "tax_ids": [],
        }
        self.assertRecordValues(lines, [free, free])
        self.assertEqual(lines[1].name, self.part.display_name)
        self.assertEqual(self.order.amount_total, 0)
        refusals = {
            "new with price": lambda: self._add({**own, "name": "x", "price_unit": 5}),
            "price": lambda: lines[0].write({"price_unit": 5}),
            "discount": lambda: lines[1].write({"discount": 5}),
            "kind with price": lambda: self._add({"product_id": self.part.id}).write(
                {**own, "price_unit": 5}
            ),
        }
        for path, act in refusals.items():
            with self.subTest(path):
                self.assertIn("customer_part_is_free", self._refused(act))

    @users("engineer")
    def test_a_fixed_tax_does_not_make_an_own_part_cost_something(self):
        fee = self.tax.copy({"name": "Fee", "amount_type": "fixed", "amount": 7})
        lines = self._add({"kind": "customer_part", "name": "Screen"})
        lines.tax_ids = fee
        self.assertEqual(lines.price_total, 0)
        self.assertEqual(self.order.amount_total, 0)

    @users("desk")
    def test_a_part_becomes_the_customers_own_and_back(self):
        self.customer.service_bonus = 10
        line = self._add({"product_id": self.part.id})
        line.kind = "customer_part"
        self.assertRecordValues(line, [{"price_unit": 0, "price_total": 0}])
        self.assertFalse(self.order.amount_total)
        line.kind = "goods"
        self.assertRecordValues(
            line, [{"price_unit": 3333.33, "discount": 10, "price_subtotal": 3000}]
        )
        self.assertEqual(line.tax_ids, self.tax)
        line.price_unit = 100
        line.kind = "part"
        self.assertEqual(line.price_unit, 100, "typed, so kept")

    @users("desk")
    def test_form_shows_an_own_part_free_and_prices_it_again(self):
        form = Form(self.order.with_env(self.env))
        with form.line_ids.new() as line:
            line.product_id = self.part
            line.price_unit = 99
            line.kind = "goods"
            self.assertEqual(line.price_unit, 99)
            line.kind = "customer_part"
            self.assertEqual(line.price_unit, 0)
            line.kind = "part"
            self.assertEqual(line.price_unit, 3333.33)
            line.kind = "customer_part"
        self.assertEqual(form.save().line_ids.price_total, 0)

    @users("engineer")
    def test_section_and_note_are_text_alone(self):
        lines = self._add(
            {"display_type": "line_section", "name": "Screen"},
            {"display_type": "line_note", "name": "The old one is kept"},
        )
        text = {"kind": False, "quantity": 0, "price_unit": 0, "product_id": False}
        self.assertRecordValues(lines, [text, text])
        section = {"display_type": "line_section", "name": "x"}
        work = self._add({"product_id": self.work.id})[-1]
        refusals = {
            "product": lambda: self._add({**section, "product_id": self.work.id}),
            "price": lambda: self._add({**section, "price_unit": 5}),
            "kind": lambda: self._add({**section, "kind": "work"}),
            "work turned into text": lambda: work.write(
                {"display_type": "line_section"}
            ),
        }
        for what, act in refusals.items():
            with self.subTest(what):
                self.assertIn("text_is_free", self._refused(act))

    @users("engineer")
    def test_form_adds_section_and_own_part(self):
        form = Form(self.order.with_env(self.env))
        for context, name in (
            ({"default_display_type": "line_section"}, "Display"),
            ({"default_kind": "customer_part"}, "Own screen"),
        ):
            with form.line_ids.new() as line:
                for field, value in context.items():
                    setattr(line, field.removeprefix("default_"), value)
                line.name = name
        self.assertRecordValues(
            form.save().line_ids,
            [
                {"display_type": "line_section", "kind": False, "quantity": 0},
                {"display_type": False, "kind": "customer_part", "quantity": 1},
            ],
        )

    def test_a_moved_line_keeps_its_price_and_discount(self):
        other = self._create_order(serial="OTHER-1")
        line = self._add({"product_id": self.work.id})[-1]
        line.write({"price_unit": 70, "discount": 50})
        for order in (self.order, other):
            line.order_id = order
            self.assertRecordValues(line, [{"price_unit": 70, "discount": 50}])
        self.assertEqual(line.price_subtotal, 35)

    @users("engineer")
    def test_all_but_own_parts_need_a_product(self):
        for vals in ({}, {"name": "x"}, {"name": "x", "kind": "goods"}):
            with self.subTest(vals):
                name = self._refused(lambda vals=vals: self._add(vals))
                self.assertIn("product_named", name)
        for vals in ({"kind": "customer_part"}, {"display_type": "line_note"}):
            with self.subTest(vals):
                name = self._refused(lambda vals=vals: self._add(vals))
                self.assertIn("name_given", name)
        line = self._add({"product_id": self.work.id})
        for vals in ({"product_id": False}, {"kind": False}):
            with self.subTest(vals):
                self._refused(lambda vals=vals: line.write(vals))

    @users("engineer")
    def test_norm_hours_are_the_products_times_the_quantity(self):
        lines = self._add(
            {"product_id": self.work.id, "quantity": 2},
            {"product_id": self.work.id, "payer": "vendor"},
            {"product_id": self.part.id},
        )
        self.assertEqual(lines.mapped("norm_hours"), [3, 1.5, 0])
        self.assertEqual(self.order.norm_hours, 4.5)
        lines[1].norm_hours = 1
        self.assertEqual(self.order.norm_hours, 4, "corrected on the line")
        self._refused(lambda: lines[1].write({"norm_hours": -1}))

    @users("desk")
    def test_repair_kind_follows_from_who_pays(self):
        order = self.order.with_env(self.env)
        self.assertFalse(order.repair_kind)
        line = self._add(
            {"product_id": self.work.id},
            {"kind": "customer_part", "name": "Own screen"},
            {"display_type": "line_note", "name": "Note"},
        )[0]
        for payer, kind in (
            ("customer", "paid"),
            ("vendor", "warranty"),
            ("center", "own_cost"),
        ):
            line.payer = payer
            self.assertEqual(order.repair_kind, kind)
        other = self._add({"product_id": self.part.id})[-1]
        self.assertEqual(order.repair_kind, "mixed")
        found = order.search([("repair_kind", "=", "mixed")])
        self.assertIn(order, found)
        other.unlink()
        self.assertEqual(order.repair_kind, "own_cost")
        with self.assertRaisesRegex(UserError, "by itself"):
            order.repair_kind = "paid"

    @users("desk")
    def test_totals_by_payer(self):
        self._add(
            *(
                {"product_id": self.work.id, "payer": payer, "discount": discount}
                for payer, discount in (
                    ("customer", 10),
                    ("customer", 0),
                    ("vendor", 0),
                    ("center", 0),
                )
            )
        )
        self.assertRecordValues(
            self.order,
            [
                {
                    "amount_total": 3420,
                    "amount_discount": 180,
                    "amount_vendor": 1800,
                    "amount_center": 1500,
                }
            ],
        )

    @users("desk")
    def test_discount_saved_fits_the_taxes(self):
        included = self.tax.copy(
            {"name": "7 incl", "amount": 7, "price_include_override": "tax_included"}
        )
        self._add(
            {
                "product_id": self.work.id,
                "price_unit": 19.99,
                "discount": 33.33,
                "tax_ids": [Command.set(included.ids)],
            }
        )
        order = self.order
        self.assertAlmostEqual(order.amount_total + order.amount_discount, 19.99)

    @users("desk")
    def test_bonus_goes_to_new_lines_and_may_be_changed(self):
        self.customer.service_bonus = 15
        lines = self._add(
            {"product_id": self.work.id}, {"product_id": self.work.id, "discount": 5}
        )
        self.assertEqual(lines.mapped("discount"), [15, 5])
        self.customer.service_bonus = 50
        self.assertEqual(lines.mapped("discount"), [15, 5], "an agreed price stays")

    @users("desk")
    def test_papers_show_texts_own_parts_and_no_own_cost(self):
        self._add(
            {"display_type": "line_section", "name": "Section of the screen"},
            {"product_id": self.work.id},
            {"kind": "customer_part", "name": "Screen from home"},
            {"display_type": "line_note", "name": "Keep the old one"},
            {"display_type": "line_section", "name": "Section of our fault"},
            {"product_id": self.part.id, "payer": "center", "name": "Our mistake"},
            {"display_type": "line_section", "name": "Section of warranty"},
            {"product_id": self.part.id, "payer": "vendor", "name": "Warranty part"},
            {"display_type": "line_section", "name": "Section of nothing"},
        )
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "service_center.report_work_order", self.order.ids
        )
        html = html.decode()
        for text in (
            "Section of the screen",
            "Screen replacement",
            "Screen from home",
            "own part",
            "Keep the old one",
            "Section of warranty",
            "Warranty part",
            "under warranty",
        ):
            self.assertIn(text, html)
        for text in ("Section of our fault", "Our mistake", "Section of nothing"):
            self.assertNotIn(text, html)
        self.assertNotIn("4,000.00", html, "no price of a warranty part")
