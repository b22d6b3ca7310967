from odoo import api, models

# nobody can send this object over RPC
ONCE = object()


class StockMove(models.Model):
    """The common case in few queries: a part without serial numbers and packages.

    Odoo reads and locks the stock some seven times per part. What is held is known
    already, so all parts of an order are reserved at once. Everything else takes
    Odoo's own way, and so does this where an addon changes how stock is chosen.
    """

    _inherit = "stock.move"

    @api.model
    def _create_reserved(self, vals_list):
        """Create moves of parts and reserve what is there, as a set."""
        moves = self.with_context(service_orderpoints=ONCE).create(vals_list)
        moves._action_confirm(merge=False)
        moves.with_env(self.env)._update_orderpoints()
        return moves.with_env(self.env)

    def _update_orderpoints(self):
        if self.env.context.get("service_orderpoints") is ONCE:
            return None
        return super()._update_orderpoints()

    def _reserve_simple(self, quants):
        """Reserve for the moves that are simple, from what is held.

        :param quants: what lies where these moves take from, oldest first
        :return: the moves that are through with it
        """
        by_product = quants.grouped("product_id")
        simple = self.filtered(
            lambda m: m._is_simple(by_product.get(m.product_id, quants.browse()))
        )
        values, taken = [], dict.fromkeys(quants, 0.0)
        for move in simple:
            inside = by_product.get(move.product_id, quants.browse()).filtered(
                lambda q, m=move: q.location_id._child_of(m.location_id)
            )
            free = {q: q.quantity - q.reserved_quantity - taken[q] for q in inside}
            need = min(move.product_uom_qty, sum(free.values()))
            for quant in inside:
                part = min(need, free[quant])
                if move.product_uom.compare(part, 0.0) > 0:
                    values.append(
                        move._prepare_move_line_vals(
                            quantity=part, reserved_quant=quant
                        )
                    )
                    taken[quant] += part
                    need -= part
        if values:
            self.env["stock.move.line"].with_context(
                quants_cache=quants._as_cache()
            ).create(values)
        return simple

    def _is_simple(self, quants):
        """Whether nothing but the quantity decides which pieces are taken."""
        self.ensure_one()
        product = self.product_id
        return bool(
            self.state == "confirmed"
            and self.procure_method == "make_to_stock"
            and not (self.picked or self.move_line_ids or self.move_orig_ids)
            and product.is_storable
            and self._is_plain()
            and not (quants.lot_id or quants.package_id or quants.owner_id)
            and quants._get_removal_strategy(product, self.location_id) == "fifo"
        )

    def _cancel_reserved(self):
        """Cancel moves of parts and let go what they reserved, as a set."""
        released = self.with_context(service_release=ONCE, service_orderpoints=ONCE)
        released._action_cancel()
        self._update_orderpoints()

    def _do_unreserve(self):
        if self.env.context.get("service_release") is not ONCE:
            return super()._do_unreserve()
        # a row of nothing on a cancelled move costs less than to delete it: Odoo
        # would write and read again everything that is open
        lines = self.filtered(lambda m: m._is_plain() and not m.picked).move_line_ids
        if lines:
            quants = self.env["stock.quant"]._hold(lines.product_id, lines.location_id)
            lines.with_context(
                preserve_state=True, quants_cache=quants._as_cache()
            ).quantity = 0.0
        return super(StockMove, self - lines.move_id)._do_unreserve()

    def _is_plain(self):
        """Whether the pieces are told apart by nothing, and counted in one unit."""
        self.ensure_one()
        unit, lines = self.product_id.uom_id, self.move_line_ids
        return bool(
            self.service_use == "fit"
            and self.product_id.tracking == "none"
            and self.product_uom == unit
            and lines.product_uom_id <= unit
            and not (lines.lot_id or lines.package_id or lines.owner_id)
        )

    def _set_demand_simple(self, quantity):
        """Change a reservation in place, where it is whole before and after.

        :return: whether it could be done so
        """
        self.ensure_one()
        line = self.move_line_ids
        if self.state != "assigned" or len(line) != 1 or not self._is_plain():
            return False
        quants = self.env["stock.quant"]._hold(self.product_id, line.location_id)
        cached = self.with_context(
            do_not_unreserve=True,
            service_orderpoints=ONCE,
            quants_cache=quants._as_cache(),
        )
        own = quants.filtered(
            lambda q: (
                q.location_id == line.location_id
                and not (q.lot_id or q.package_id or q.owner_id)
            )
        )
        free = sum(q.quantity - q.reserved_quantity for q in own)
        more = quantity - self.product_uom_qty
        if len(own) != 1 or self.product_uom.compare(more, free) > 0:
            return False
        cached.product_uom_qty = quantity
        cached.move_line_ids.quantity = quantity
        self._update_orderpoints()
        return True
