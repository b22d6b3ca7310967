import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PayCommon

MODELS = ("service.earning", "service.pay.adjustment", "service.pay.settlement")


@tagged("post_install", "-at_install")
class TestPayAccess(PayCommon):
    """Everybody sees his own, who keeps the pay sees all, nobody else sees any."""

    def setUp(self):
        super().setUp()
        order = self._create_repair()
        self._share(order.line_ids, {self.worker: 50, self.mate: 50})
        self._finish(order)
        self.env["service.pay.adjustment"].create(
            [
                {"employee_id": each.id, "amount": 5, "reason": "Good"}
                for each in self.worker + self.mate
            ]
        )

    def _see(self, model, user):
        return self.env[model].with_user(user).search([]).sudo().employee_id

    def test_each_sees_his_own(self):
        for model in MODELS:
            for user, employee in (
                (self.engineer, self.worker),
                (self.colleague, self.mate),
                (self.desk, self.env["hr.employee"]),
                (self.stranger, self.env["hr.employee"]),
                (self.cashier, self.env["hr.employee"]),
            ):
                with self.subTest(model=model, user=user.login):
                    self.assertEqual(self._see(model, user), employee)

    def test_who_keeps_the_pay_and_the_head_see_all(self):
        for model in MODELS:
            for user in (self.keeper, self.head):
                with self.subTest(model=model, user=user.login):
                    self.assertEqual(self._see(model, user), self.worker + self.mate)

    def test_a_stranger_to_the_centre_sees_nothing(self):
        for model in (*MODELS, "service.pay.rule"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.outsider).search([])

    def test_rules_are_read_by_the_keeper_and_written_by_the_head(self):
        for user in (self.engineer, self.desk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rule.with_user(user).read(["rate"])
        self.rule.with_user(self.keeper).read(["rate"])
        with self.assertRaises(AccessError):
            self.rule.with_user(self.keeper).name = "x"
        self.rule.with_user(self.head).name = "x"

    def test_another_company_is_another_world(self):
        company = self.env["res.company"].create({"name": "Another"})
        self.head.company_ids += company
        for model in (*MODELS, "service.pay.rule"):
            seen = self.env[model].with_user(self.head).with_company(company)
            seen = seen.with_context(allowed_company_ids=company.ids)
            with self.subTest(model=model):
                self.assertFalse(seen.search_count([]))

    def test_an_engineer_reads_all_that_his_screens_show(self):
        env = self.env(user=self.engineer)
        for model, view in (
            ("service.earning", "service_earning_view_form"),
            ("service.earning", "service_earning_view_list"),
            ("service.pay.settlement", "service_pay_settlement_view_form"),
        ):
            arch = env[model].get_view(
                env.ref(f"service_center_payroll.{view}").id,
                view.rsplit("_", 1)[-1],
            )
            shown = re.findall(r'<field name="(\w+)"', arch["arch"])
            names = [name for name in shown if name in env[model]._fields]
            self.assertGreater(len(names), 8)
            env[model].search([]).read(names)

    def test_the_home_screen_shows_my_pay(self):
        tiles = self.env["service.home"].with_user(self.engineer).get_home()["tiles"]
        tile = next(each for each in tiles if each["key"] == "my_pay")
        values = {figure["key"]: figure["value"] for figure in tile["figures"]}
        self.assertEqual(
            values, {"accrued": 300, "adjusted": 5, "paid": 0, "balance": 305}
        )
        action = tile["figures"][0]["action"]
        rows = self.env["service.earning"].with_user(self.engineer)
        self.assertEqual(len(rows.search(action["domain"])), 1)

    def test_who_has_no_card_has_no_tile(self):
        self.worker.user_id = False
        tiles = self.env["service.home"].with_user(self.engineer).get_home()["tiles"]
        self.assertNotIn("my_pay", [tile["key"] for tile in tiles])
