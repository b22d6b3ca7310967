from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class StockMove(models.Model):
    """The storekeeper's part: issue to the bench, take back from it."""

    _inherit = "stock.move"

    def action_issue_parts(self):
        """Hand reserved parts out to the bench, with a waybill per order.

        What is issued already or not there yet is left as it is.
        """
        self._check_storekeeper()
        fits = self._get_open_fits().filtered(
            lambda move: move.state == "assigned" and not move._is_issued()
        )
        if not fits:
            raise UserError(
                self.env._("Nothing to issue: these parts are not in stock, or issued.")
            )
        fits._hold_stock()
        pickings = self.env["stock.picking"]
        for (_order, warehouse), moves in fits.grouped(
            lambda move: (move.service_order_id, move.location_id.warehouse_id)
        ).items():
            pickings += moves._issue_to_bench(warehouse)
        return pickings

    def action_take_back(self):
        """The storekeeper has these parts in his hands again."""
        self._check_storekeeper()
        back = self._get_open().filtered(lambda move: move.service_use == "back")
        if not back:
            raise UserError(self.env._("Nothing to take back: it is in stock again."))
        back._carry_out()
        return True

    def _check_storekeeper(self):
        self.check_access("write")
        group = "service_center_stock.service_center_stock_group_storekeeper"
        if not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Parts are issued and taken back by a storekeeper.")
            )

    def _issue_to_bench(self, warehouse):
        """One waybill for the parts of one order; each stays reserved for it."""
        bench = warehouse.service_bench_id
        taken = {
            move: [line._prepare_issue_values() for line in move.move_line_ids]
            for move in self
        }
        self._do_unreserve()
        picking = self.env["stock.picking"].create(self._prepare_waybill_values(bench))
        issues = self.create(
            [
                move._prepare_issue_values(picking, lines)
                for move, lines in taken.items()
            ]
        )
        issues._action_confirm(merge=False)
        self.location_id = bench
        picking.move_ids.picked = True
        picking._action_done()
        for move, issue in zip(self, issues, strict=True):
            move._come_through(issue)
        # the bench's own stock came for these orders alone
        self._action_assign()
        return picking

    def _come_through(self, issue):
        """What was bought or sent for this move lies where ``issue`` brought it.

        Odoo gives a move that waited for others only what they left where they ended.
        """
        if self.move_orig_ids:
            issue.move_orig_ids = self.move_orig_ids
            self.move_orig_ids = issue

    def _prepare_waybill_values(self, bench):
        order = self.service_order_id
        return {
            "picking_type_id": bench.warehouse_id.int_type_id.id,
            "location_id": bench.warehouse_id.lot_stock_id.id,
            "location_dest_id": bench.id,
            "origin": order.name,
            "company_id": order.company_id.id,
        }

    def _prepare_issue_values(self, picking, lines):
        """The move that carries what this one had reserved to the bench."""
        return {
            "service_order_id": self.service_order_id.id,
            "service_line_id": self.service_line_id.id,
            "service_use": "issue",
            "picking_id": picking.id,
            "product_id": self.product_id.id,
            "product_uom_qty": self.product_uom_qty,
            "product_uom": self.product_uom.id,
            "location_id": self.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
            "picking_type_id": picking.picking_type_id.id,
            "warehouse_id": picking.picking_type_id.warehouse_id.id,
            "company_id": self.company_id.id,
            "origin": self.service_order_id.name,
            "procure_method": "make_to_stock",
            "move_line_ids": [
                Command.create(
                    {
                        **line,
                        "picking_id": picking.id,
                        "location_dest_id": picking.location_dest_id.id,
                    }
                )
                for line in lines
            ],
        }


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _prepare_issue_values(self):
        """The same pieces, for another move."""
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "quantity": self.quantity,
            "lot_id": self.lot_id.id,
            "package_id": self.package_id.id,
            "owner_id": self.owner_id.id,
            "location_id": self.location_id.id,
        }
