from odoo import api, models


class ServiceOrderLine(models.Model):
    """The stock moves of a line say what the line says, after every change of it."""

    _inherit = "service.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._move_parts()
        return lines

    def write(self, vals):
        if "order_id" in vals:
            # given back here before it is taken for the other order
            self.filtered(lambda ln: ln.order_id.id != vals["order_id"])._drop_parts()
        res = super().write(vals)
        if not self._get_moving_fields().isdisjoint(vals):
            self._move_parts()
        return res

    def _write_server_fields(self, vals):
        res = super()._write_server_fields(vals)
        if "is_declined" in vals or vals.get("estimate_line_id") is False:
            self._move_parts()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_drop_parts(self):
        self._drop_parts()

    @api.model
    def _get_moving_fields(self):
        """Hook: what about a line changes which parts it needs."""
        return {"order_id", "product_id", "quantity", "product_uom_id", "kind"}

    def _get_needed_quantity(self):
        """Hook: how much of its part this line needs, in its own unit."""
        self.ensure_one()
        needed = (
            self.kind in ("part", "goods")
            and self.product_id.is_storable
            and self.approval != "refused"
        )
        return self.quantity if needed else 0.0

    def _drop_parts(self):
        """Give back all that these lines hold."""
        # sudo: whoever may change the line (checked by write and unlink) gives back
        # its own parts, and nothing else
        lines = self.sudo().filtered("move_ids")
        lines._move_quantities(dict.fromkeys(lines, 0.0))

    def _move_parts(self):
        """Reserve what the lines need and give back what they need no more."""
        # sudo: as above; product, quantity and place come from line and branch
        lines = self.sudo().filtered(
            lambda line: line.kind in ("part", "goods") or line.move_ids
        )
        lines._move_quantities({line: line._get_needed_quantity() for line in lines})

    def _move_quantities(self, needed):
        """Make the moves of each line those of its needed quantity, as a set.

        :param needed: dictionary from line to quantity in the line's unit
        """
        moves = self.env["stock.move"]
        released, wanted = moves, []
        self.move_ids._hold_stock()
        for line in self:
            own = line.move_ids.filtered(lambda move: move.state != "cancel")
            same = own.filtered(
                lambda m, ln=line: (
                    m.product_id == ln.product_id and m.product_uom == ln.product_uom_id
                )
            )
            # another part stands on the line now
            other = own - same
            other._return_fitted(other._get_fitted_quantity())
            released += other._get_open_fits()
            rest = needed[line] - same._get_fitted_quantity()
            same._return_fitted(-rest)
            # what was issued already is used first
            fits = same._get_open_fits().sorted(lambda m: not m._is_issued())
            for move in fits:
                keep = min(move.product_uom_qty, max(rest, 0.0))
                rest -= keep
                if move == fits[-1:] and move._may_grow():
                    keep, rest = keep + max(rest, 0.0), 0.0
                if not keep:
                    released += move
                elif move.product_uom.compare(keep, move.product_uom_qty):
                    move._set_service_demand(keep)
            if rest > 0 and line.product_uom_id.compare(rest, 0.0) > 0:
                wanted.append((line, rest))
        released._release_service()
        if wanted:
            places = self._get_parts_places(wanted)
            moves._create_reserved(
                [
                    line._prepare_move_values(quantity, places[line])
                    for line, quantity in wanted
                ]
            )

    @api.model
    def _get_parts_places(self, wanted):
        """Hook: the location from which each line takes its part: the branch's stock.

        :param wanted: list of lines and quantities
        """
        return {
            line: line.order_id._get_parts_warehouse().lot_stock_id
            for line, _quantity in wanted
        }

    def _prepare_move_values(self, quantity, location):
        """The move that takes the part of this line out of ``location``."""
        self.ensure_one()
        order = self.order_id
        warehouse = location.warehouse_id
        customers = self.env["ir.model.data"]._xmlid_to_res_id(
            "stock.stock_location_customers", raise_if_not_found=True
        )
        return {
            "service_order_id": order.id,
            "service_line_id": self.id,
            "service_use": "fit",
            "product_id": self.product_id.id,
            "product_uom_qty": quantity,
            "product_uom": self.product_uom_id.id,
            "location_id": location.id,
            "location_dest_id": customers,
            "picking_type_id": warehouse.out_type_id.id,
            "warehouse_id": warehouse.id,
            "company_id": order.company_id.id,
            "partner_id": order.partner_id.id,
            "origin": order.name,
            "procure_method": "make_to_stock",
        }
