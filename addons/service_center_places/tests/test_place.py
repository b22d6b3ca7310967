from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PlaceCommon


@tagged("post_install", "-at_install")
class TestPlace(PlaceCommon):
    """Places of a branch, and the one place of every device in the house."""

    def test_codes_are_digits_and_never_the_same(self):
        codes = self.places.search([]).mapped("code")
        self.assertTrue(all(len(code) == 10 and code.isdigit() for code in codes))
        self.assertEqual(len(set(codes)), len(codes))
        with self.assertRaisesRegex(UserError, "Code"):
            self.shelf.with_user(self.head).code = "1"

    def test_switching_places_on_puts_the_house_at_the_counter(self):
        branch = self.branch.create({"name": "Late", "code": "LT"})
        branch.user_ids = self.desk
        inside, issued = (
            self._create_order(branch_id=branch.id, serial=serial)
            for serial in ("in", "out")
        )
        issued.sudo().write({"stage_id": self.stage_refused.id, "refusal_reason": "x"})
        issued.with_user(self.desk).action_issue()
        self.assertFalse((inside + issued).place_id)
        branch.with_user(self.head).use_places = True
        desk = branch._get_place("desk")
        self.assertEqual(inside.place_id, desk)
        self.assertFalse(issued.place_id)
        self.assertEqual(self._moves(inside), [(self.places, desk, self.head, "start")])
        self.assertEqual(
            set(branch.service_place_ids.mapped("kind")),
            {"desk", "courier", "customer"},
        )
        branch.write({"use_places": False})
        branch.write({"use_places": True})
        self.assertEqual(len(branch.service_place_ids), 3)

    def test_a_branch_without_places_notices_nothing(self):
        self.branch.use_places = False
        order = self._create_order()
        self.assertFalse(order.place_id)
        self._finish(order).with_user(self.desk).action_issue()
        self.assertEqual(order.state, "issued")
        self.assertFalse(order.place_id)
        self.assertFalse(self._moves(order))

    def test_what_is_taken_in_lies_at_the_counter(self):
        order = self._create_order()
        self.assertEqual(order.place_id, self.desk_place)
        self.assertEqual(
            self._moves(order), [(self.places, self.desk_place, self.desk, "intake")]
        )

    def test_nobody_writes_place_or_history_himself(self):
        order = self._create_order()
        for name, value in (
            ("place_id", self.shelf.id),
            ("place_missing_date", "2026-03-02 09:00:00"),
            ("place_seen_date", "2026-03-02 09:00:00"),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, "by itself"):
                order.with_user(self.head).write({name: value})
        with self.assertRaisesRegex(UserError, "by itself"):
            self._create_order(place_id=self.shelf.id)
        made = self._create_order_with_default()
        self.assertEqual(made.place_id, self.desk_place)
        move = order.place_move_ids
        for user in (self.desk, self.head):
            with self.assertRaises(AccessError):
                move.with_user(user).unlink()
            with self.assertRaises(AccessError):
                move.with_user(user).create({"order_id": order.id})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            move.sudo().write({"user_id": self.head.id})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            move.sudo().unlink()

    def _create_order_with_default(self):
        orders = self.env["service.order"].with_user(self.desk)
        return orders.with_context(default_place_id=self.shelf.id).create(
            {
                "branch_id": self.branch.id,
                "partner_id": self.customer.id,
                "serial": "DEF-1",
                "device_model_id": self.model.id,
                "fault": "x",
            }
        )

    def test_a_place_with_history_stays_where_it_is(self):
        order = self._create_order()
        self._put(order, self.shelf)
        with self.assertRaisesRegex(UserError, "devices are still there"):
            self.shelf.with_user(self.head).active = False
        self._put(order, self.shelf_b)
        with self.assertRaisesRegex(UserError, "in the history"):
            self.shelf.with_user(self.head).unlink()
        with self.assertRaisesRegex(UserError, "in the history"):
            self.shelf.with_user(self.head).branch_id = self.other_branch
        self.shelf.with_user(self.head).active = False
        self.bench.with_user(self.head).unlink()
        self.assertFalse(self.bench.exists())

    def test_places_stand_in_places_of_their_branch(self):
        self.shelf_b.parent_id = self.shelf
        self.assertEqual(self.shelf_b.display_name, "Shelf A / Shelf B")
        with self.assertRaises(UserError):
            self.shelf.parent_id = self.shelf_b
        with self.assertRaisesRegex(ValidationError, "same branch"):
            self.shelf.parent_id = self.foreign_shelf
        with self.assertRaisesRegex(ValidationError, "which branch"):
            self.shelf.kind = "branch"
        with self.assertRaisesRegex(ValidationError, "another branch"):
            self.courier.dest_branch_id = self.branch

    def test_an_order_given_to_a_branch_with_places_gets_one(self):
        self.branch.use_places = False
        order = self._create_order()
        self.assertFalse(order.place_id)
        order.with_user(self.head).branch_id = self.other_branch
        self.assertEqual(order.place_id, self.other_branch._get_place("desk"))
