from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_transfer import TransferCommon


@tagged("post_install", "-at_install")
class TestBranchRights(TransferCommon):
    """A person sees and moves stock of his branches only, whatever role he has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_in_stock(10)
        cls._put_in_stock(10, location=cls.other_stock)
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})
        cls.buyer = new_test_user(
            cls.env,
            "buyer",
            groups="stock.group_stock_manager,purchase.group_purchase_manager",
        )

    def _values(self, model, branch):
        """A record of each model that tells of a branch's stock."""
        warehouse = branch.warehouse_id
        stock, kind = warehouse.lot_stock_id, warehouse.out_type_id
        customers = self.env.ref("stock.stock_location_customers")
        move = {
            "product_id": self.part.id,
            "product_uom_qty": 1,
            "product_uom": self.part.uom_id.id,
            "location_id": stock.id,
            "location_dest_id": customers.id,
        }
        return {
            "stock.picking": {
                "picking_type_id": kind.id,
                "location_id": stock.id,
                "location_dest_id": customers.id,
            },
            "stock.move": move,
            "stock.move.line": {
                "product_id": self.part.id,
                "product_uom_id": self.part.uom_id.id,
                "quantity": 1,
                "location_id": stock.id,
                "location_dest_id": customers.id,
                "company_id": branch.company_id.id,
            },
            "stock.warehouse.orderpoint": {
                "product_id": self.part.id,
                "warehouse_id": warehouse.id,
                "location_id": stock.id,
            },
            "stock.scrap": {"product_id": self.part.id, "location_id": stock.id},
            "purchase.order": {
                "partner_id": self.vendor.id,
                "picking_type_id": warehouse.in_type_id.id,
                "order_line": [
                    Command.create({"product_id": self.part.id, "price_unit": 7})
                ],
            },
        }[model]

    MODELS = (
        "stock.picking",
        "stock.move",
        "stock.move.line",
        "stock.warehouse.orderpoint",
        "stock.scrap",
        "purchase.order",
    )

    def _make(self, model, branch, user=None):
        records = self.env[model].with_user(user) if user else self.env[model]
        return records.create(self._values(model, branch))

    def test_each_sees_what_is_of_his_branch(self):
        for model in self.MODELS:
            mine = self._make(model, self.branch)
            theirs = self._make(model, self.other_branch)
            ids = (mine + theirs).ids
            for user, seen in (
                (self.storekeeper, mine),
                (self.other_keeper, theirs),
                (self.head, mine + theirs),
                (self.buyer, mine.browse()),
            ):
                with self.subTest(model, user=user.login):
                    found = self.env[model].with_user(user)
                    if not found.has_access("read"):
                        continue  # a storekeeper without a role in purchase
                    self.assertEqual(found.search([("id", "in", ids)]), seen)
                    for record in (mine + theirs) - seen:
                        with self.assertRaises(AccessError):
                            record.with_user(user).read(["create_date"])

    def test_nobody_makes_or_changes_what_is_another_branchs(self):
        people = self.storekeeper + self.buyer
        for model in self.MODELS:
            for user in people:
                with (
                    self.subTest(model, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    self._make(model, self.other_branch, user)
            theirs = self._make(model, self.other_branch)
            for user in people:
                with (
                    self.subTest(model, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    theirs.with_user(user).write({"company_id": theirs.company_id.id})
            if self.env[model].with_user(self.storekeeper).has_access("create"):
                self._make(model, self.branch, self.storekeeper)

    def test_counting_lets_go_what_another_branch_had_reserved(self):
        warehouse = self.branch.warehouse_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": self.other_stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.part.id,
                            "product_uom_qty": 10,
                            "location_id": self.stock.id,
                            "location_dest_id": self.other_stock.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        self.assertEqual(self._get_free(), 0)
        counted = self.env["stock.quant"].with_user(self.storekeeper)
        counted.with_context(inventory_mode=True).create(
            {
                "product_id": self.part.id,
                "location_id": self.stock.id,
                "inventory_quantity": 4,
            }
        ).action_apply_inventory()
        self.assertEqual(self._get_on_hand(), 4)
        self.assertEqual(picking.move_ids.quantity, 4)

    def test_stock_is_not_pulled_over_past_a_transfer(self):
        """Seen from both ends, and written by who answers for both."""
        values = {
            **self._values("stock.move", self.other_branch),
            "location_dest_id": self.stock.id,
        }
        with self.assertRaises(AccessError):
            self.env["stock.move"].with_user(self.storekeeper).create(values)
        move = self.env["stock.move"].create(values)
        move._action_confirm()
        for user in (self.storekeeper, self.other_keeper):
            mine = move.with_user(user)
            self.assertEqual(mine.product_uom_qty, 1)
            with self.assertRaises(AccessError):
                mine.quantity = 1
        self.other_branch.user_ids += self.storekeeper
        move.with_user(self.storekeeper).quantity = 1

    def test_somebody_taken_off_a_branch_sees_it_no_more(self):
        picking = self._make("stock.picking", self.branch).with_user(self.storekeeper)
        self.assertTrue(picking.search([("id", "=", picking.id)]))
        self.branch.user_ids -= self.storekeeper
        self.assertFalse(picking.search([("id", "=", picking.id)]))
        with self.assertRaises(AccessError):
            picking.read(["name"])

    def test_engineers_and_the_desk_write_no_move_lines(self):
        """Odoo lets everybody inside write them."""
        move = self._make("stock.move", self.branch)
        move._action_confirm()
        move._action_assign()
        line = move.move_line_ids
        for user in (self.engineer, self.desk, self.outsider):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    line.with_user(user).quantity = 5
                with self.assertRaises(AccessError):
                    self._make("stock.move.line", self.branch, user)
        line.with_user(self.storekeeper).quantity = 2

    def test_quants_and_their_report_are_the_branchs(self):
        domain = [("product_id", "=", self.part.id)]
        self.env.flush_all()
        for user, places in (
            (self.storekeeper, self.stock),
            (self.engineer, self.stock),
            (self.other_keeper, self.other_stock),
            (self.outsider, self.stock.browse()),
            (self.buyer, self.stock.browse()),
        ):
            quants = self.env["stock.quant"].with_user(user).search(domain)
            inside = quants.sudo().location_id.filtered("service_branch_id")
            self.assertEqual(inside, places, user.login)
            rows = (
                self.env["report.stock.quantity"]
                .with_user(user)
                .search([*domain, ("warehouse_id", "!=", False)])
            )
            self.assertEqual(rows.sudo().warehouse_id.lot_stock_id, places, user.login)

    def test_what_belongs_to_no_branch_is_everybodys(self):
        common = self.env["stock.warehouse"].create({"name": "Common", "code": "CMN"})
        values = self._values("stock.picking", self.branch)
        values.update(
            picking_type_id=common.out_type_id.id, location_id=common.lot_stock_id.id
        )
        picking = self.env["stock.picking"].create(values)
        for user in (self.storekeeper, self.other_keeper, self.buyer):
            self.assertTrue(picking.with_user(user).name)

    def test_who_has_no_role_in_stock_saves_orders_as_ever(self):
        for user in (self.desk, self.engineer):
            order = self._create_order(serial=f"SN-{user.login}").with_user(user)
            line = self._add_part(order, 1)
            self.assertEqual(line.parts_state, "reserved")
            line.quantity = 2
            line.unlink()
        self.assertEqual(self._get_free(), 10)

    def test_a_vendor_in_the_portal_sees_his_purchase(self):
        guest = new_test_user(self.env, "vendor_guest", groups="base.group_portal")
        order = self._make("purchase.order", self.branch)
        order.partner_id = guest.partner_id
        found = self.env["purchase.order"].with_user(guest).search([])
        self.assertEqual(found, order)
        self.assertTrue(found.order_line.mapped("product_qty"))
        self.assertTrue(found.picking_type_id.sudo().exists())

    def test_a_buyer_of_no_branch_buys_for_what_is_of_no_branch(self):
        common = self.env["stock.warehouse"].create({"name": "Common", "code": "CMN"})
        values = self._values("purchase.order", self.branch)
        values["picking_type_id"] = common.in_type_id.id
        order = self.env["purchase.order"].with_user(self.buyer).create(values)
        order.button_confirm()
        picking = order.picking_ids
        picking.move_ids.picked = True
        picking.move_ids.quantity = 1
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_a_branchs_buyer_receives_what_he_bought(self):
        self.branch.user_ids += self.buyer
        order = self._make("purchase.order", self.branch, self.buyer)
        order.button_confirm()
        picking = order.picking_ids
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(self._get_on_hand(), 11)
        self.assertFalse(
            picking.with_user(self.other_keeper).search([("id", "in", picking.ids)])
        )

    def test_odoos_own_resupply_between_branches_goes_on(self):
        """The sender does not see the receipt, yet it learns of his shipment."""
        self.transit.active = True
        self.other_branch.warehouse_id.resupply_wh_ids = self.branch.warehouse_id
        route = self.other_branch.warehouse_id.resupply_route_ids
        self.part.route_ids = route
        self.env["stock.rule"].run(
            [
                self.env["stock.rule"].Procurement(
                    self.part,
                    3,
                    self.part.uom_id,
                    self.other_stock,
                    "Resupply",
                    "Resupply",
                    self.env.company,
                    {"warehouse_id": self.other_branch.warehouse_id},
                )
            ]
        )
        self.env.invalidate_all()
        moves = self.env["stock.move"].search([("origin", "=", "Resupply")])
        ship = moves.filtered(lambda m: m.location_id == self.stock)
        receive = moves.filtered(lambda m: m.location_dest_id == self.other_stock)
        self.assertEqual((len(ship), len(receive)), (1, 1))
        mine = ship.with_user(self.storekeeper)
        self.assertFalse(mine.search([("id", "in", receive.ids)]))
        mine.picking_id.action_assign()
        mine.picking_id.move_ids.picked = True
        self.env.invalidate_all()
        self.assertFalse(mine.move_dest_ids, "Odoo asks in his name")
        with patch.object(type(mine), "_tell_other_end") as tell:
            mine.picking_id.button_validate()
        tell.assert_called_once()
        receive._do_unreserve()
        receive.state = "waiting"
        mine._tell_other_end()
        self.assertEqual(receive.state, "assigned")
        theirs = receive.picking_id.with_user(self.other_keeper)
        theirs.move_ids.picked = True
        theirs.button_validate()
        self.assertEqual(self._get_on_hand(location=self.other_stock), 13)

    def test_both_ends_see_a_transfer_and_nobody_else_does(self):
        third = self.env["service.branch"].create({"name": "Dock", "code": "DK"})
        outside = self._create_user("third", "manager", third)
        transfer = self._create_transfer()
        for user in (self.storekeeper, self.other_keeper, self.desk, self.stranger):
            self.assertTrue(transfer.with_user(user).line_ids.quantity, user.login)
        for user in (outside, self.engineer, self.outsider, self.buyer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                transfer.with_user(user).read(["name"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                transfer.line_ids.with_user(user).read(["quantity"])
        with self.assertRaises(AccessError):
            self._create_transfer(branch_id=third.id)

    def test_no_branch_rule_can_go_unnoticed(self):
        """Each rule on Odoo's models is what keeps a stranger out, and nothing else."""
        self.buyer.group_ids += self.env.ref("stock.group_stock_multi_locations")
        warehouse = self.other_branch.warehouse_id
        theirs = {model: self._make(model, self.other_branch) for model in self.MODELS}
        theirs["purchase.order.line"] = theirs["purchase.order"].order_line
        theirs["stock.picking.type"] = warehouse.out_type_id
        theirs["stock.warehouse"] = warehouse
        theirs["stock.location"] = self.other_stock
        theirs["stock.quant"] = self.env["stock.quant"]._gather(
            self.part, self.other_stock
        )
        self.env.flush_all()
        for model in ("report.stock.quantity", "purchase.report"):
            field = "warehouse_id" if model.startswith("report") else "picking_type_id"
            theirs[model] = self.env[model].search([(field, "=", warehouse.id)])
        data = self.env["ir.model.data"].search(
            [("module", "=", "service_center_stock"), ("model", "=", "ir.rule")]
        )
        tried = 0
        for rule in self.env["ir.rule"].browse(data.mapped("res_id")):
            records = theirs.get(rule.model_id.model)
            if records is None or rule.groups:
                continue
            tried += 1
            self.assertTrue(records, rule.name)
            operation = "read" if rule.perm_read else "write"
            mine = records.with_user(self.buyer)
            with self.subTest(rule.name):
                self.assertFalse(mine.has_access(operation))
                rule.active = False
                self.assertTrue(mine.has_access(operation))
        self.assertEqual(tried, 15)
