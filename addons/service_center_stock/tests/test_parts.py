from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestParts(PartsCommon):
    def test_a_part_is_reserved_when_it_is_added(self):
        self._put_in_stock(5)
        order = self._create_order()
        line = self._add_part(order, 2)
        self.assertEqual(line.parts_state, "reserved")
        self.assertEqual(order.parts_state, "reserved")
        self.assertEqual(self._get_free(), 3)
        self.assertEqual(line.sudo().move_ids.reference, order.name)
        self.assertFalse(line.sudo().move_ids.picking_id)

    def test_what_is_not_there_is_short(self):
        self._put_in_stock(1)
        order = self._create_order()
        line = self._add_part(order, 2)
        self.assertEqual(line.parts_state, "short")
        self.assertEqual(self._get_free(), 0)
        with self.assertRaisesRegex(UserError, "Not in stock: Screen X7"):
            self._finish(order)

    def test_a_done_repair_uses_its_parts(self):
        self._put_in_stock(5)
        order = self._create_order()
        line = self._add_part(order, 2)
        self._finish(order)
        self.assertEqual(line.parts_state, "used")
        self.assertEqual(self._get_on_hand(), 3)
        self.assertEqual(self._get_free(), 3)

    def test_another_quantity_is_another_reservation(self):
        self._put_in_stock(5)
        line = self._add_part(self._create_order(), 2)
        line.quantity = 4
        self.assertEqual(self._get_free(), 1)
        line.quantity = 1
        self.assertEqual(self._get_free(), 4)
        line.quantity = 6
        self.assertEqual(line.parts_state, "short")
        self.assertEqual(self._get_free(), 0)

    def test_a_removed_line_lets_its_part_go_to_whoever_waits(self):
        self._put_in_stock(2)
        line = self._add_part(self._create_order(), 2)
        waiting = self._add_part(self._create_order(serial="SN-2"), 1)
        self.assertEqual(waiting.parts_state, "short")
        line.unlink()
        self.assertEqual(waiting.parts_state, "reserved")
        self.assertEqual(self._get_free(), 1)

    def test_a_refused_repair_lets_its_parts_go(self):
        self._put_in_stock(2)
        order = self._create_order()
        line = self._add_part(order, 2)
        order.refusal_reason = "Too dear"
        order.action_refuse()
        self.assertFalse(line.parts_state)
        self.assertEqual(self._get_free(), 2)

    def test_refused_work_keeps_no_warranty_part_either(self):
        self._put_in_stock(2)
        order = self._create_order()
        line = self._add_part(order, 1, payer="vendor")
        short = self._add_part(order, 9, payer="center")
        order.refusal_reason = "Too old"
        order.action_refuse()
        self.assertFalse(line.parts_state or short.parts_state)
        self.assertEqual(self._get_free(), 2)
        order.with_user(self.engineer).action_start()
        self.assertEqual(line.parts_state, "reserved")
        order.action_refuse()
        order.action_issue()
        self.assertEqual(self._get_on_hand(), 2)

    def test_a_part_taken_off_after_it_was_used_comes_back(self):
        self._put_in_stock(5)
        order = self._create_order()
        line = self._add_part(order, 3)
        self._finish(order)
        line.quantity = 1
        self.assertEqual(self._get_on_hand(), 4)
        line.unlink()
        self.assertEqual(self._get_on_hand(), 5)

    def test_another_part_on_the_line(self):
        other = self.env["product.product"].create(
            {"name": "Screen X7 refurbished", "is_storable": True}
        )
        self._put_in_stock(1)
        self._put_in_stock(1, product=other)
        line = self._add_part(self._create_order(), 1)
        line.product_id = other
        self.assertEqual(line.parts_state, "reserved")
        self.assertEqual(self._get_free(), 1)
        self.assertEqual(self._get_free(other), 0)

    def test_works_and_own_parts_move_nothing(self):
        order = self._create_order()
        work = self._add_part(order, product=self.work)
        own = self._add_part(order, kind="customer_part")
        self.assertFalse((work + own).sudo().move_ids)
        self.assertFalse(order.parts_state)
