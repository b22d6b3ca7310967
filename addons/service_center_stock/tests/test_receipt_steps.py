from odoo.tests import tagged

from .common_buying import BuyingCommon


@tagged("post_install", "-at_install")
class TestReceiptSteps(BuyingCommon):
    """Parts that are unpacked and checked on their way are kept for their order."""

    def _buy_in_steps(self, steps, quantity=1):
        """An older order that waits, and a younger one whose part was bought."""
        self.branch.warehouse_id.reception_steps = steps
        older = self._create_waiting(serial="SN-OLD")
        order = self._create_waiting(quantity, serial="SN-NEW")
        purchase = self._buy(order)
        purchase.button_confirm()
        return older, order, purchase

    def _go_on(self, purchase):
        """The next operation on the way to the stock."""
        moves = purchase.sudo().picking_ids.move_ids
        while moves.move_dest_ids - moves:
            moves |= moves.move_dest_ids
        pickings = moves.picking_id.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        picking = pickings.sorted("id")[:1].with_user(self.storekeeper)
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    def test_two_steps(self):
        older, order, purchase = self._buy_in_steps("two_steps")
        self.assertEqual(order.parts_state, "coming")
        self._receive(purchase)
        self.assertEqual(order.parts_state, "coming", "it lies in the input")
        self.assertEqual(self._get_awaited(order).service_supply, "coming")
        picking = self._go_on(purchase)
        self.assertEqual(picking.location_dest_id, self.stock)
        self.assertEqual(order.parts_state, "reserved")
        self.assertEqual(older.parts_state, "short")

    def test_three_steps(self):
        older, order, purchase = self._buy_in_steps("three_steps", 2)
        self._receive(purchase)
        self._go_on(purchase)
        self.assertEqual(order.parts_state, "coming", "it is being checked")
        self._go_on(purchase)
        self.assertEqual(order.parts_state, "reserved")
        self.assertEqual(older.parts_state, "short")
        self._finish(order)
        self.assertEqual(self._get_on_hand(), 0)

    def test_who_unpacks_and_checks_is_told_for_whom(self):
        _older, order, purchase = self._buy_in_steps("three_steps")
        receipt = self._receive(purchase)
        awaited = self._get_awaited(order)
        self.assertEqual(awaited.service_vendor_id, self.vendor)
        self.assertEqual(awaited.service_purchase_id, purchase)
        self.assertFalse(awaited.sudo()._may_grow(), "more of it is short by itself")
        checked = self._go_on(purchase)
        moves = receipt.sudo().move_ids + checked.sudo().move_ids
        for move in moves + moves.move_dest_ids:
            self.assertIn(order.name, move.description_picking or "")
        self.assertEqual(self._get_awaited(order).service_purchase_id, purchase)
        with self.mock_notified() as told:
            self._go_on(purchase)
        self.assertIn(self.engineer.partner_id, told.partners)
        self.assertIn(order.name, told.bodies)

    def test_a_part_of_the_delivery_comes_first(self):
        _older, order, purchase = self._buy_in_steps("two_steps", 3)
        self._receive(purchase, 1)
        self._go_on(purchase)
        move = order.sudo().move_ids
        self.assertEqual((move.state, move.quantity), ("partially_available", 1))
        self._receive(purchase)
        self._go_on(purchase)
        self.assertEqual((move.state, move.quantity), ("assigned", 3))

    def test_what_the_check_keeps_back_leaves_the_order_short(self):
        _older, order, purchase = self._buy_in_steps("two_steps")
        self._receive(purchase)
        stored = purchase.sudo().picking_ids.move_ids.move_dest_ids.picking_id
        stored.with_user(self.storekeeper).action_cancel()
        self.assertEqual(order.parts_state, "short")
        self._put_in_stock(2)
        self._get_awaited(order).sudo()._action_assign()
        self.assertEqual(order.parts_state, "reserved")

    def test_a_purchase_called_off_while_it_is_checked(self):
        _older, order, purchase = self._buy_in_steps("two_steps", 2)
        self._receive(purchase, 1)
        purchase.sudo().picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        ).action_cancel()
        self._go_on(purchase)
        move = order.sudo().move_ids
        self.assertEqual(move.quantity, 1)
        self.assertEqual(order.parts_state, "short")

    def test_deliveries_in_steps_do_not_touch_orders(self):
        self.branch.warehouse_id.delivery_steps = "pick_pack_ship"
        self._put_in_stock(1)
        order = self._create_order()
        line = self._add_part(order)
        self.assertEqual(line.parts_state, "reserved")
        self._finish(order)
        self.assertEqual(line.parts_state, "used")
        self.assertEqual(len(line.sudo().move_ids), 1)
        self.assertEqual(self._get_on_hand(), 0)
