from odoo.tests import tagged

from odoo.addons.service_center_payroll.tests.common import PayCommon
from odoo.addons.service_center_stock.tests.common import PartsCommon


@tagged("post_install", "-at_install")
class TestMargin(PayCommon, PartsCommon):
    """What is paid by the margin follows the stock's own cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.categ_id = cls.env["product.category"].create(
            {"name": "Screens", "property_cost_method": "fifo"}
        )
        cls.rule.write({"kind": "margin", "line_kind": "part", "rate": 10})
        cls._receive(1, 1000)
        cls._receive(5, 4000)

    @classmethod
    def _receive(cls, quantity, cost):
        """Parts come in at so much apiece."""
        vendors = cls.env.ref("stock.stock_location_suppliers")
        move = cls.env["stock.move"].create(
            {
                "product_id": cls.part.id,
                "product_uom_qty": quantity,
                "location_id": vendors.id,
                "location_dest_id": cls.stock.id,
            }
        )
        move._action_confirm()
        move.picked = True
        move._action_done()
        move.value_manual = quantity * cost

    def test_the_margin_is_that_of_the_pieces_used(self):
        first = self._repair(self.part).sudo()
        (earning,) = self._get_earnings(first)
        price = first.line_ids.price_subtotal
        self.assertEqual(first.line_ids.cost, 1000)
        self.assertAlmostEqual(earning.amount, (price - 1000) * 0.1, 2)
        self.assertEqual(first.pay_cost, 1000)
        self.assertAlmostEqual(first.pay_profit, price - 1000 - earning.amount, 2)
        second = self._repair(self.part, serial="PAY-2").sudo()
        self.assertEqual(second.pay_cost, 4000)

    def test_what_the_stock_does_not_keep_costs_what_its_card_says(self):
        self.part.is_storable = False
        self.part.standard_price = 300
        order = self._repair(self.part).sudo()
        self.assertEqual(order.pay_cost, 300)
