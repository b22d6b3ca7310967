from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_transfer import TransferCommon


@tagged("post_install", "-at_install")
class TestTransfer(TransferCommon):
    """From one branch to another: sent, counted, accepted."""

    def setUp(self):
        super().setUp()
        self._put_in_stock(10)

    def test_parts_sent_and_accepted_change_branches(self):
        transfer = self._send(4)
        self.assertEqual(transfer.state, "sent")
        self.assertEqual(self._get_on_hand(), 6)
        self.assertEqual(self._get_on_hand(location=self.transit), 4)
        self.assertEqual(self._get_on_hand(location=self.other_stock), 0)
        transfer.action_count_all()
        transfer.action_accept()
        self.assertRecordValues(
            transfer, [{"state": "done", "receiver_id": self.other_keeper.id}]
        )
        self.assertEqual(self._get_on_hand(location=self.transit), 0)
        self.assertEqual(self._get_on_hand(location=self.other_stock), 4)

    def test_a_number_is_drawn_and_cannot_be_set(self):
        self.assertRegex(self._create_transfer().name, r"^TR-\d{5}$")
        for field in ("name", "date_sent", "is_cancelled", "state"):
            with self.subTest(field), self.assertRaises(UserError):
                self._create_transfer(**{field: False})

    def test_the_sender_does_not_accept(self):
        transfer = self._count(self._send(), 5)
        for user in (self.storekeeper, self.head, self.desk, self.stranger):
            with self.subTest(user.login), self.assertRaises(UserError):
                transfer.with_user(user).action_accept()
        self.assertEqual(transfer.state, "sent")

    def test_who_works_at_both_may_accept(self):
        self.other_branch.user_ids += self.storekeeper
        transfer = self._count(self._send(), 5).with_user(self.storekeeper)
        transfer.action_accept()
        self.assertEqual(transfer.state, "done")

    def test_the_receiver_does_not_send(self):
        transfer = self._create_transfer(user=self.other_keeper)
        with self.assertRaisesRegex(UserError, "storekeeper of “Station”"):
            transfer.action_send()
        transfer.with_user(self.storekeeper).action_send()
        self.assertEqual(transfer.state, "sent")

    def test_a_manager_looks_but_sends_nothing(self):
        transfer = self._create_transfer()
        mine = transfer.with_user(self.desk)
        self.assertEqual(mine.state, "draft")
        with self.assertRaises(AccessError):
            mine.action_send()
        with self.assertRaises(AccessError):
            mine.note = "Changed"

    def test_only_free_parts_are_sent(self):
        self._add_part(self._create_order(), 7)
        transfer = self._create_transfer(4)
        with self.assertRaises(UserError) as caught:
            transfer.action_send()
        self.assertIn("Screen X7: 3 of 4", str(caught.exception))
        self.assertEqual(transfer.state, "draft")
        transfer.line_ids.quantity = 3
        transfer.action_send()
        self.assertEqual(self._get_on_hand(), 7)

    def test_a_second_click_does_nothing(self):
        transfer = self._create_transfer(4)
        transfer.action_send()
        transfer.action_send()
        self.assertEqual(self._get_on_hand(), 6)
        self.assertEqual(len(transfer.sudo().line_ids.move_ids), 2)
        theirs = self._count(transfer.with_user(self.other_keeper), 4)
        theirs.action_accept()
        theirs.action_accept()
        self.assertEqual(self._get_on_hand(location=self.other_stock), 4)

    def test_more_than_was_sent_is_refused(self):
        transfer = self._count(self._send(4), 5)
        with self.assertRaisesRegex(UserError, "5 counted, but only 4 on the way"):
            transfer.action_accept()

    def test_what_is_missing_needs_a_reason_and_stays_open(self):
        transfer = self._count(self._send(5), 3)
        with self.assertRaisesRegex(UserError, "Less was counted"):
            transfer.action_accept()
        self._count(transfer, 3, "Parcel torn").action_accept()
        self.assertEqual(transfer.state, "short")
        self.assertRecordValues(
            transfer.line_ids,
            [{"quantity_accepted": 3, "quantity_open": 2, "quantity_missing": 2}],
        )
        self.assertEqual(self._get_on_hand(location=self.transit), 2)
        self.assertIn("3 of 5 (Parcel torn)", transfer.message_ids[:1].body)

    def test_nothing_arrived_is_a_difference_too(self):
        """Nothing counted, but a reason: all stays open."""
        transfer = self._count(self._send(5), 0, "No parcel")
        transfer.action_accept()
        self.assertEqual(transfer.line_ids.quantity_open, 5)
        self.assertEqual(self._get_on_hand(location=self.other_stock), 0)

    def test_what_turns_up_is_accepted_later(self):
        transfer = self._count(self._send(5), 3, "Parcel torn")
        transfer.action_accept()
        with self.assertRaisesRegex(UserError, "what turned up"):
            transfer.action_accept()
        self._count(transfer, 2, "Parcel torn").action_accept()
        self.assertEqual(transfer.state, "done")
        self.assertEqual(transfer.line_ids.quantity_missing, 2, "never forgotten")
        self.assertEqual(self._get_on_hand(location=self.other_stock), 5)

    def test_what_is_missing_is_written_off_by_the_head(self):
        transfer = self._count(self._send(5), 3, "Parcel torn")
        transfer.action_accept()
        with self.assertRaisesRegex(UserError, "by the head"):
            transfer.action_write_off()
        with self.assertRaisesRegex(UserError, "by the head"):
            transfer.write_off_reason = "Lost"
        heads = transfer.with_user(self.head)
        with self.assertRaisesRegex(UserError, "Written Off Because"):
            heads.action_write_off()
        heads.write_off_reason = "Courier lost it"
        heads.action_write_off()
        heads.action_write_off()
        self.assertEqual(transfer.state, "done")
        self.assertEqual(transfer.line_ids.quantity_lost, 2)
        self.assertEqual(self._get_on_hand(location=self.transit), 0)
        scrap = self.env["stock.scrap"].search([("origin", "=", transfer.name)])
        self.assertRecordValues(scrap, [{"scrap_qty": 2, "state": "done"}])
        self.assertIn("Courier lost it", scrap.message_ids[:1].body)

    def test_the_sender_takes_back_what_never_left(self):
        transfer = self._count(self._send(5), 3, "Parcel torn")
        transfer.action_accept()
        self._count(transfer, 1, "Parcel torn")
        with self.assertRaisesRegex(UserError, "storekeeper of “Station”"):
            transfer.action_take_back()
        transfer.with_user(self.storekeeper).action_take_back()
        self.assertEqual(transfer.state, "short")
        self.assertEqual(self._get_on_hand(), 6)
        self._count(transfer, 2)
        with self.assertRaisesRegex(UserError, "only 1"):
            transfer.with_user(self.storekeeper).action_take_back()
        # the other one is at the other branch after all
        self._count(transfer, 1).action_accept()
        self.assertEqual(transfer.state, "done")
        self.assertEqual(self._get_on_hand(location=self.other_stock), 4)
        self.assertEqual(self._get_on_hand(location=self.transit), 0)

    def test_all_of_it_is_taken_back(self):
        transfer = self._count(self._send(5), 5).with_user(self.storekeeper)
        transfer.action_take_back()
        self.assertEqual(transfer.state, "done")
        self.assertEqual(transfer.line_ids.quantity_returned, 5)
        self.assertEqual(self._get_on_hand(), 10)

    def test_what_was_sent_is_fixed(self):
        transfer = self._send()
        for vals in ({"dest_branch_id": self.branch.id}, {"order_id": False}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "fixed since"):
                transfer.write(vals)
        line = transfer.line_ids
        with self.assertRaisesRegex(UserError, "fixed since"):
            line.quantity = 1
        with self.assertRaisesRegex(UserError, "fixed since"):
            line.unlink()
        with self.assertRaisesRegex(UserError, "fixed since"):
            transfer.line_ids = [Command.create({"product_id": self.part.id})]
        with self.assertRaisesRegex(UserError, "fixed since"):
            transfer.action_cancel()
        with self.assertRaisesRegex(UserError, "is kept"):
            transfer.unlink()
        with self.assertRaises(UserError):
            line.quantity_accepted = 5

    def test_a_draft_is_cancelled_and_taken_up_again(self):
        transfer = self._create_transfer()
        transfer.action_cancel()
        transfer.action_send()
        self.assertEqual(transfer.state, "cancel")
        transfer.action_draft()
        transfer.action_send()
        self.assertEqual(transfer.state, "sent")

    def test_two_warehouses_of_one_branch(self):
        cellar = self.env["stock.warehouse"].create(
            {"name": "Cellar", "code": "CEL", "service_branch_id": self.branch.id}
        )
        with self.assertRaisesRegex(ValidationError, "one warehouse to another"):
            self._create_transfer(dest_branch_id=self.branch.id)
        with self.assertRaisesRegex(ValidationError, "of the two branches"):
            self._create_transfer(dest_warehouse_id=cellar.id)
        transfer = self._create_transfer(
            dest_branch_id=self.branch.id, dest_warehouse_id=cellar.id
        )
        transfer.action_send()
        self._count(transfer, 5).action_accept()
        self.assertEqual(self._get_on_hand(location=cellar.lot_stock_id), 5)

    def test_quantities_are_above_zero(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_transfer(0)

    def test_the_receivers_are_told_and_done_with_it(self):
        transfer = self._send()
        self.assertEqual(transfer.activity_ids.user_id, self.other_keeper)
        self._count(transfer, 5).action_accept()
        self.assertFalse(transfer.activity_ids)

    def test_odoos_own_buttons_do_not_get_past_it(self):
        """Who accepts in Odoo's stock: the transfer knows; more than sent: refused."""
        transfer = self._send(4)
        moves = transfer.sudo().line_ids._get_incoming()
        picking = moves.picking_id.with_user(self.other_keeper)
        picking.move_ids.quantity = 6
        picking.move_ids.picked = True
        with self.assertRaises(UserError):
            picking._action_done()
        self.env.invalidate_all()
        picking.move_ids.quantity = 3
        picking.move_ids.picked = True
        picking.with_context(cancel_backorder=True)._action_done()
        self.assertEqual(transfer.line_ids.quantity_open, 1)
        self.assertEqual(transfer.state, "short")
        self._count(transfer, 1).action_accept()
        self.assertEqual(transfer.state, "done")
        self.assertEqual(self._get_on_hand(location=self.other_stock), 4)

    def test_another_transfers_parts_are_not_taken(self):
        """More than sent stands in transit, but it is on its way for somebody else."""
        self._send(4)
        transfer = self._send(4)
        picking = (
            transfer.sudo()
            .line_ids._get_incoming()
            .picking_id.with_user(self.other_keeper)
        )
        picking.move_ids.quantity = 6
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "6 counted, but only 4"):
            picking._action_done()

    def test_scanning_adds_parts_and_counts_them(self):
        self.part.write({"barcode": "460000000001", "default_code": "SCR-X7"})
        form = Form(self.env["service.parts.transfer"].with_user(self.storekeeper))
        form.dest_branch_id = self.other_branch
        for code in ("460000000001", "SCR-X7", "ЫСК-Ч7"):
            form.scan = code
        transfer = form.save()
        self.assertRecordValues(
            transfer.line_ids, [{"product_id": self.part.id, "quantity": 3}]
        )
        transfer.action_send()
        with Form(transfer.with_user(self.other_keeper)) as form:
            form.scan = "460000000001"
            form.scan = "460000000001"
        self.assertEqual(transfer.line_ids.quantity_counted, 2)


