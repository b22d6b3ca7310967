from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PlaceCommon


@tagged("post_install", "-at_install")
class TestPlaceDoor(PlaceCommon):
    """A stage moves the device, and nothing is issued from where it is not."""

    def test_a_stage_brings_the_device_where_the_head_says(self):
        self.stage_in_progress.with_user(self.head).place_kind = "bench"
        self.stage_done.with_user(self.head).place_ids = self.shelf_b
        order = self._create_order()
        order.with_user(self.engineer).action_start()
        self.assertEqual(order.place_id, self.bench)
        order.diagnosis = "Broken"
        order.with_user(self.engineer).action_done()
        self.assertEqual(order.place_id, self.shelf_b)
        self.assertEqual(
            self._moves(order)[1:],
            [
                (self.desk_place, self.bench, self.engineer, "stage"),
                (self.bench, self.shelf_b, self.engineer, "stage"),
            ],
        )

    def test_each_engineer_has_his_own_bench(self):
        self.stage_in_progress.place_kind = "bench"
        mine = self.bench.copy({"name": "Mine", "user_id": self.engineer.id})
        mine.sequence = 90
        order, other = self._create_order(), self._create_order(serial="2")
        order.with_user(self.engineer).action_start()
        other.with_user(self.colleague).action_start()
        self.assertEqual((order + other).mapped("place_id"), mine + self.bench)

    def test_what_lies_in_such_a_place_already_stays_there(self):
        self.stage_in_progress.place_kind = "shelf"
        order = self._create_order()
        self._put(order, self.shelf_b)
        order.with_user(self.engineer).action_start()
        self.assertEqual(order.place_id, self.shelf_b)

    def test_without_a_word_of_the_stage_it_stays(self):
        order = self._create_order()
        self._put(order, self.shelf)
        self._finish(order)
        self.assertEqual(order.place_id, self.shelf)

    def test_issued_means_with_the_customer(self):
        with self.assertRaisesRegex(ValidationError, "the customer has the device"):
            self.stage_issued.place_kind = "shelf"
        order = self._finish(self._create_order()).with_user(self.desk)
        order.action_issue()
        self.assertEqual(order.place_id, self.customer_place)
        order.with_user(self.head).action_start()
        self.assertEqual(order.place_id, self.desk_place)

    def test_nothing_is_issued_from_where_it_is_not(self):
        outside = self.shelf.copy({"name": "Vendor", "kind": "outside"})
        branch = self.shelf.copy(
            {"kind": "branch", "dest_branch_id": self.other_branch.id, "name": "MK"}
        )
        order = self._finish(self._create_order()).with_user(self.desk)
        for place in (self.courier, outside, branch, self.customer_place):
            with self.subTest(place.kind):
                self._put(order, place)
                with self.assertRaisesRegex(UserError, "not in the house"):
                    order.action_issue()
                with self.assertRaisesRegex(UserError, "not in the house"):
                    order.write({"stage_id": self.stage_issued.id})
                self.assertIn("not in the house", order.next_step_hint)
        self._put(order, self.foreign_shelf, self.head)
        with self.assertRaisesRegex(UserError, "Their shelf.*Market"):
            order.action_issue()
        for place in (self.shelf, self.bench):
            self._put(order, place)
            self.assertFalse(order.place_blocker)
        order.action_issue()

    def test_what_the_audit_missed_is_not_issued(self):
        order = self._finish(self._create_order()).with_user(self.desk)
        order.sudo().place_missing_date = "2026-03-02 19:00:00"
        with self.assertRaisesRegex(UserError, "audit of 2026-03-02 did not find"):
            order.action_issue()
        self._put(order, self.desk_place)
        order.action_issue()

    def test_a_scan_at_issue_finds_it(self):
        order = self._finish(self._create_order()).with_user(self.desk)
        self._put(order, self.courier)
        other = self._create_order(serial="OTHER-1")
        for code in (other.code, "404", ""):
            answer = order.issue_scanned(code)
            self.assertEqual(answer["type"], "other")
            self.assertIn("another device", answer["message"])
        self.assertEqual(order.place_id, self.courier)
        self.assertEqual(order.issue_scanned(order.serial)["type"], "issued")
        self.assertEqual(order.state, "issued")
        self.assertEqual(
            self._moves(order)[-2:],
            [
                (self.courier, self.desk_place, self.desk, "issue"),
                (self.desk_place, self.customer_place, self.desk, "stage"),
            ],
        )

    def test_a_scan_at_issue_is_no_way_past_the_door(self):
        order = self._create_order()
        self._put(order, self.courier)
        with self.assertRaisesRegex(UserError, "can only go to"), self.cr.savepoint():
            order.with_user(self.desk).issue_scanned(order.code)
        self.env.invalidate_all()
        self.assertEqual(order.place_id, self.courier)
        done = self._finish(self._create_order(serial="S2"))
        with self.assertRaises(UserError):
            done.with_user(self.engineer).issue_scanned(done.code)
        self.assertEqual(done.state, "done")
