from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestGuards(PartsCommon):
    """Nobody changes the stock of an order behind its back, or below what is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_in_stock(5)
        cls.order = cls._create_order()
        cls.line = cls._add_part(cls.order, 2)
        cls.move = cls.line.sudo().move_ids

    def _deliver(self, quantity):
        """A delivery of Odoo's own, over and done."""
        places = {
            "location_id": self.stock.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        move = {"product_id": self.part.id, "product_uom_qty": quantity, **places}
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.branch.warehouse_id.out_type_id.id,
                "move_ids": [(0, 0, move)],
                **places,
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking._action_done()
        return picking

    def test_a_finished_delivery_is_not_corrected_below_what_is_there(self):
        delivered = self._deliver(3).move_line_ids
        with self.assertRaisesRegex(UserError, "there are not so many"):
            delivered.quantity = 6
        delivered.quantity = 1
        self.assertEqual(self._get_on_hand(), 4)

    def test_parts_of_an_order_are_changed_on_the_order(self):
        move = self.move.with_user(self.storekeeper)
        for vals in ({"product_uom_qty": 1}, {"service_line_id": False}):
            with self.assertRaisesRegex(UserError, "change the lines of the order"):
                move.write(vals)

    def test_what_was_fitted_is_not_corrected_in_the_stock(self):
        self._finish(self.order)
        lines = self.move.move_line_ids.with_user(self.storekeeper)
        with self.assertRaisesRegex(UserError, "moved already"):
            lines.write({"quantity": 1})

    def test_a_repair_never_uses_less_than_its_lines_say(self):
        self.move.move_line_ids.quantity = 1
        with self.assertRaisesRegex(UserError, "could not be taken"):
            self.move._carry_out()

    def test_a_line_the_customer_refuses_lets_its_part_go(self):
        dear = self._add_part(self.order, 3)
        self.order.with_user(self.engineer).action_start()
        self.order.action_send_for_approval()
        version = self.order.open_estimate_id
        agreed = version.line_ids.filtered(lambda li: li.order_line_id == self.line)
        version.action_record_answer(agreed.ids, "phone")
        self.assertEqual(dear.approval, "refused")
        self.assertFalse(dear.parts_state)
        self.assertEqual(self._get_free(), 3)
        dear.action_ask_again()
        self.assertEqual(dear.parts_state, "reserved")

    def test_a_line_put_on_another_order_takes_its_part_there(self):
        other = self._create_order(serial="SN-2")
        self.line.with_user(self.head).order_id = other
        self.assertEqual(self.line.parts_state, "reserved")
        moves = self.line.sudo().move_ids._get_open()
        self.assertEqual(moves.service_order_id, other)
        self.assertFalse(self.order.sudo().move_ids._get_open())
        self.assertEqual(self._get_free(), 3)
