from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_transfer import STOREKEEPER, TransferCommon


@tagged("post_install", "-at_install")
class TestTransitRights(TransferCommon):
    """What is between two branches is for these two, and for the head."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_in_stock(10)
        cls.third = cls.env["service.branch"].create({"name": "Dock", "code": "DK"})
        cls.third_keeper = cls._create_user("third_store", "engineer", cls.third)
        cls.third_keeper.group_ids = cls.env.ref(STOREKEEPER)
        cls.third_desk = cls._create_user("third_desk", "manager", cls.third)
        cls.third_engineer = cls._create_user("third_bench", "engineer", cls.third)
        cls.nobodys = new_test_user(
            cls.env,
            "logistics",
            groups="stock.group_stock_manager,purchase.group_purchase_manager",
        )
        cls.strangers = (
            cls.third_keeper + cls.third_desk + cls.third_engineer + cls.nobodys
        )
        cls.ends = cls.storekeeper + cls.other_keeper
        cls.seen_by = cls.ends + cls.head

    def _find(self, model, user, *domain):
        """What this person finds; reading what he finds not is refused as well."""
        self.env.flush_all()
        domain = [("product_id", "=", self.part.id), *domain]
        there = self.env[model].sudo().search(domain)
        mine = self.env[model].with_user(user)
        if not mine.has_access("read"):
            return mine
        found = mine.search(domain)
        for record in there - found:
            with self.assertRaises(AccessError):
                record.with_user(user).read(["product_id"])
        return found

    def _assert_hidden(self, model, *domain):
        there = self._find(model, self.env.user, *domain)
        self.assertTrue(there)
        for user in self.strangers:
            with self.subTest(model, user=user.login):
                self.assertFalse(self._find(model, user, *domain))
        return there

    def test_what_lies_in_transit(self):
        self._send(4)
        place = ("location_id", "=", self.transit.id)
        quants = self._assert_hidden("stock.quant", place)
        for user in self.seen_by:
            self.assertEqual(self._find("stock.quant", user, place), quants)
        self._assert_hidden("report.stock.quantity", ("warehouse_id", "=", False))

    def test_both_ends_see_their_own_moves(self):
        transfer = self._send(4)
        lines = ("service_transfer_line_id", "in", transfer.line_ids.ids)
        moves = self._assert_hidden("stock.move", lines)
        self.assertEqual(len(moves), 2)
        details = self._assert_hidden("stock.move.line", ("move_id", "in", moves.ids))
        for user in self.ends:
            self.assertEqual(len(self._find("stock.move", user, lines)), 1)
        self.assertEqual(self._find("stock.move", self.head, lines), moves)
        self.assertEqual(
            self._find("stock.move.line", self.head, ("move_id", "in", moves.ids)),
            details,
        )
        pickings = moves.picking_id
        for user in self.strangers:
            mine = self.env["stock.picking"].with_user(user)
            if mine.has_access("read"):
                self.assertFalse(mine.search([("id", "in", pickings.ids)]))

    def test_what_was_lost_on_the_way(self):
        transfer = self._count(self._send(5), 4, "Box was open")
        transfer.action_accept()
        lost = transfer.with_user(self.head)
        lost.write_off_reason = "Never found"
        lost.action_write_off()
        lines = ("service_transfer_line_id", "in", transfer.line_ids.ids)
        gone = ("location_dest_id.usage", "=", "inventory")
        moves = self._assert_hidden("stock.move", lines, gone)
        scraps = self._assert_hidden("stock.scrap", lines)
        self._assert_hidden("stock.move.line", ("move_id", "in", moves.ids))
        for user in self.seen_by:
            self.assertEqual(self._find("stock.move", user, lines, gone), moves)
            self.assertEqual(self._find("stock.scrap", user, lines), scraps)

    def test_the_stock_list_tells_of_branches_alone(self):
        self._send(4)
        self.env.flush_all()
        rows = self.env["service.parts.stock"].with_user(self.head)
        found = rows.search([("product_id", "=", self.part.id)])
        self.assertEqual(sum(found.mapped("quantity")), 6, "four are on their way")
        for user in self.third_keeper + self.third_desk + self.third_engineer:
            mine = self._find("service.parts.stock", user)
            self.assertFalse(mine)

    def test_what_no_transfer_brought_there_is_everybodys(self):
        self.transit.active = True
        self._put_in_stock(3, location=self.transit)
        place = ("location_id", "=", self.transit.id)
        self.assertTrue(self._find("stock.quant", self.nobodys, place))

    def test_when_it_has_arrived_nobody_is_kept_out_any_more(self):
        transfer = self._count(self._send(5), 5)
        transfer.action_accept()
        self._put_in_stock(1, location=self.transit)
        place = ("location_id", "=", self.transit.id)
        self.assertTrue(self._find("stock.quant", self.third_keeper, place))
