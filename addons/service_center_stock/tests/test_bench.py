from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestBench(PartsCommon):
    """Two steps: the storekeeper hands parts out, and takes back what is left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch.parts_steps = "two_steps"
        cls._put_in_stock(5)
        cls.order = cls._create_order()
        cls.line = cls._add_part(cls.order, 2)

    def _issue(self, order=None):
        return (order or self.order).with_user(self.storekeeper).action_issue_parts()

    def _get_back(self):
        return self.order.sudo().move_ids.filtered(
            lambda move: move.service_use == "back" and move.state == "assigned"
        )

    def test_parts_are_issued_before_the_repair_is_done(self):
        with self.assertRaisesRegex(UserError, "Not issued to the bench yet"):
            self._finish(self.order)
        self._issue()
        self.assertEqual(self.line.parts_state, "issued")
        self.assertEqual(self._get_on_hand(), 3)
        self.assertEqual(self._get_on_hand(location=self.bench), 2)
        self.assertEqual(self._get_free(location=self.bench), 0)
        self.order.with_user(self.engineer).action_done()
        self.assertEqual(self.line.parts_state, "used")
        self.assertEqual(self._get_on_hand(location=self.bench), 0)

    def test_an_issue_has_a_waybill(self):
        self._issue()
        waybill = self.order.sudo().move_ids.picking_id
        self.assertEqual(waybill.state, "done")
        self.assertEqual(waybill.location_dest_id, self.bench)
        self.assertEqual(waybill.origin, self.order.name)
        self.assertEqual(waybill.move_ids.quantity, 2)

    def test_nothing_is_issued_twice(self):
        self._issue()
        with self.assertRaisesRegex(UserError, "Nothing to issue"):
            self._issue()
        self.assertEqual(self._get_on_hand(), 3)

    def test_only_a_storekeeper_issues(self):
        for user in (self.engineer, self.desk):
            with self.assertRaises(AccessError):
                self.order.with_user(user).action_issue_parts()

    def test_what_is_not_used_goes_back_by_the_storekeepers_hands(self):
        self._issue()
        self.line.unlink()
        back = self._get_back()
        self.assertEqual(back.product_uom_qty, 2)
        self.assertEqual(self._get_on_hand(), 3)
        self.order.refusal_reason = "Too dear"
        self.order.action_refuse()
        with self.assertRaisesRegex(UserError, "Not given back to the stock yet"):
            self.order.action_issue()
        back.with_user(self.storekeeper).action_take_back()
        self.assertEqual(self._get_on_hand(), 5)
        self.assertEqual(self._get_on_hand(location=self.bench), 0)
        self.order.action_issue()

    def test_less_than_issued(self):
        self._issue()
        self.line.quantity = 1
        self.assertEqual(self._get_back().product_uom_qty, 1)
        self.assertEqual(self.line.parts_state, "issued")
        self._get_back().with_user(self.storekeeper).action_take_back()
        self.assertEqual(self._get_on_hand(), 4)
        self.assertEqual(self._get_on_hand(location=self.bench), 1)

    def test_more_than_issued_comes_from_the_stock(self):
        self._issue()
        self.line.quantity = 3
        self.assertEqual(self.line.parts_state, "reserved")
        self.assertEqual(self._get_free(), 2)
        self._issue()
        self.assertEqual(self.line.parts_state, "issued")
        self.assertEqual(self._get_on_hand(location=self.bench), 3)
        self._finish(self.order)
        self.assertEqual(self._get_on_hand(location=self.bench), 0)

    def test_a_part_on_the_bench_is_not_another_orders(self):
        self._issue()
        other = self._add_part(self._create_order(serial="SN-2"), 4)
        self.assertEqual(other.parts_state, "short")
        self.assertEqual(self.line.parts_state, "issued")

    def test_a_serial_number_goes_its_way(self):
        product = self.env["product.product"].create(
            {"name": "Board", "is_storable": True, "tracking": "serial"}
        )
        serials = self.env["stock.lot"].create(
            [{"name": name, "product_id": product.id} for name in ("S1", "S2")]
        )
        for serial in serials:
            self._put_in_stock(1, product=product, lot_id=serial)
        line = self._add_part(self.order, 1, product=product)
        self._issue()
        self.assertEqual(line.sudo().move_ids.lot_ids, serials[0])
        self._finish(self.order)
        self.assertEqual(serials[0].location_id.usage, "customer")
        self.assertEqual(serials[1].location_id, self.stock)
