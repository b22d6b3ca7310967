from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_center.tests.access import AccessCase, ReviewedAccess

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestAccessMatrix(ReviewedAccess, AccessCase, PartsCommon):
    """Who may do what with parts: found out by trying, compared with the review."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.env["product.product"].create(
            {"name": "Board X7", "is_storable": True, "tracking": "serial"}
        )
        cls.vendor = cls.env["res.partner"].create({"name": "Parts & Co"})
        cls._put_in_stock(10)
        for place in cls.places:
            cls._put_in_stock(10, location=place.branch.warehouse_id.lot_stock_id)

    @classmethod
    def _get_people(cls):
        group = "service_center_stock.service_center_stock_group_storekeeper"
        keeper = cls._create_user("matrix_store", "engineer", cls.branch)
        keeper.group_ids = cls.env.ref(group)
        return {**super()._get_people(), "storekeeper": keeper}

    # what Odoo's own models hold of a branch's parts
    FOREIGN = (
        "purchase.order",
        "stock.location",
        "stock.lot",
        "stock.move",
        "stock.move.line",
        "stock.picking",
        "stock.picking.type",
        "stock.quant",
        "stock.scrap",
        "stock.warehouse",
        "stock.warehouse.orderpoint",
    )

    def _record(self, model, place):
        key = model, place.name
        if key not in self._records:
            if model == "service.parts.stock":
                self._records[key] = self._find_stock(place)
            elif model == "service.part.fitting":
                self._records[key] = self._find_fitting(place)
            elif model == "service.bag.content":
                self._records[key] = self._find_content(place)
            elif model == "stock.warehouse":
                self._records[key] = place.branch.warehouse_id
            elif model == "stock.location":
                self._records[key] = place.branch.warehouse_id.lot_stock_id
            elif model == "stock.picking.type":
                self._records[key] = place.branch.warehouse_id.in_type_id
        return super()._record(model, place)

    def _find_stock(self, place):
        branch = self._record("service.parts.transfer", place).branch_id
        self._put_in_stock(1, location=branch.warehouse_id.lot_stock_id)
        self.env.flush_all()
        return self.env["service.parts.stock"].search(
            [("branch_id", "=", branch.id), ("product_id", "=", self.part.id)]
        )

    def _find_fitting(self, place):
        """A piece with a serial number that was fitted with the order."""
        order = self._record("service.order", place)
        self._put_in_stock(
            1,
            product=self.board,
            location=order.branch_id.warehouse_id.lot_stock_id,
            lot_id=self._make_lot(place),
        )
        line = self._add_part(order, product=self.board)
        line.sudo().move_ids._carry_out()
        self.env.flush_all()
        return self.env["service.part.fitting"].search([("order_id", "=", order.id)])

    def _make_lot(self, place):
        return self.env["stock.lot"].create(self._values_stock_lot(place))

    def _try(self, model, user, place, operation):
        if (model, operation) == ("stock.location", "unlink"):
            # Odoo passes over those that the person does not see, without a word
            record = self._record(model, place)
            return operation if self._has_access(record, user, operation) else ""
        return super()._try(model, user, place, operation)

    def _find_content(self, place):
        bag = self._record("service.bag", place)
        self._put_in_stock(1, location=bag.location_id)
        self.env.flush_all()
        return bag.content_ids

    def _read(self, record):
        if record._auto:
            return super()._read(record)
        found = record.search([("id", "=", record.id)])
        record.invalidate_recordset()
        record.read(["product_id"])
        self.assertEqual(found, record, "read one by one, but not found by search")

    def _get_reference(self, model, place):
        if model == "product.product":
            return self.part.id
        return super()._get_reference(model, place)

    def _create_cellar(self, place):
        number = len(self.env["stock.warehouse"].search([]))
        return self.env["stock.warehouse"].create(
            {
                "name": f"Cellar {number}",
                "code": f"C{number}",
                "company_id": place.branch.company_id.id,
                "service_branch_id": place.branch.id,
            }
        )

    def _values_service_parts_transfer(self, place):
        # from one warehouse of the branch to another
        return {
            "branch_id": place.branch.id,
            "dest_branch_id": place.branch.id,
            "dest_warehouse_id": self._create_cellar(place).id,
        }

    def _values_service_bag(self, place):
        """The engineer's own; a free one is that of somebody else of the branch."""
        owner = place.engineer or place.user
        if not owner.active:  # the superuser carries no parts
            owner = self._create_user(f"far_{self._number}", "engineer")
            company = place.branch.company_id.id
            owner.write({"company_id": company, "company_ids": [company]})
            self._number += 1
        place.branch.user_ids += owner
        return {"user_id": owner.id, "warehouse_id": self._create_cellar(place).id}

    def _values_service_parts_transfer_line(self, place):
        return {"product_id": self.part.id}

    def _get_number(self):
        self._number += 1
        return self._number

    def _values_service_removed_part(self, place):
        return {"name": "Old screen", "fate": "scrap"}

    def _values_service_parts_claim(self, place):
        return {"branch_id": place.branch.id, "partner_id": self.vendor.id}

    def _values_service_parts_claim_line(self, place):
        return {
            "claim_id": self._record("service.parts.claim", place).id,
            "product_id": self.part.id,
        }

    def _values_service_part_serial(self, place):
        order = self._record("service.order", place)
        line = self._add_part(order, product=self.board)
        return {"line_id": line.id}

    def _values_service_part_serial_option(self, place):
        return {"dialog_id": self._record("service.part.serial", place).id}

    def _values_stock_location(self, place):
        return {
            "name": f"Shelf {self._get_number()}",
            "location_id": place.branch.warehouse_id.lot_stock_id.id,
            "company_id": place.branch.company_id.id,
        }

    def _values_stock_lot(self, place):
        return {
            "name": f"S{self._get_number()}",
            "product_id": self.board.id,
            "company_id": False,
        }

    def _values_stock_move(self, place):
        return {
            "product_id": self.part.id,
            "product_uom_qty": 1,
            "product_uom": self.part.uom_id.id,
            "location_id": place.branch.warehouse_id.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            "company_id": place.branch.company_id.id,
        }

    def _values_stock_move_line(self, place):
        move = self._values_stock_move(place)
        return {
            **{name: move[name] for name in move if not name.startswith("product_uom")},
            "product_uom_id": self.part.uom_id.id,
            "quantity": 1,
        }

    def _values_stock_picking(self, place):
        warehouse = place.branch.warehouse_id
        return {
            "picking_type_id": warehouse.out_type_id.id,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }

    def _values_stock_quant(self, place):
        shelf = self.env["stock.location"].create(self._values_stock_location(place))
        return {
            "product_id": self.part.id,
            "location_id": shelf.id,
            "inventory_quantity": 1,
        }

    def _values_stock_scrap(self, place):
        return {
            "product_id": self.part.id,
            "location_id": place.branch.warehouse_id.lot_stock_id.id,
            "company_id": place.branch.company_id.id,
        }

    def _values_stock_warehouse_orderpoint(self, place):
        shelf = self.env["stock.location"].browse(
            self._values_stock_quant(place)["location_id"]
        )
        return {
            "product_id": self.part.id,
            "warehouse_id": place.branch.warehouse_id.id,
            "location_id": shelf.id,
            "company_id": place.branch.company_id.id,
        }

    def _values_purchase_order(self, place):
        return {
            "partner_id": self.vendor.id,
            "company_id": place.branch.company_id.id,
            "picking_type_id": place.branch.warehouse_id.in_type_id.id,
            "order_line": [
                Command.create({"product_id": self.part.id, "price_unit": 7})
            ],
        }

    def test_what_everybody_may_do_in_odoos_own_stock_is_as_reviewed(self):
        self.check_file("access_matrix_odoo.csv", self.get_matrix(self.FOREIGN))

    def test_costs_are_kept(self):
        self.assertFalse(self.get_open_secrets())
        self.assertFalse(self.get_readable(self.engineer))
