from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestDuties(CashCommon):
    """Who receives money does not void it: who holds both is seen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("service_center_cash.service_center_cash_group_cashier")
        for user in group.all_user_ids - cls.cashier:
            user.group_ids -= group

    def _who(self, user=None):
        conflicts = self.env["service.duty.conflict"].with_user(user or self.head)
        self.env.flush_all()
        self.env.invalidate_all()
        return conflicts.search([]).user_id

    def test_nobody_holds_both_at_first(self):
        self.assertNotIn(self.cashier, self._who())
        self.assertNotIn(self.controller, self._who())

    def test_who_holds_both_is_listed(self):
        self.cashier.group_ids += self.env.ref(
            "service_center_cash.service_center_cash_group_controller"
        )
        self.assertEqual(self._who(), self.cashier)
        self.assertEqual(self._who(self.controller), self.cashier)
        self.cashier.active = False
        self.assertFalse(self._who())

    def test_a_right_that_comes_with_another_counts(self):
        self.head.group_ids += self.env.ref(
            "service_center_cash.service_center_cash_group_cashier"
        )
        self.assertEqual(self._who(), self.head)

    def test_the_screen_has_a_banner(self):
        def check():
            self.env.flush_all()
            action = (
                self.env["service.duty.check"].with_user(self.controller).action_check()
            )
            screen = self.env[action["res_model"]].browse(action["res_id"])
            return screen.conflict_count, screen.conflict_ids.user_id

        self.assertEqual(check(), (0, self.env["res.users"]))
        self.cashier.group_ids += self.controller.group_ids
        self.assertEqual(check(), (1, self.cashier))

    def test_a_cashier_does_not_see_it(self):
        with self.assertRaises(AccessError):
            self._who(self.cashier)
        with self.assertRaises(AccessError):
            self.env["service.duty.check"].with_user(self.cashier).action_check()

    def test_the_head_sees_the_count_at_home(self):
        def figures(user):
            self.env.flush_all()
            home = self.env["service.home"].with_user(user).get_home()
            return {
                figure["key"]: figure
                for tile in home["tiles"]
                if tile["type"] == "figures"
                for figure in tile["figures"]
            }

        figure = figures(self.head)["duty_conflicts"]
        self.assertEqual(figure["value"], 0)
        self.assertNotIn("tone", figure)
        self.cashier.group_ids += self.controller.group_ids
        figure = figures(self.head)["duty_conflicts"]
        self.assertEqual((figure["value"], figure["tone"]), (1, "danger"))
        self.assertNotIn("duty_conflicts", figures(self.controller))

    def test_an_addon_adds_duties_of_its_own(self):
        conflicts = self.env.registry["service.duty.conflict"]
        usual = conflicts._get_duty_conflicts

        def more(model):
            manager = "service_center.service_center_group_manager"
            cashier = "service_center_cash.service_center_cash_group_cashier"
            return [*usual(model), ("own", "Own", manager, cashier)]

        self.patch(conflicts, "_get_duty_conflicts", more)
        self.assertEqual(self._who(), self.cashier)
