from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_buying import BuyingCommon


@tagged("post_install", "-at_install")
class TestPromise(BuyingCommon):
    """Who promised a day hears of it when the parts come later."""

    def test_the_manager_is_told_when_parts_come_after_the_promise(self):
        order = self._create_waiting(date_promised=self._in_days(2))
        purchase = self._buy(order)
        self.assertFalse(self._get_activities(order, "parts_late"))
        purchase.button_confirm()
        activity = self._get_activities(order, "parts_late")
        self.assertEqual(activity.user_id, self.desk)
        self.assertTrue(order.sudo().move_ids.service_comes_late)

    def test_nobody_is_told_when_they_come_in_time(self):
        order = self._create_waiting(date_promised=self._in_days(9))
        self._buy(order).button_confirm()
        self.assertFalse(self._get_activities(order, "parts_late"))

    def test_each_new_day_is_told_once(self):
        order = self._create_waiting(date_promised=self._in_days(5))
        purchase = self._buy(order)
        purchase.button_confirm()
        self.assertFalse(self._get_activities(order, "parts_late"))
        later = self._in_days(7).replace(microsecond=0)
        purchase.order_line.date_planned = later
        activity = self._get_activities(order, "parts_late")
        self.assertEqual(len(activity), 1)
        purchase.order_line.date_planned = later
        self.assertEqual(self._get_activities(order, "parts_late"), activity)
        self.assertEqual(order.date_parts_expected, later)
        purchase.order_line.date_planned = later + timedelta(days=1)
        self.assertEqual(len(self._get_activities(order, "parts_late")), 1)

    def test_the_manager_promises_a_new_day(self):
        self.branch.parts_days = 2
        order = self._create_waiting(date_promised=self._in_days(1))
        purchase = self._buy(order)
        purchase.button_confirm()
        order = order.with_user(self.desk)
        order.action_promise_new_date()
        self.assertEqual(
            order.date_promised, purchase.order_line.date_planned + timedelta(days=2)
        )
        self.assertFalse(self._get_activities(order, "parts_late"))
        self.assertFalse(order.sudo().move_ids.service_comes_late)

    def test_without_a_known_day_nothing_can_be_promised(self):
        order = self._create_waiting().with_user(self.desk)
        with self.assertRaisesRegex(UserError, "no day is known for its parts"):
            order.action_promise_new_date()

    def test_the_promise_is_the_managers(self):
        order = self._create_waiting()
        self._buy(order).button_confirm()
        with self.assertRaisesRegex(AccessError, "Ask a manager"):
            order.with_user(self.engineer).action_promise_new_date()
