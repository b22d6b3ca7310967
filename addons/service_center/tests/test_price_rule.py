from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestPriceRule(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.screen, cls.battery = cls.env["service.fault"].create(
            [{"name": "Screen broken"}, {"name": "Battery worn out"}]
        )
        cls.rule = cls._create_rule(
            model_id=cls.model.id,
            warranty_days=90,
            item_ids=[
                Command.create({"product_id": cls.work.id, "price_unit": 1200}),
                Command.create({"product_id": cls.part.id, "quantity": 2}),
            ],
        )
        cls.order = cls._create_order(fault_id=cls.screen.id)

    @classmethod
    def _create_rule(cls, **vals):
        return cls.env["service.price.rule"].create({"fault_id": cls.screen.id, **vals})

    def _create_type_rule(self, price=700, **vals):
        return self._create_rule(
            type_id=self.phone_type.id,
            item_ids=[
                Command.create({"product_id": self.work.id, "price_unit": price})
            ],
            **vals,
        )

    def test_one_button_at_intake_or_on_the_bench_adds_works_parts_and_warranty(self):
        for user in (self.desk, self.engineer):
            order = self._create_order(serial=user.login, fault_id=self.screen.id)
            order.with_user(user).action_apply_price_list()
            with self.subTest(user.login):
                self.assertEqual(order.warranty_days, 90)
                self.assertRecordValues(
                    order.line_ids,
                    [
                        {
                            "product_id": self.work.id,
                            "kind": "work",
                            "quantity": 1,
                            "price_unit": 1200,
                            "price_total": 1440,
                        },
                        {
                            "product_id": self.part.id,
                            "kind": "part",
                            "quantity": 2,
                            "price_unit": 3333.33,
                            "price_total": 7999.99,
                        },
                    ],
                )

    @users("desk")
    def test_fault_is_chosen_in_the_form_and_changes_nothing_by_itself(self):
        form = Form(self.env["service.order"])
        form.partner_id = self.customer
        form.serial = "FORM-1"
        form.device_model_id = self.model
        form.fault_id = self.screen
        order = form.save()
        self.assertFalse(order.line_ids)
        order.action_apply_price_list()
        self.assertEqual(len(order.line_ids), 2)

    @users("engineer")
    def test_second_press_doubles_nothing_and_keeps_what_was_edited(self):
        order = self.order.with_env(self.env)
        order.action_apply_price_list()
        work, part = order.line_ids
        work.price_unit = 1000
        order.warranty_days = 30
        answer = order.action_apply_price_list()
        self.assertIn("already", answer["params"]["message"])
        self.assertEqual(order.line_ids, work + part)
        self.assertEqual((work.price_unit, order.warranty_days), (1000, 30))
        part.unlink()
        order.action_apply_price_list()
        self.assertEqual(order.line_ids.mapped("price_unit"), [1000, 3333.33])
        self.assertEqual(order.warranty_days, 30)

    def test_price_for_the_model_beats_the_price_for_its_type(self):
        self._create_type_rule()
        other = self.model.copy({"name": "X8"})
        order = self._create_order(
            serial="T1", device_model_id=other.id, fault_id=self.screen.id
        )
        (self.order + order).with_user(self.desk).action_apply_price_list()
        self.assertEqual(self.order.line_ids.mapped("price_unit"), [1200, 3333.33])
        self.assertEqual(order.line_ids.mapped("price_unit"), [700])

    def test_own_companys_price_beats_the_price_of_all_companies(self):
        self.rule.action_archive()
        self._create_type_rule(price=700, company_id=False)
        self.order.action_apply_price_list()
        self.assertEqual(self.order.line_ids.price_unit, 700)
        self._create_type_rule(price=800)
        order = self._create_order(serial="C1", fault_id=self.screen.id)
        order.action_apply_price_list()
        self.assertEqual(order.line_ids.price_unit, 800)

    def test_another_companys_price_is_neither_seen_nor_applied(self):
        company = self.env["res.company"].create({"name": "Another centre"})
        self.rule.action_archive()
        foreign = self._create_type_rule(company_id=company.id)
        order = self.order.with_user(self.desk)
        with self.assertRaisesRegex(UserError, "no price"):
            order.action_apply_price_list()
        with self.assertRaises(AccessError):
            foreign.with_user(self.desk).read(["note"])
        with self.assertRaises(AccessError):
            foreign.item_ids.with_user(self.desk).read(["quantity"])

    @users("desk")
    def test_what_is_missing_is_said(self):
        order = self.order.with_env(self.env)
        order.fault_id = self.battery
        with self.assertRaisesRegex(UserError, "Nokla X7.*“Battery worn out”"):
            order.action_apply_price_list()
        order.fault_id = False
        with self.assertRaisesRegex(UserError, "choose the typical fault first"):
            order.action_apply_price_list()

    def test_issued_order_takes_no_price(self):
        order = self._finish(self.order)
        order.with_user(self.desk).action_issue()
        with self.assertRaisesRegex(UserError, "issued to the customer"):
            order.with_user(self.desk).action_apply_price_list()

    def test_price_without_its_own_follows_the_product(self):
        work, part = self.rule.item_ids
        self.assertRecordValues(
            work + part, [{"is_price_fixed": True}, {"is_price_fixed": False}]
        )
        self.part.list_price = 4000
        self.work.list_price = 9
        self.assertEqual(part.price_unit, 4000)
        self.assertEqual(work.price_unit, 1200)
        self.assertEqual(self.rule.amount, 9200)
        part.price_unit = 0
        self.assertTrue(part.is_price_fixed, "free of charge is a price too")
        part.is_price_fixed = False
        self.assertEqual(part.price_unit, 4000)

    @users("head")
    def test_head_fills_the_matrix_in_the_form(self):
        form = Form(self.env["service.price.rule"])
        form.model_id = self.model
        form.fault_id = self.battery
        with form.item_ids.new() as item:
            item.product_id = self.work
        with form.item_ids.new() as item:
            item.product_id = self.part
            item.price_unit = 50
        rule = form.save()
        self.assertEqual(rule.type_id, self.phone_type)
        self.assertEqual(rule.item_ids.mapped("is_price_fixed"), [False, True])
        self.assertEqual(rule.display_name, "Nokla X7 · Battery worn out")

    @users("head")
    def test_price_list_comes_by_import(self):
        result = self.env["service.price.rule"].load(
            [
                "model_id",
                "type_id",
                "fault_id",
                "warranty_days",
                "item_ids/product_id",
                "item_ids/quantity",
                "item_ids/price_unit",
                "item_ids/norm_hours",
            ],
            [
                ["X7", "", "Battery worn out", "180", "Screen replacement", "1"]
                + ["999", "0.5"],
                ["", "", "", "", "Screen X7", "2", "", ""],
                ["", "Phone", "Battery worn out", "30", "Screen replacement", "1"]
                + ["500", ""],
            ],
        )
        self.assertFalse(result["messages"])
        model_rule, type_rule = self.env["service.price.rule"].browse(result["ids"])
        self.assertEqual(model_rule.item_ids.mapped("price_unit"), [999, 3333.33])
        self.assertEqual(model_rule.item_ids[0].norm_hours, 0.5)
        self.assertEqual(type_rule.amount, 500)

    def test_a_cell_of_the_matrix_is_named_and_there_once(self):
        tablet = self.env.ref("service_center.service_device_type_tablet")
        for vals, error in (
            ({"model_id": self.model.id}, IntegrityError),
            ({}, IntegrityError),
            (
                {
                    "model_id": self.model.id,
                    "type_id": tablet.id,
                    "fault_id": self.battery.id,
                },
                ValidationError,
            ),
        ):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.cr.savepoint(),
            ):
                self._create_rule(**vals)
        self._create_type_rule()

    def test_only_a_head_sets_prices(self):
        for user in (self.desk, self.engineer):
            for record in (self.screen, self.rule, self.rule.item_ids):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    record.with_user(user).write({"active": False})
        with self.assertRaises(AccessError):
            self.rule.with_user(self.outsider).read(["amount"])

    def test_memory_of_the_matrix_is_not_forged(self):
        self.order.action_apply_price_list()
        line = self.order.line_ids[0].with_user(self.desk)
        with self.assertRaisesRegex(UserError, "by itself"):
            line.price_rule_item_id = False

    def test_applying_does_not_cost_per_order(self):
        def cost(count, prefix):
            orders = self._create_order(serial=prefix, fault_id=self.screen.id)
            orders = orders.create(
                [
                    {
                        "branch_id": self.branch.id,
                        "partner_id": self.customer.id,
                        "serial": f"{prefix}{number}",
                        "device_model_id": self.model.id,
                        "fault_id": self.screen.id,
                    }
                    for number in range(count)
                ]
            )
            return self._count_queries(orders.action_apply_price_list)

        cost(2, "warm")
        self.assertLessEqual(cost(60, "many"), cost(6, "few") + 10)
