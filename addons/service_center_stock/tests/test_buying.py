from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_buying import BuyingCommon


@tagged("post_install", "-at_install")
class TestBuying(BuyingCommon):
    """What is bought for an order is bought once and is kept for that order."""

    def test_one_purchase_per_vendor_and_branch(self):
        glass = self.env["product.product"].create(
            {
                "name": "Glass X7",
                "is_storable": True,
                "seller_ids": [Command.create({"partner_id": self.other_vendor.id})],
            }
        )
        self.other_branch.user_ids += self.buyer
        orders = self._create_waiting(serial="SN-1") + self._create_waiting(
            serial="SN-2"
        )
        self._add_part(orders[1], 2, glass)
        abroad = self._create_order(
            self.stranger,
            serial="SN-3",
            branch_id=self.other_branch.id,
            user_id=self.stranger.id,
        )
        self._add_part(abroad, 4)
        purchases = self._buy(orders.sudo() + abroad.sudo())
        here, there = self.branch.warehouse_id, self.other_branch.warehouse_id
        self.assertEqual(
            {
                (
                    p.partner_id,
                    p.picking_type_id,
                    sum(p.order_line.mapped("product_qty")),
                )
                for p in purchases
            },
            {
                (self.vendor, here.in_type_id, 2),
                (self.other_vendor, here.in_type_id, 2),
                (self.vendor, there.in_type_id, 4),
            },
        )
        mine = purchases.filtered(
            lambda p: (
                p.partner_id == self.vendor and p.picking_type_id == here.in_type_id
            )
        )
        self.assertEqual(mine.order_line.mapped("price_unit"), [1900, 1900])
        self.assertEqual(mine.state, "draft")
        self.assertEqual(mine.origin, f"{orders[0].name}, {orders[1].name}")

    def test_a_second_click_buys_nothing_twice(self):
        order = self._create_waiting()
        purchase = self._buy(order)
        self.assertEqual(self._buy(order), purchase)
        self.assertEqual(len(purchase.order_line), 1)
        purchase.button_confirm()
        self.assertEqual(self._buy(order), purchase)

    def test_a_request_that_is_not_sent_yet_is_gone_on_with(self):
        first, second = (self._create_waiting(serial=f"SN-{n}") for n in (1, 2))
        purchase = self._buy(first)
        self.assertEqual(self._buy(second), purchase)
        self.assertEqual(len(purchase.order_line), 2)
        self.assertEqual(purchase.origin, f"{first.name}, {second.name}")
        purchase.button_confirm()
        third = self._create_waiting(serial="SN-3")
        self.assertNotEqual(self._buy(third), purchase)

    def test_a_draft_made_for_the_stock_is_left_alone(self):
        stock = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "user_id": self.buyer.id,
                "picking_type_id": self.branch.warehouse_id.in_type_id.id,
                "order_line": [Command.create({"product_id": self.part.id})],
            }
        )
        self.assertNotEqual(self._buy(self._create_waiting()), stock)

    def test_buying_changes_the_row_that_decides(self):
        """Two buyers at once: the second finds the row changed and begins anew."""
        move = self._get_awaited(self._create_waiting())
        before = self._get_row_version(move)
        move.sudo()._claim_for_purchase()
        self.assertNotEqual(self._get_row_version(move), before)

    def _get_row_version(self, move):
        self.env.flush_all()
        query = SQL("SELECT ctid FROM stock_move WHERE id = %s", move.id)
        return self.env.execute_query(query)

    def test_from_the_button_of_the_order(self):
        order = self._create_waiting(2)
        action = order.with_user(self.buyer).action_buy_parts()
        purchase = self.env["purchase.order"].browse(action["res_id"])
        self.assertEqual(purchase.order_line.product_qty, 2)

    def test_without_vendor_a_clear_sentence(self):
        self.part.seller_ids.unlink()
        order = self._create_waiting()
        with self.assertRaisesRegex(
            UserError, "No vendor is known for: Screen X7. Add"
        ):
            self._buy(order)

    def test_who_may_not_buy_is_told_so(self):
        order = self._create_waiting()
        moves = self._get_awaited(order)
        for user in (self.storekeeper, self.desk):
            with self.assertRaisesRegex(UserError, "You may not buy"):
                moves.with_user(user).action_buy_parts()
            with self.assertRaisesRegex(UserError, "You may not buy"):
                order.with_user(user).action_buy_parts()
        with self.assertRaises(AccessError):
            moves.with_user(self.engineer).action_buy_parts()

    def test_nothing_to_buy(self):
        self._put_in_stock(1)
        order = self._create_waiting()
        moves = order.sudo().move_ids.with_user(self.buyer)
        with self.assertRaisesRegex(UserError, "nothing to buy"):
            moves.action_buy_parts()

    def test_supply_says_how_far_it_is(self):
        order = self._create_waiting()
        move = self._get_awaited(order)
        self.assertEqual((move.service_supply, move.service_missing), ("short", 1))
        self.assertEqual(move.service_vendor_id, self.vendor)
        purchase = self._buy(order)
        self.assertEqual(move.service_supply, "asked")
        self.assertEqual(move.service_purchase_id, purchase)
        self.assertEqual(order.parts_state, "short")
        purchase.button_confirm()
        self.assertEqual(move.service_supply, "coming")
        self.assertEqual(move.service_date_expected, purchase.order_line.date_planned)
        self.assertEqual(order.parts_state, "coming")
        self._receive(purchase)
        self.assertEqual(order.parts_state, "reserved")
        self.assertFalse(move.service_supply)
        self.assertFalse(move.service_missing)
        self.assertFalse(move.service_vendor_id)

    def test_the_receipt_is_for_exactly_the_order(self):
        older = self._create_waiting(serial="SN-OLD", priority="1")
        newer = self._create_waiting(serial="SN-NEW")
        purchase = self._buy(newer)
        purchase.button_confirm()
        self._receive(purchase)
        self.assertEqual(newer.parts_state, "reserved")
        self.assertEqual(older.parts_state, "short")
        self.assertTrue(self._get_activities(newer, "parts_arrived"))

    def test_the_receipt_says_who_its_parts_are_for(self):
        order = self._create_waiting()
        purchase = self._buy(order)
        purchase.button_confirm()
        receipt = purchase.sudo().picking_ids
        self.assertIn(f"For order {order.name}", receipt.move_ids.description_picking)
        with self.mock_notified() as told:
            self._receive(purchase, user=self.buyer)
        self.assertIn(order.name, str(receipt.message_ids.mapped("body")))
        self.assertIn("Screen X7 × 1", str(order.sudo().message_ids.mapped("body")))
        self.assertIn(self.engineer.partner_id, told.partners)
        self.assertIn(self.storekeeper.partner_id, told.partners)

    def test_the_printed_receipt_says_so_too(self):
        order = self._create_waiting()
        purchase = self._buy(order)
        purchase.button_confirm()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "stock.action_report_picking", purchase.sudo().picking_ids.ids
        )
        self.assertIn(f"For order {order.name}", html.decode())

    def test_more_than_needed_goes_to_the_stock(self):
        order = self._create_waiting()
        purchase = self._buy(order)
        purchase.order_line.product_qty = 5
        purchase.button_confirm()
        self._receive(purchase)
        self.assertEqual(order.parts_state, "reserved")
        self.assertEqual(self._get_free(), 4)

    def test_a_purchase_called_off_leaves_the_part_short(self):
        for confirm in (False, True):
            with self.subTest(confirmed=confirm):
                order = self._create_waiting(serial=f"SN-{confirm}")
                purchase = self._buy(order)
                if confirm:
                    purchase.button_confirm()
                purchase.button_cancel()
                move = self._get_awaited(order)
                self.assertEqual(move.service_supply, "short")
                self.assertEqual(move.procure_method, "make_to_stock")
                self.assertFalse(move.service_purchase_id)
                self.assertNotEqual(self._buy(order), purchase)

    def test_a_purchase_called_off_lets_the_order_have_what_came_meanwhile(self):
        order = self._create_waiting()
        purchase = self._buy(order)
        self._put_in_stock(1)
        purchase.button_cancel()
        self.assertEqual(order.parts_state, "reserved")

    def test_a_line_taken_off_the_request_leaves_the_part_short(self):
        order = self._create_waiting()
        purchase = self._buy(order)
        purchase.order_line.unlink()
        self.assertEqual(self._get_awaited(order).service_supply, "short")
        self.assertEqual(self._get_awaited(order).procure_method, "make_to_stock")

    def test_a_partial_receipt_keeps_what_came(self):
        order = self._create_waiting(3)
        purchase = self._buy(order)
        purchase.button_confirm()
        self._receive(purchase, 1)
        move = self._get_awaited(order)
        self.assertEqual((move.quantity, move.service_missing), (1, 2))
        self.assertEqual(order.parts_state, "coming")
        self._receive(purchase)
        self.assertEqual(order.parts_state, "reserved")

    def test_after_a_partial_receipt_the_rest_is_taken_from_stock(self):
        order = self._create_waiting(2)
        purchase = self._buy(order)
        purchase.button_confirm()
        self._receive(purchase, 1)
        purchase.sudo().picking_ids.filtered(
            lambda p: p.state != "done"
        ).action_cancel()
        move = self._get_awaited(order).with_user(self.storekeeper)
        self.assertEqual(move.service_supply, "short")
        with self.assertRaisesRegex(UserError, "Screen X7: 1 needed, 0 free"):
            move.action_take_from_stock()
        self._put_in_stock(1)
        move.action_take_from_stock()
        self.assertEqual(order.parts_state, "reserved")
        self.assertEqual(self._get_free(), 0)

    def test_after_a_partial_receipt_the_rest_is_bought_elsewhere(self):
        order = self._create_waiting(3)
        purchase = self._buy(order)
        purchase.button_confirm()
        self._receive(purchase, 1)
        purchase.sudo().picking_ids.filtered(
            lambda p: p.state != "done"
        ).action_cancel()
        again = self._buy(order)
        self.assertNotEqual(again, purchase)
        self.assertEqual(again.order_line.product_qty, 2)
        again.button_confirm()
        self._receive(again)
        self.assertEqual(order.parts_state, "reserved")
        self._finish_waiting(order)
        self.assertEqual(self._get_on_hand(), 0)

    def _finish_waiting(self, order):
        order.action_start()
        order.diagnosis = "Broken screen"
        order.action_done()

    def test_only_what_is_missing_is_bought(self):
        self._put_in_stock(2)
        order = self._create_waiting(5)
        purchase = self._buy(order)
        self.assertEqual(purchase.order_line.product_qty, 3)
        self.assertEqual(self._get_free(), 0)
        purchase.button_confirm()
        self.assertEqual(purchase.sudo().picking_ids.move_ids.product_uom_qty, 3)
        self.assertEqual(order.parts_state, "coming")
        self._receive(purchase)
        self.assertEqual(order.parts_state, "reserved")
        self.assertEqual(sum(order.sudo().move_ids.mapped("product_uom_qty")), 5)
        self._finish_waiting(order)
        self.assertEqual(order.parts_state, "used")
        self.assertEqual(self._get_on_hand(), 0)

    def test_taking_from_stock_lets_the_purchase_serve_the_next(self):
        order = self._create_waiting(serial="SN-1")
        purchase = self._buy(order)
        purchase.button_confirm()
        self._put_in_stock(1)
        self._get_awaited(order).action_take_from_stock()
        self.assertEqual(order.parts_state, "reserved")
        following = self._create_waiting(serial="SN-2")
        self._receive(purchase)
        self.assertEqual(following.parts_state, "reserved")

    def test_a_part_taken_off_before_it_came_serves_the_next_who_waits(self):
        order = self._create_waiting(serial="SN-1")
        waiting = self._create_waiting(serial="SN-2")
        purchase = self._buy(order)
        purchase.button_confirm()
        order.line_ids.unlink()
        self._receive(purchase)
        self.assertEqual(waiting.parts_state, "reserved")
        self.assertTrue(self._get_activities(waiting, "parts_arrived"))

    def test_another_quantity_keeps_the_purchase(self):
        order = self._create_waiting(2)
        competitor = self._create_waiting(serial="SN-2", priority="1")
        purchase = self._buy(order)
        purchase.button_confirm()
        order.line_ids.quantity = 3
        self.assertEqual(order.parts_state, "short")
        self.assertEqual(
            self._get_awaited(order).mapped("service_supply"), ["coming", "short"]
        )
        order.line_ids.quantity = 1
        self.assertEqual(order.parts_state, "coming")
        self.assertEqual(self._get_awaited(order).service_missing, 1)
        self._receive(purchase)
        self.assertEqual(order.parts_state, "reserved")
        self.assertEqual(sum(order.sudo().move_ids._get_open().mapped("quantity")), 1)
        self.assertEqual(competitor.parts_state, "reserved")

    def test_a_larger_quantity_is_not_hidden_by_an_open_request(self):
        order = self._create_waiting(2)
        purchase = self._buy(order)
        order.line_ids.quantity = 3
        self.assertEqual(
            sorted(self._get_awaited(order).mapped("service_supply")),
            ["asked", "short"],
        )
        self.assertEqual(self._buy(order), purchase)
        self.assertEqual(purchase.order_line.mapped("product_qty"), [2, 1])

    def test_a_receipt_on_a_shelf_serves_an_order_on_the_stock(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf 1", "location_id": self.stock.id}
        )
        order = self._create_waiting()
        receipts = self.branch.warehouse_id.in_type_id
        move = self.env["stock.move"].create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 1,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": shelf.id,
                "picking_type_id": receipts.id,
            }
        )
        move._action_confirm()
        move.write({"quantity": 1, "picked": True})
        move.picking_id.with_user(self.storekeeper)._action_done()
        self.assertEqual(order.parts_state, "reserved")

    def test_a_buyer_of_another_branch_cannot_part_order_and_purchase(self):
        order = self._create_waiting()
        purchase = self._buy(order)
        abroad = self._create_user("abroad", "engineer", self.other_branch)
        abroad.group_ids = self.buyer.group_ids
        self.env.flush_all()
        for act in ("button_confirm", "button_cancel", "unlink"):
            self.env.invalidate_all()
            lines = purchase.order_line.with_user(abroad)
            with self.assertRaises(AccessError), self.cr.savepoint():
                getattr(lines if act == "unlink" else lines.order_id, act)()
        self.assertEqual(self._get_awaited(order).service_supply, "asked")
        purchase.button_confirm()
        self.assertEqual(order.parts_state, "coming")

    def test_bought_for_the_order_issued_to_the_bench_and_fitted(self):
        self.branch.parts_steps = "two_steps"
        order = self._create_waiting(2)
        line = order.line_ids
        purchase = self._buy(order)
        purchase.button_confirm()
        self._receive(purchase)
        self.assertEqual(line.parts_state, "reserved")
        order.with_user(self.storekeeper).action_issue_parts()
        self.assertEqual(line.parts_state, "issued")
        self.assertEqual(self._get_free(location=self.bench), 0)
        # sudo: looked at from outside; an engineer reads no moves
        fit = order.sudo().move_ids._get_open_fits()
        self.assertTrue(fit._is_bought(), "the order still knows its purchase")
        order.action_start()
        order.diagnosis = "Screen broken"
        order.with_user(self.engineer).action_done()
        self.assertEqual(line.parts_state, "used")
        self.assertEqual(self._get_on_hand(location=self.bench), 0)

    def test_bought_issued_and_not_needed(self):
        self.branch.parts_steps = "two_steps"
        order = self._create_waiting(2)
        purchase = self._buy(order)
        purchase.button_confirm()
        self._receive(purchase)
        order.with_user(self.storekeeper).action_issue_parts()
        order.line_ids.quantity = 1
        self.assertEqual(order.line_ids.parts_state, "issued")
        order.line_ids.unlink()
        # sudo: looked at from outside; an engineer reads no moves
        back = order.sudo().move_ids.filtered(
            lambda m: m.service_use == "back" and m.state == "assigned"
        )
        self.assertEqual(sum(back.mapped("product_uom_qty")), 2)
        back.with_user(self.storekeeper).action_take_back()
        self.assertEqual(self._get_on_hand(location=self.bench), 0)
        self.assertEqual(self._get_free(), 2)
