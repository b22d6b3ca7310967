from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestScan(PartsCommon):
    """A scanned serial number of a part opens what it stands for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.tracking = "serial"
        cls.lot = cls.env["stock.lot"].create(
            {"name": "BRD-0042", "product_id": cls.part.id}
        )
        cls._put_in_stock(1, lot_id=cls.lot)

    def _scan(self, code, user):
        return self.env["service.scan"].with_user(user).resolve(code)

    def _fit(self):
        order = self._create_order()
        line = self._add_part(order)
        line.sudo().move_ids._carry_out()
        self.env.flush_all()
        return order

    def test_a_piece_in_stock_opens_for_the_storekeeper_alone(self):
        for code in ("BRD-0042", "brd-0042", "ИКВ-0042"):
            with self.subTest(code):
                action = self._scan(code, self.storekeeper)
                self.assertEqual(action["res_model"], "stock.lot")
                self.assertEqual(action["res_id"], self.lot.id)
        self.assertFalse(self._scan("BRD-0042", self.engineer))

    def test_a_fitted_piece_opens_the_order_of_its_device(self):
        order = self._fit()
        for user in (self.engineer, self.desk, self.storekeeper):
            action = self._scan("BRD-0042", user)
            self.assertEqual(
                (action["res_model"], action["res_id"]), ("service.order", order.id)
            )
        self.assertFalse(self._scan("BRD-0042", self.stranger))

    def test_a_storekeeper_scans_parts_and_orders(self):
        self.part.barcode = "4820007654321"
        action = self._scan("4820007654321", self.storekeeper)
        self.assertEqual(action["res_id"], self.part.id)
        order = self._create_order()
        self.assertEqual(self._scan(order.code, self.storekeeper)["res_id"], order.id)
