from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_buying import BuyingCommon


@tagged("post_install", "-at_install")
class TestWaiting(BuyingCommon):
    """An order goes to wait for its parts and leaves when all of them are there."""

    def test_an_order_in_work_goes_to_wait_when_a_part_is_short(self):
        order = self._create_waiting()
        self.assertEqual(order.stage_id, self.stage_waiting_parts)

    def test_a_part_in_stock_changes_nothing(self):
        self._put_in_stock(1)
        self.assertEqual(self._create_waiting().state, "in_progress")

    def test_a_quantity_that_is_not_there_sends_it_too(self):
        self._put_in_stock(1)
        order = self._create_waiting()
        order.line_ids.quantity = 2
        self.assertEqual(order.state, "waiting_parts")

    def test_an_order_taken_to_work_with_a_part_missing_goes_on_to_wait(self):
        order = self._create_order()
        self._add_part(order)
        self.assertEqual(order.state, "new")
        order.with_user(self.engineer).action_start()
        self.assertEqual(order.state, "waiting_parts")

    def test_only_where_the_stage_says_so(self):
        self.stage_waiting_parts.parts_come_here = False
        self.assertEqual(self._create_waiting().state, "in_progress")

    def test_only_from_stages_that_lead_there(self):
        self.stage_in_progress.next_stage_ids -= self.stage_waiting_parts
        self.assertEqual(self._create_waiting().state, "in_progress")

    def test_a_door_that_refuses_breaks_nobodys_save(self):
        self.stage_waiting_parts.required_field_ids = self.env.ref(
            "service_center.field_service_order__recommendation"
        )
        order = self._create_waiting()
        self.assertEqual(order.state, "in_progress")
        self.assertEqual(order.parts_state, "short")

    def test_it_leaves_only_when_all_its_parts_are_there(self):
        order = self._create_waiting(2)
        with self.assertRaisesRegex(UserError, "Still awaited: Screen X7 × 2"):
            order.action_start()
        with self.assertRaises(UserError):
            order.action_done()
        self._put_in_stock(2)
        order.sudo().move_ids._action_assign()
        order.action_start()
        self.assertEqual(order.state, "in_progress")

    def test_it_can_be_refused_while_it_waits(self):
        order = self._create_waiting()
        order.refusal_reason = "The customer does not wait"
        order.action_refuse()
        self.assertEqual(order.state, "refused")

    def test_the_last_part_tells_the_engineer_once(self):
        order = self._create_waiting()
        other = self.env["product.product"].create(
            {"name": "Battery X7", "is_storable": True}
        )
        self._add_part(order, 1, other)
        self._put_in_stock(1)
        order.sudo().move_ids._action_assign()
        self.assertFalse(self._get_activities(order, "parts_arrived"))
        self._put_in_stock(1, product=other)
        order.sudo().move_ids._action_assign()
        activity = self._get_activities(order, "parts_arrived")
        self.assertEqual(activity.user_id, self.engineer)
        self.assertTrue(order.date_parts_complete)
        order._follow_parts()
        self.assertEqual(len(self._get_activities(order, "parts_arrived")), 1)

    def test_the_storekeeper_is_told_too(self):
        order = self._create_waiting()
        self._put_in_stock(1)
        with self.mock_notified() as told:
            order.sudo().move_ids._action_assign()
        self.assertIn(self.storekeeper.partner_id, told.partners)
        self.assertIn(order.name, told.bodies)

    def test_a_part_missing_again_takes_the_activity_back(self):
        order = self._create_waiting()
        self._put_in_stock(1)
        order.sudo().move_ids._action_assign()
        order.line_ids.quantity = 3
        self.assertFalse(self._get_activities(order, "parts_arrived"))
        self.assertFalse(order.date_parts_complete)

    def test_taking_the_line_off_counts_as_all_there(self):
        order = self._create_waiting()
        order.line_ids.unlink()
        self.assertTrue(self._get_activities(order, "parts_arrived"))
        order.action_start()
        self.assertFalse(self._get_activities(order, "parts_arrived"))

    def test_it_goes_back_to_work_by_itself_where_the_stage_says_so(self):
        self.stage_waiting_parts.parts_go_back = True
        order = self._create_waiting()
        self._put_in_stock(1)
        order.sudo().move_ids.with_user(self.storekeeper)._action_assign()
        self.assertEqual(order.stage_id, self.stage_in_progress)
        self.assertEqual(order.engineer_id, self.engineer)
        self.assertTrue(self._get_activities(order, "parts_arrived"))
        self.assertFalse(order.date_parts_complete)

    def test_another_order_that_lets_its_part_go_ends_the_waiting(self):
        self._put_in_stock(1)
        first = self._create_waiting(serial="SN-1")
        second = self._create_waiting(serial="SN-2")
        self.assertEqual(second.state, "waiting_parts")
        first.line_ids.unlink()
        self.assertTrue(self._get_activities(second, "parts_arrived"))
