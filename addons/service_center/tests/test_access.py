from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestAccess(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()
        cls.line = cls.env["service.order.line"].create(
            {"order_id": cls.order.id, "product_id": cls.work.id}
        )
        cls.foreign = cls._create_order(
            user=cls.stranger, branch_id=cls.other_branch.id, serial="FOREIGN"
        )

    def _visible(self, user):
        orders = self.env["service.order"].with_user(user).search([])
        return orders & (self.order + self.foreign)

    def test_everybody_sees_just_his_own(self):
        self.assertEqual(self._visible(self.desk), self.order)
        self.assertEqual(self._visible(self.stranger), self.foreign)
        self.assertEqual(self._visible(self.head), self.order + self.foreign)
        self.assertEqual(self._visible(self.engineer), self.order, "free in the branch")
        self.assertEqual(self._visible(self.colleague), self.order)

    def test_a_taken_order_is_the_engineers_alone(self):
        self.order.with_user(self.engineer).action_start()
        self.assertEqual(self._visible(self.engineer), self.order)
        self.assertFalse(self._visible(self.colleague))
        with self.assertRaises(AccessError):
            self.order.with_user(self.colleague).read(["fault"])
        with self.assertRaises(AccessError):
            self.line.with_user(self.colleague).read(["price_unit"])

    def test_leaving_a_branch_works_at_once(self):
        self.assertTrue(self._visible(self.desk))
        self.branch.user_ids = [Command.unlink(self.desk.id)]
        self.assertFalse(self._visible(self.desk))

    def test_a_colleague_without_a_role_has_no_access(self):
        for model in ("service.order", "service.order.line", "service.device"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.outsider).search([])

    @users("engineer")
    def test_engineer_neither_takes_in_nor_sets_up(self):
        with self.assertRaises(AccessError):
            self._create_order(user=self.engineer, serial="E1")
        for record in (self.stage_new, self.branch, self.phone_type, self.brand):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_env(self.env).write({"name": "X"})

    @users("engineer")
    def test_bench_does_not_change_what_the_counter_agreed(self):
        order = self.order.with_env(self.env)
        self.assertTrue(order.is_intake_locked)
        for vals in (
            {"fault": "x"},
            {"appearance": "x"},
            {"partner_id": self.env.user.partner_id.id},
            {"branch_id": self.other_branch.id},
            {"user_id": self.env.uid},
            {"date_promised": False},
        ):
            with self.subTest(vals), self.assertRaisesRegex(AccessError, "at intake"):
                order.write(vals)
        order.write({"diagnosis": "Board", "serial": "SN-000-2"})
        self.assertFalse(order.with_user(self.desk).is_intake_locked)

    @users("desk")
    def test_manager_does_not_set_up(self):
        for record in (self.stage_new, self.branch, self.phone_type):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_env(self.env).write({"name": "X"})

    @users("desk")
    def test_foreign_order_is_out_of_reach(self):
        foreign = self.foreign.with_env(self.env)
        for act in (
            lambda: foreign.read(["fault"]),
            lambda: foreign.write({"fault": "x"}),
            foreign.action_start,
            lambda: self.line.with_env(self.env).write({"order_id": foreign.id}),
            lambda: self.env["service.order.line"].create(
                {"order_id": foreign.id, "product_id": self.work.id}
            ),
            lambda: self._create_order(branch_id=self.other_branch.id, serial="F2"),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Another centre"})
        self.head.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        self.assertFalse(self._visible(self.head))
        devices = self.env["service.device"].with_user(self.head).search([])
        self.assertFalse(devices & self.order.device_id)

    def test_head_sets_up_a_branch(self):
        branch = (
            self.env["service.branch"]
            .with_user(self.head)
            .create({"name": "Harbour", "code": "hb"})
        )
        self.assertEqual(branch.sequence_id.prefix, "HB-")