@tagged("post_install", "-at_install")
class TestTransferOrder(TransferCommon):
    """An order waits at one branch, the part comes from another."""

    def setUp(self):
        super().setUp()
        self._put_in_stock(5)
        self.order = self._create_order(
            self.stranger, branch_id=self.other_branch.id, serial="SN-W"
        )
        self.line = self._add_part(self.order, 2)

    def test_what_arrives_is_the_orders(self):
        self.assertEqual(self.line.parts_state, "short")
        first = self._create_order(
            self.stranger, branch_id=self.other_branch.id, serial="SN-F"
        )
        older = self._add_part(first, 2)
        older.sudo().move_ids.date = "2020-01-01"
        transfer = self._create_transfer(
            2, user=self.other_keeper, order_id=self.order.id
        )
        transfer.with_user(self.storekeeper).action_send()
        self.assertEqual(self.line.parts_state, "coming")
        self._count(transfer, 2).action_accept()
        self.assertEqual(self.line.parts_state, "reserved")
        self.assertEqual(older.parts_state, "short")

    def test_what_was_sent_for_the_order_is_issued_and_fitted(self):
        self.other_branch.parts_steps = "two_steps"
        transfer = self._create_transfer(
            2, user=self.other_keeper, order_id=self.order.id
        )
        transfer.with_user(self.storekeeper).action_send()
        self._count(transfer, 2).action_accept()
        self.order.with_user(self.other_keeper).action_issue_parts()
        self.assertEqual(self.line.parts_state, "issued")
        order = self.order.with_user(self.head)
        order.action_start()
        order.diagnosis = "Screen broken"
        order.action_done()
        self.assertEqual(self.line.parts_state, "used")

    def test_more_than_the_order_needs_is_free(self):
        transfer = self._create_transfer(
            5, user=self.other_keeper, order_id=self.order.id
        )
        transfer.with_user(self.storekeeper).action_send()
        self._count(transfer, 5).action_accept()
        self.assertEqual(self.line.parts_state, "reserved")
        self.assertEqual(self._get_free(location=self.other_stock), 3)

    def test_part_of_it_is_missing_and_the_order_takes_another(self):
        transfer = self._create_transfer(
            2, user=self.other_keeper, order_id=self.order.id
        )
        transfer.with_user(self.storekeeper).action_send()
        self._count(transfer, 1, "Lost").action_accept()
        self.assertEqual(self.line.parts_state, "coming")
        heads = transfer.with_user(self.head)
        heads.write_off_reason = "Lost"
        heads.action_write_off()
        self.assertEqual(self.line.parts_state, "short")
        self._send(1, user=self.storekeeper)
        second = self._create_transfer(1)
        second.action_send()
        self._count(second.with_user(self.other_keeper), 1).action_accept()
        self.assertEqual(self.line.parts_state, "reserved")

    def test_taken_back_the_order_waits_again(self):
        transfer = self._create_transfer(
            2, user=self.other_keeper, order_id=self.order.id
        )
        transfer.with_user(self.storekeeper).action_send()
        self._count(transfer, 2).with_user(self.storekeeper).action_take_back()
        self.assertEqual(self.line.parts_state, "short")
        self._put_in_stock(2, location=self.other_stock)
        self.line.sudo().move_ids._action_assign()
        self.assertEqual(self.line.parts_state, "reserved")

    def test_a_dropped_order_leaves_the_parts_to_the_branch(self):
        transfer = self._create_transfer(
            2, user=self.other_keeper, order_id=self.order.id
        )
        transfer.with_user(self.storekeeper).action_send()
        self.line.unlink()
        self._count(transfer, 2).action_accept()
        self.assertEqual(self._get_free(location=self.other_stock), 2)

    def test_an_order_waiting_without_a_link_is_served_too(self):
        transfer = self._send(2)
        self._count(transfer, 2).action_accept()
        self.assertEqual(self.line.parts_state, "reserved")


