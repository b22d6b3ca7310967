from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_returns import ReturnsCommon


@tagged("post_install", "-at_install")
class TestSerials(ReturnsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board.list_price = 9000
        cls.lots = cls._put_serials("B-1", "B-2", "B-3")

    def _line(self, quantity=1, **vals):
        return self._add_part(self._create_order(**vals), quantity, product=self.board)

    def test_a_line_says_which_serial_it_has(self):
        line = self._line()
        self.assertEqual(line.serials, "B-1")
        self.assertEqual(line.with_user(self.engineer).serials, "B-1")
        self._finish(line.order_id)
        self.assertEqual(line.serials, "B-1")
        self.assertFalse(line.is_serial_open)

    def test_another_free_serial_is_taken_by_scanning(self):
        for user in (self.engineer, self.storekeeper, self.desk):
            line = self._line(serial=f"SN-{user.login}")
            free = line.sudo()._get_free_lots()
            last = [lot.name for lot in free][-1]
            action = line.with_user(user).action_choose_serial()
            dialog = (
                self.env[action["res_model"]].with_user(user).browse(action["res_id"])
            )
            with Form(dialog) as form:
                form.scan = last.lower()
            dialog.action_take()
            self.assertEqual(line.serials, last)
            self.assertEqual(line.parts_state, "reserved")
            line.unlink()

    def test_the_repair_uses_the_chosen_serial(self):
        line = self._line()
        line._take_serials(["B-3"])
        self._finish(line.order_id)
        used = line.sudo().move_ids.move_line_ids
        self.assertEqual((used.lot_id, used.state), (self.lots[2], "done"))
        self.assertEqual(self.lots[0].location_id, self.stock)

    def test_a_serial_kept_for_another_order_is_not_taken(self):
        line, other = self._line(), self._line(serial="SN-2")
        self.assertEqual(other.serials, "B-2")
        with self.assertRaisesRegex(UserError, "B-2.*not free"):
            line._take_serials(["B-2"])
        self.assertEqual((line.serials, other.serials), ("B-1", "B-2"))
        self.env["stock.quant"].flush_model()
        quants = self.env["stock.quant"]._gather(self.board, self.stock)
        self.assertFalse(quants.filtered(lambda q: q.reserved_quantity > q.quantity))

    def test_a_serial_of_another_branch_or_product_is_not_taken(self):
        line = self._line()
        far = self.other_branch.warehouse_id.lot_stock_id
        lot = self.env["stock.lot"].create({"name": "FAR", "product_id": self.board.id})
        self._put_in_stock(1, self.board, far, lot_id=lot)
        for name in ("FAR", "NONE"):
            with self.assertRaisesRegex(UserError, "not free"):
                line._take_serials([name])

    def test_no_more_serials_than_pieces(self):
        line = self._line(2)
        with self.assertRaisesRegex(UserError, "3 serials for a quantity of 2"):
            line._take_serials(["B-1", "B-2", "B-3"])
        line._take_serials(["B-3"])
        self.assertEqual(line.serials, "B-3, B-1", "the rest as it comes")

    def test_the_dialog_is_its_makers_alone(self):
        line = self._line(engineer_id=self.engineer.id)
        action = line.with_user(self.engineer).action_choose_serial()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        with self.assertRaises(AccessError):
            dialog.with_user(self.desk).action_take()
        for user in (self.colleague, self.stranger):
            with self.assertRaises(AccessError):
                self.env[action["res_model"]].with_user(user).create(
                    {"line_id": line.id}
                )

    def test_an_issued_orders_serials_stay(self):
        line = self._line()
        self._finish(line.order_id).with_user(self.desk).action_issue()
        with self.assertRaisesRegex(UserError, "issued to the customer"):
            line._take_serials(["B-2"])

    def test_an_order_is_found_by_the_serial_of_its_part(self):
        line = self._line(engineer_id=self.engineer.id)
        orders = self.env["service.order"]
        for user, found in (
            (self.desk, line.order_id),
            (self.engineer, line.order_id),
            (self.colleague, orders),
            (self.stranger, orders),
        ):
            hits = orders.with_user(user).search([("display_name", "ilike", "b-1")])
            self.assertEqual(hits, found, user.login)

    def test_papers_name_the_serial_below_the_part(self):
        line = self._line()
        order = line.order_id
        reports = self.env["ir.actions.report"].with_user(self.desk)

        def printed(name):
            report = f"service_center.report_{name}"
            return reports._render_qweb_html(report, order.ids)[0].decode()

        for name in ("work_order", "worksheet"):
            self.assertIn("B-1", printed(name))
        self._finish(order).with_user(self.desk).action_issue()
        for name in ("act", "warranty"):
            self.assertIn("B-1", printed(name))

    def test_a_serial_knows_every_device_it_sat_in(self):
        line = self._line(engineer_id=self.engineer.id)
        order, lot = line.order_id, self.lots[0]
        self.assertFalse(lot.service_fitting_ids)
        self._finish(order)
        self.env.invalidate_all()
        sat = lot.service_fitting_ids
        self.assertEqual((sat.device_id, sat.order_id), (order.device_id, order))
        self.assertEqual(sat.fitted_by_id, self.engineer)
        self.assertTrue(sat.is_inside)
        self.assertEqual(order.device_id.part_fitting_ids, sat)

        later = self._create_order()
        self.assertEqual(later.device_id, order.device_id)
        self._remove_part(later, product_id=self.board.id, serial="B-1", fate="vendor")
        self.env.invalidate_all()
        self.assertFalse(sat.is_inside)
        self.assertEqual(sat.removed_order_id, later)
        self.assertEqual(sat.removed_by_id, self.engineer)

    def test_a_part_given_back_is_not_inside_any_more(self):
        line = self._line()
        self._finish(line.order_id)
        line.with_user(self.desk).unlink()
        self.env.invalidate_all()
        self.assertFalse(self.lots[0].service_fitting_ids.is_inside)

    def test_of_several_serials_the_right_ones_come_back(self):
        line = self._line(3)
        self._finish(line.order_id)
        line.quantity = 2
        self.assertEqual(line.serials, "B-1, B-2")
        self.assertEqual(self.lots[2].location_id, self.stock)
        line.quantity = 1
        self.assertEqual(line.serials, "B-1")
        self.assertEqual(self._get_on_hand(self.board), 2)

    def test_vendor_and_his_warranty_stand_with_the_serial(self):
        self.board.service_vendor_warranty_days = 90
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "picking_type_id": self.branch.warehouse_id.in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.board.id,
                            "product_qty": 1,
                            "price_unit": 4444,
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        receipt = purchase.picking_ids
        receipt.move_ids.move_line_ids.write({"lot_name": "NEW-1", "quantity": 1})
        receipt.move_ids.picked = True
        receipt.button_validate()
        lot = self.env["stock.lot"].search([("name", "=", "NEW-1")])
        self.assertEqual(lot.service_vendor_id, self.vendor)
        self.assertTrue(lot.service_vendor_warranty)
        line = self._line()
        line._take_serials(["NEW-1"])
        self._finish(line.order_id)
        self.env.invalidate_all()
        self.assertEqual(lot.service_fitting_ids.vendor_id, self.vendor)
        self.assertEqual(
            lot.service_fitting_ids.vendor_warranty, lot.service_vendor_warranty
        )
        dead = self._put_serials("B-X")
        claim = self._create_claim()
        self.assertEqual(
            self._claim_part(claim, self.board, serial=dead.name).price_unit, 4800
        )

    def test_fittings_are_seen_in_the_branch(self):
        line = self._line(engineer_id=self.engineer.id)
        self._finish(line.order_id)
        self.env.invalidate_all()
        fittings = self.env["service.part.fitting"]
        for user in (self.colleague, self.desk, self.storekeeper, self.head):
            self.assertTrue(fittings.with_user(user).search([]))
        self.assertFalse(fittings.with_user(self.stranger).search([]))
        with self.assertRaises(AccessError):
            fittings.with_user(self.outsider).search([])
