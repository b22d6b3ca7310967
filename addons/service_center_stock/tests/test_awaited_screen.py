from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from odoo.addons.service_center.tests.webclient import get_arch, get_spec

from .common_buying import BuyingCommon


@tagged("post_install", "-at_install")
class TestAwaitedScreen(BuyingCommon):
    """One screen of all awaited parts, for those who care for them."""

    def _search(self, user, domain=()):
        return (
            self.env["stock.move"]
            .with_user(user)
            .search([("service_supply", "!=", False), *domain])
        )

    def _create_abroad(self):
        order = self._create_order(
            self.stranger,
            serial="SN-ABROAD",
            branch_id=self.other_branch.id,
            user_id=self.stranger.id,
        )
        self._add_part(order)
        return order

    def test_storekeeper_and_manager_see_the_parts_of_their_branch(self):
        mine = self._get_awaited(self._create_waiting())
        foreign = self._get_awaited(self._create_abroad())
        for user in (self.storekeeper, self.desk):
            self.assertEqual(self._search(user), mine)
            with self.assertRaises(AccessError):
                foreign.with_user(user).read(["service_missing"])
        self.assertEqual(self._search(self.head), mine | foreign)

    def test_a_manager_reads_and_changes_nothing(self):
        move = self._get_awaited(self._create_waiting()).with_user(self.desk)
        with self.assertRaises(AccessError):
            move.product_uom_qty = 7
        with self.assertRaises(AccessError):
            move.action_take_from_stock()

    def test_a_manager_sees_no_other_moves_of_the_stock(self):
        receipt = self.env["stock.move"].create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 1,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.stock.id,
            }
        )
        self.assertNotIn(
            receipt, self.env["stock.move"].with_user(self.desk).search([])
        )
        self.assertIn(
            receipt, self.env["stock.move"].with_user(self.storekeeper).search([])
        )
        both = self._create_user("both", "manager", self.branch)
        both.group_ids += self.storekeeper.group_ids
        self.assertIn(receipt, self.env["stock.move"].with_user(both).search([]))

    def test_an_engineer_does_not_see_the_screen(self):
        move = self._get_awaited(self._create_waiting()).with_user(self.engineer)
        with self.assertRaises(AccessError):
            move.read(["product_id"])
        menu = self.env.ref("service_center_stock.stock_move_menu_awaited")
        self.assertNotIn(menu.id, self._get_menus(self.engineer))
        for user in (self.storekeeper, self.desk, self.head):
            self.assertIn(menu.id, self._get_menus(user))

    def _get_menus(self, user):
        return self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

    def test_every_view_shows_to_everybody_who_may_see_it(self):
        order = self._create_waiting(date_promised=self._in_days(2))
        self._buy(order).button_confirm()
        for user in (self.storekeeper, self.desk, self.buyer, self.head):
            moves = self.env["stock.move"].with_user(user)
            for kind in ("list", "kanban"):
                view = f"service_center_stock.stock_move_view_{kind}_awaited"
                spec = get_spec(moves, get_arch(moves, kind, view))
                [row] = moves.web_search_read([("service_supply", "!=", False)], spec)[
                    "records"
                ]
                self.assertEqual(row["service_missing"], 1)
                self.assertEqual(row["service_order_id"]["display_name"], order.name)

    def test_filters_and_groups(self):
        late = self._create_waiting(serial="SN-LATE", date_promised=self._in_days(-1))
        coming = self._create_waiting(serial="SN-C", date_promised=self._in_days(1))
        self._buy(coming).button_confirm()
        fine = self._create_waiting(serial="SN-F", date_promised=self._in_days(9))
        moves = self.env["stock.move"].with_user(self.desk)
        view = "service_center_stock.stock_move_view_search_awaited"
        arch = get_arch(moves, "search", view)
        found = {
            node.get("name"): self._search(
                self.desk, safe_eval(node.get("domain"), {"uid": self.desk.id})
            ).service_order_id
            for node in arch.iter("filter")
            if node.get("domain")
        }
        self.assertEqual(found["short"], (late + fine).with_user(self.desk).sorted())
        self.assertEqual(found["coming"], coming)
        self.assertEqual(found["late"], (late + coming).sorted())
        self.assertFalse(found["overdue"] + found["asked"] + found["no_vendor"])
        for node in arch.iter("filter"):
            if not node.get("domain"):
                group = safe_eval(node.get("context"))["group_by"]
                groups = moves.formatted_read_group(
                    [("service_supply", "!=", False)], [group], ["service_missing:sum"]
                )
                self.assertEqual(sum(each["service_missing:sum"] for each in groups), 3)

    def test_another_vendor_of_the_product_shows_at_once(self):
        move = self._get_awaited(self._create_waiting())
        self.part.seller_ids.partner_id = self.other_vendor
        self.assertEqual(move.service_vendor_id, self.other_vendor)
        self.part.seller_ids.unlink()
        self.assertFalse(move.service_vendor_id)

    def test_the_home_screen_counts_what_its_lists_show(self):
        self._create_waiting(serial="SN-1", date_promised=self._in_days(-1))
        coming = self._create_waiting(serial="SN-2")
        self._buy(coming).button_confirm()
        self._create_abroad()
        for user in (self.storekeeper, self.desk):
            tile = self._get_tile(user)
            figures = {figure["key"]: figure for figure in tile["figures"]}
            self.assertEqual(
                {key: figure["value"] for key, figure in figures.items()},
                {"short": 1, "asked": 0, "coming": 1, "late": 1},
            )
            for figure in figures.values():
                action = figure["action"]
                listed = self.env[action["res_model"]].with_user(user)
                self.assertEqual(listed.search_count(action["domain"]), figure["value"])
        self.assertFalse(self._get_tile(self.engineer))

    def _get_tile(self, user):
        tiles = self.env["service.home"].with_user(user).get_home()["tiles"]
        return next((tile for tile in tiles if tile["key"] == "awaited_parts"), None)

    def test_the_list_asks_as_much_for_a_full_page_as_for_a_row(self):
        moves = self.env["stock.move"].with_user(self.desk)
        view = "service_center_stock.stock_move_view_list_awaited"
        spec = get_spec(moves, get_arch(moves, "list", view))
        counts = []
        for number in (2, 40):
            for each in range(number):
                order = self._create_order(serial=f"SN-{number}-{each}")
                self._add_part(order)
            for _twice in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                moves.web_search_read([("service_supply", "!=", False)], spec, limit=80)
                counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[3])
        self.assertLessEqual(counts[3], 12)

    def test_the_screen_is_found_by_an_index_of_the_awaited_alone(self):
        self.env.cr.execute(
            SQL(
                "SELECT indexdef FROM pg_indexes WHERE tablename = 'stock_move' "
                "AND indexdef LIKE '%%service_supply%%'"
            )
        )
        self.assertIn("IS NOT NULL", str(self.env.cr.fetchall()))