@tagged("post_install", "-at_install")
class TestTransferSerial(TransferCommon):
    def test_the_piece_that_is_named_is_the_piece_that_arrives(self):
        board = self.env["product.product"].create(
            {"name": "Board", "is_storable": True, "tracking": "serial"}
        )
        lots = self.env["stock.lot"].create(
            [{"name": f"B-{n}", "product_id": board.id} for n in range(3)]
        )
        for lot in lots:
            self._put_in_stock(1, product=board, lot_id=lot)
        transfer = self._create_transfer(
            line_ids=[Command.create({"product_id": board.id})]
        )
        with self.assertRaisesRegex(UserError, "which piece"):
            transfer.action_send()
        transfer.line_ids.lot_id = lots[2]
        transfer.line_ids = [
            Command.create({"product_id": board.id, "lot_id": lots[1].id})
        ]
        transfer.action_send()
        theirs = transfer.with_user(self.other_keeper)
        theirs.line_ids[0].quantity_counted = 1
        theirs.line_ids[1].reason = "Not in the box"
        theirs.action_accept()
        for place, lot in ((self.other_stock, lots[2]), (self.transit, lots[1])):
            quants = self.env["stock.quant"]._gather(board, place)
            self.assertEqual(quants.filtered("quantity").lot_id, lot)
        head = transfer.with_user(self.head)
        head.write_off_reason = "Lost"
        head.action_write_off()
        self.assertEqual(transfer.state, "done")
