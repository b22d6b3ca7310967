from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_returns import ReturnsCommon


@tagged("post_install", "-at_install")
class TestRemovedPart(ReturnsCommon):
    def test_the_customers_choice_says_what_becomes_of_old_parts(self):
        kept = self._create_order(old_parts_choice="keep")
        left = self._create_order(serial="SN-2", old_parts_choice="leave")
        self.assertEqual(self._remove_part(kept).fate, "customer")
        self.assertEqual(self._remove_part(left).fate, "scrap")

    def test_the_choice_is_the_desks(self):
        order = self._create_order()
        with self.assertRaises(AccessError):
            order.with_user(self.engineer).old_parts_choice = "keep"

    def test_a_kept_part_is_handed_over_before_the_device_goes(self):
        order = self._create_order()
        part = self._remove_part(order, fate="customer")
        done = self._finish(order).with_user(self.desk)
        with self.assertRaisesRegex(UserError, "Old screen.*hand it over"):
            done.action_issue()
        self.assertEqual(part.state, "open")
        part.with_user(self.desk).action_hand_over()
        self.assertEqual((part.state, part.handover), ("done", "handed"))
        self.assertEqual(part.handover_user_id, self.desk)
        done.action_issue()
        self.assertEqual(order.state, "issued")

    def test_a_declined_part_does_not_hold_the_device(self):
        order = self._create_order()
        self._remove_part(order, fate="customer").action_decline()
        self._finish(order).with_user(self.desk).action_issue()
        self.assertEqual(order.state, "issued")

    def test_thrown_away_there_is_nothing_to_hand_over(self):
        part = self._remove_part(self._create_order(), fate="scrap")
        with self.assertRaisesRegex(UserError, "not kept for the customer"):
            part.action_hand_over()

    def test_nobody_ticks_past_the_buttons(self):
        part = self._remove_part(self._create_order(), fate="customer")
        with self.assertRaisesRegex(UserError, "by itself"):
            part.handover = "handed"

    def test_an_issued_order_is_frozen_with_its_removed_parts(self):
        order = self._create_order()
        part = self._remove_part(order)
        self._finish(order).with_user(self.desk).action_issue()
        for act in (
            lambda: part.write({"name": "Other"}),
            part.unlink,
            lambda: self._remove_part(order, user=self.desk),
        ):
            with self.assertRaisesRegex(UserError, "issued to the customer"):
                act()

    def test_the_act_says_what_was_returned(self):
        order = self._create_order()
        self._remove_part(order, fate="customer", serial="OLD-77")
        self._remove_part(order, fate="customer", name="Frame").action_decline()
        self._finish(order)
        markup = self._print("service_center.report_act", order)
        self.assertIn("OLD-77", markup)
        self.assertIn("returned to the customer", markup)
        self.assertIn("declined, left here", markup)

    def _print(self, report, records):
        reports = self.env["ir.actions.report"].with_user(self.desk)
        return reports._render_qweb_html(report, records.ids)[0].decode()

    def test_what_goes_back_lies_beside_the_stock_and_has_no_value(self):
        self._put_in_stock(1)
        value = self.part.total_value
        order = self._create_order()
        part = self._remove_part(order, product_id=self.part.id, fate="vendor")
        self.assertEqual(self._get_on_hand(location=self.returns), 1)
        self.env.invalidate_all()
        self.assertEqual(self.part.total_value, value)
        self.assertEqual(self._get_free(), 1, "no order may take it")
        self.assertEqual(part.sudo().move_ids.service_order_id, order)

    def test_another_fate_is_another_place(self):
        part = self._remove_part(
            self._create_order(), product_id=self.part.id, fate="vendor"
        )
        part.fate = "stock"
        self.assertEqual(self._get_on_hand(location=self.returns), 0)
        self.assertEqual(self._get_free(), 1)
        part.quantity = 2
        self.assertEqual(self._get_free(), 2)
        part.fate = "scrap"
        self.assertEqual(self._get_free(), 0)
        part.fate = "vendor"
        part.unlink()
        self.assertEqual(self._get_on_hand(location=self.returns), 0)

    def test_a_tracked_part_needs_its_serial(self):
        order = self._create_order()
        vals = {"product_id": self.board.id, "fate": "vendor"}
        with self.assertRaisesRegex(UserError, "type or scan the serial"):
            self._remove_part(order, **vals)
        part = self._remove_part(order, serial=" BRD-1 ", **vals)
        self.assertEqual(part.sudo().lot_id.name, "BRD-1")
        with self.assertRaisesRegex(ValidationError, "one piece"):
            part.quantity = 2

    def test_no_vendor_answers_for_what_we_damaged(self):
        with self.assertRaisesRegex(ValidationError, "no vendor answers"):
            self._remove_part(
                self._create_order(), fate="vendor", cause_id=self.damaged.id
            )

    def test_somebody_is_reminded_before_an_exchange_part_is_due(self):
        due = fields.Date.today() + timedelta(days=10)
        part = self._remove_part(
            self._create_order(),
            fate="vendor",
            vendor_id=self.vendor.id,
            date_return=due,
        )
        reminder = part.sudo().activity_ids
        self.assertEqual(reminder.user_id, self.storekeeper)
        self.assertEqual(reminder.date_deadline, due - timedelta(days=3))
        part.date_return = due + timedelta(days=1)
        self.assertEqual(len(part.sudo().activity_ids), 1)
        claim = self._create_claim()
        claim.action_collect()
        claim.action_send()
        self.assertFalse(part.sudo().activity_ids)

    def test_other_branches_see_nothing_of_it(self):
        order = self._create_order(engineer_id=self.engineer.id)
        part = self._remove_part(order)
        for user in (self.stranger, self.colleague):
            self.assertFalse(part.with_user(user).search([("id", "=", part.id)]))
            with self.assertRaises(AccessError):
                part.with_user(user).write({"name": "Mine"})
        for user in (self.desk, self.engineer, self.storekeeper, self.head):
            self.assertTrue(part.with_user(user).search([("id", "=", part.id)]))
