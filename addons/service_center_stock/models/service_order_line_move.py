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
        moving = not self._get_moving_fields().isdisjoint(vals)
        if vals.get("order_id"):
            # here and there: the part is given back and taken for the other order
            self.filtered(lambda ln: ln.order_id.id != vals["order_id"])._drop_parts()
        res = super().write(vals)
        if moving:
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
        """What about a line changes which parts it needs."""
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
        self.sudo()._move_quantities(dict.fromkeys(self, 0.0))

    def _move_parts(self):
        """Reserve what the lines need and give back what they need no more."""
        # sudo: as above; product, quantity and place come from line and branch
        lines = self.sudo().filtered(
            lambda line: line.kind in ("part", "goods") or line.move_ids
        )
        lines._move_quantities({line: line._get_needed_quantity() for line in lines})

    def _move_quantities(self, needed):
        """Make the open moves of each line those of its needed quantity, as a set.

        :param needed: dictionary from line to quantity in the line's unit
        """
        stale = self.env["stock.move"]
        back, more = [], []
        for line in self:
            own = line.move_ids.filtered(lambda move: move.state != "cancel")
            same = own.filtered(
                lambda m, ln=line: (
                    m.product_id == ln.product_id and m.product_uom == ln.product_uom_id
                )
            )
            other = own - same
            fitted = same._get_fitted_quantity()
            open_moves = same._get_open()
            rest = needed[line] - fitted
            if rest < 0:
                back.append((line, same, -rest))
                rest = 0.0
            stale += other._get_open()
            for product_moves in other.grouped("product_id").values():
                if (quantity := product_moves._get_fitted_quantity()) > 0:
                    back.append((line, product_moves, quantity))
            if line.product_uom_id.compare(
                sum(open_moves.mapped("product_uom_qty")), rest
            ):
                if rest and len(open_moves) == 1:
                    open_moves._set_service_demand(rest)
                else:
                    stale += open_moves
                    if rest:
                        more.append((line, rest))
            elif not open_moves and rest:
                more.append((line, rest))
        stale._release_service()
        for line, moves, quantity in back:
            moves._take_back(quantity)
        if more:
            moves = self.env["stock.move"].create(
                [line._prepare_move_values(quantity) for line, quantity in more]
            )
            moves._action_confirm(merge=False)

    def _prepare_move_values(self, quantity):
        """The move that takes the part of this line out of the branch's stock."""
        self.ensure_one()
        order = self.order_id
        warehouse = order._get_parts_warehouse()
        customers, _suppliers = self.env["stock.warehouse"]._get_partner_locations()
        return {
            "service_order_id": order.id,
            "service_line_id": self.id,
            "service_use": "fit",
            "product_id": self.product_id.id,
            "product_uom_qty": quantity,
            "product_uom": self.product_uom_id.id,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": customers.id,
            "picking_type_id": warehouse.out_type_id.id,
            "warehouse_id": warehouse.id,
            "company_id": order.company_id.id,
            "partner_id": order.partner_id.id,
            "origin": order.name,
            "procure_method": "make_to_stock",
        }
