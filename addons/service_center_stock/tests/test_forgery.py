from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_transfer import TransferCommon


@tagged("post_install", "-at_install")
class TestForgery(TransferCommon):
    """What somebody with a role in the stock could send by hand, and is refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_in_stock(10)
        cls.abroad = cls._create_order(
            cls.stranger,
            serial="SN-ABROAD",
            branch_id=cls.other_branch.id,
            user_id=cls.stranger.id,
        )
        cls.order = cls._create_order()

    def _values(self, **vals):
        return {
            "product_id": self.part.id,
            "product_uom_qty": 1,
            "location_id": self.stock.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            **vals,
        }

    def test_no_move_pretends_to_be_an_orders(self):
        """It would keep a device from being handed out, or say a part was fitted."""
        moves = self.env["stock.move"].with_user(self.storekeeper)
        for order in (self.order, self.abroad):
            for vals in (
                {"service_order_id": order.id},
                {"service_order_id": order.id, "service_use": "back"},
                {"service_order_id": order.id, "service_use": "fit"},
                {"service_use": "removed"},
            ):
                with (
                    self.subTest(vals),
                    self.assertRaisesRegex(UserError, "that paper"),
                ):
                    moves.create(self._values(**vals))

    def test_no_move_becomes_an_orders(self):
        move = self.env["stock.move"].with_user(self.storekeeper).create(self._values())
        for vals in (
            {"service_order_id": self.abroad.id},
            {"service_use": "back"},
            {"service_transfer_line_id": self._create_transfer().line_ids.id},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "that paper"):
                move.write(vals)

    def test_parts_are_issued_for_orders_that_one_sees(self):
        moves = self.env["stock.move"].with_user(self.storekeeper)
        vals = {"service_order_id": self.abroad.id, "service_use": "issue"}
        with self.assertRaises(AccessError):
            moves.create(self._values(**vals))

    def test_a_strangers_transfer_is_not_made_smaller(self):
        third = self.env["service.branch"].create({"name": "Dock", "code": "DK"})
        keeper = self._create_user("third_store", "engineer", third)
        keeper.group_ids = self.storekeeper.group_ids
        line = self._send(4).line_ids
        stock = third.warehouse_id.lot_stock_id
        with self.assertRaises(AccessError):
            self.env["stock.move"].with_user(keeper).create(
                self._values(location_id=stock.id, service_transfer_line_id=line.id)
            )
        self._put_in_stock(1, location=stock)
        for user, place in ((keeper, stock), (self.storekeeper, self.stock)):
            scraps = self.env["stock.scrap"].with_user(user)
            vals = {"product_id": self.part.id, "location_id": place.id}
            with self.assertRaisesRegex(UserError, "on the transfer"):
                scraps.create({**vals, "service_transfer_line_id": line.id})
            scrap = scraps.create(vals)
            with self.assertRaisesRegex(UserError, "on the transfer"):
                scrap.service_transfer_line_id = line.id

    def test_a_serial_number_is_changed_where_its_piece_lies(self):
        board = self.env["product.product"].create(
            {"name": "Board", "is_storable": True, "tracking": "serial"}
        )
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": board.id} for name in ("A1", "B1", "C1")]
        )
        self._put_in_stock(1, product=board, lot_id=lots[0])
        self._put_in_stock(1, product=board, lot_id=lots[1], location=self.other_stock)
        mine = lots.with_user(self.storekeeper)
        self.assertEqual(mine.mapped("name"), ["A1", "B1", "C1"])
        mine[0].name = "A2"
        mine[2].name = "C2"
        with self.assertRaises(AccessError):
            mine[1].name = "B2"
        with self.assertRaises(AccessError):
            mine[1].unlink()

    def test_nobody_ticks_a_serial_in_anothers_dialog(self):
        board = self.env["product.product"].create(
            {"name": "Board", "is_storable": True, "tracking": "serial"}
        )
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": board.id} for name in ("A1", "B1")]
        )
        for lot in lots:
            self._put_in_stock(1, product=board, lot_id=lot)
        line = self._add_part(self.order, product=board)
        dialog = (
            self.env["service.part.serial"]
            .with_user(self.storekeeper)
            .create({"line_id": line.id})
        )
        option = {"dialog_id": dialog.id, "name": "B1", "is_chosen": True}
        for user in (self.desk, self.engineer):
            with self.assertRaises(AccessError):
                self.env["service.part.serial.option"].with_user(user).create(option)
