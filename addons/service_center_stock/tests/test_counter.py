from ast import literal_eval

from lxml import html

from odoo.tests import tagged

from .common_transfer import TransferCommon


@tagged("post_install", "-at_install")
class TestCounter(TransferCommon):
    """What the storekeeper sees first, and the papers of what he takes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch.parts_steps = "two_steps"
        cls._put_in_stock(5)
        cls.part.default_code = "SCR-X7"
        cls.order = cls._create_order()
        cls.line = cls._add_part(cls.order, 2)

    def _get_tiles(self, user):
        tiles = self.env["service.home"].with_user(user).get_home()["tiles"]
        return {
            tile["key"]: {f["key"]: f for f in tile.get("figures", ())}
            for tile in tiles
        }

    def _take_back(self):
        self.order.with_user(self.storekeeper).action_issue_parts()
        self.line.unlink()
        back = self.order.sudo().move_ids.filtered(lambda m: m.service_use == "back")
        back.with_user(self.storekeeper).action_take_back()
        return back

    def test_a_storekeepers_home_is_a_storekeepers(self):
        self._put_in_stock(3, location=self.other_stock)
        self._create_transfer(
            2,
            user=self.other_keeper,
            branch_id=self.other_branch.id,
            dest_branch_id=self.branch.id,
        ).action_send()
        tiles = self._get_tiles(self.storekeeper)
        self.assertNotIn("my_month", tiles)
        counter = tiles["parts_counter"]
        self.assertEqual(
            {key: figure["value"] for key, figure in counter.items()},
            {"issue": 1, "back": 0, "accept": 1},
        )
        for figure in counter.values():
            found = self.env[figure["action"]["res_model"]].with_user(self.storekeeper)
            self.assertEqual(
                found.search_count(figure["action"]["domain"]), figure["value"]
            )
        for user in (self.desk, self.engineer):
            tiles = self._get_tiles(user)
            self.assertIn("my_month", tiles)
            self.assertNotIn("parts_counter", tiles)

    def test_the_counter_says_what_is_to_be_done(self):
        move = self.line.sudo().move_ids
        self.assertEqual(move.service_task, "issue")
        self.order.with_user(self.storekeeper).action_issue_parts()
        self.line.unlink()
        moves = self.order.sudo().move_ids
        back = moves.filtered(lambda m: m.service_use == "back")
        self.assertEqual(back.service_task, "back")
        back.with_user(self.storekeeper).action_take_back()
        self.assertEqual(set(moves.mapped("service_task")), {False})

    def test_the_counters_list_and_its_figures_are_the_same(self):
        action = self.env.ref("service_center_stock.stock_move_action_counter")
        moves = self.env["stock.move"].with_user(self.storekeeper)
        domain = moves._get_counter_domain("issue") | moves._get_counter_domain("back")
        listed = moves.search(literal_eval(action.domain))
        self.assertEqual(listed, moves.search(domain))
        self.assertTrue(listed)

    def test_what_is_taken_back_has_a_waybill(self):
        back = self._take_back()
        waybill = back.picking_id
        self.assertEqual((waybill.state, waybill.origin), ("done", self.order.name))
        self.assertTrue(waybill.date_done)
        self.assertEqual(back.move_line_ids.picking_id, waybill)
        self.assertEqual(self._get_on_hand(), 5)
        reports = self.env["ir.actions.report"].with_user(self.storekeeper)
        markup, _kind = reports._render_qweb_html(
            "service_center_stock.report_waybill", waybill.ids
        )
        text = " ".join(html.fromstring(markup.decode()).text_content().split())
        for words in (
            "Waybill: return of parts",
            waybill.name,
            self.order.name,
            "SCR-X7",
            "pieces in all: 2",
            "Bench)",
        ):
            self.assertIn(words, text)

    def test_one_waybill_for_all_that_comes_back_of_an_order(self):
        board = self.env["product.product"].create(
            {"name": "Board", "is_storable": True, "tracking": "serial"}
        )
        lot = self.env["stock.lot"].create({"name": "B-7", "product_id": board.id})
        self._put_in_stock(1, product=board, lot_id=lot)
        line = self._add_part(self.order, product=board)
        other = self._create_order(serial="SN-2")
        third = self._add_part(other)
        keeper = (self.order + other).with_user(self.storekeeper)
        keeper.action_issue_parts()
        (self.line + line + third).unlink()
        back = (
            (self.order + other)
            .sudo()
            .move_ids.filtered(lambda m: m.service_use == "back")
        )
        back.with_user(self.storekeeper).action_take_back()
        self.assertEqual(len(back.picking_id), 2)
        self.assertEqual(
            back.filtered(lambda m: m.product_id == board).move_line_ids.lot_id, lot
        )
        self.assertEqual(lot.location_id, self.stock)

    def test_the_order_shows_its_waybills(self):
        mine = self.order.with_user(self.storekeeper)
        self.assertEqual(mine.waybill_count, 0)
        back = self._take_back()
        self.env.invalidate_all()
        self.assertEqual(mine.waybill_count, 2)
        found = self.env["stock.picking"].with_user(self.storekeeper)
        action = mine.action_view_waybills()
        self.assertIn(back.picking_id, found.search(action["domain"]))

    def test_who_buys_for_a_branch_receives_there(self):
        self.storekeeper.group_ids += self.env.ref("purchase.group_purchase_user")
        purchases = self.env["purchase.order"].with_user(self.storekeeper)
        kind = purchases._get_picking_type(self.env.company.id)
        self.assertEqual(kind, self.branch.warehouse_id.in_type_id)
        self.assertTrue(
            self.env["purchase.order"]._get_picking_type(self.env.company.id)
        )
