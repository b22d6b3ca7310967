from odoo import models


class StockMove(models.Model):
    """What happens to parts of orders: reserved, fitted, given back."""

    _inherit = "stock.move"

    def _get_open(self):
        return self.filtered(lambda move: move.state not in ("done", "cancel"))

    def _get_open_fits(self):
        """Parts that are to be fitted yet."""
        return self._get_open().filtered(lambda move: move.service_use == "fit")

    def _is_on_bench(self):
        """Whether the part was issued to the bench of its warehouse."""
        self.ensure_one()
        bench = self.location_id.warehouse_id.service_bench_id
        return bool(bench) and self.location_id == bench

    def _is_issued(self):
        """Hook: whether the part is in the engineer's hands already."""
        return self._is_on_bench()

    def _may_grow(self):
        """Whether a larger demand is taken from the same place."""
        self.ensure_one()
        return not self._is_on_bench() and not self.move_orig_ids

    def _get_parts_state(self):
        """How far the parts of one line are; see the field of the line."""
        fits = self._get_open_fits()
        missing = fits.filtered(lambda move: move.state != "assigned")
        if missing:
            coming = all(move.move_orig_ids._get_open() for move in missing)
            return "coming" if coming else "short"
        if fits:
            issued = all(move._is_issued() for move in fits)
            return "issued" if issued else "reserved"
        return "used" if self._get_fitted_quantity() > 0 else False

    def _get_fitted_quantity(self):
        """What left the stock with the device, less what came or comes back."""
        return sum(
            move.product_uom_qty if move.service_use == "fit" else -move.product_uom_qty
            for move in self
            if (move.service_use == "fit" and move.state == "done")
            or (
                move.service_use == "back"
                and move.state != "cancel"
                and move.location_id.usage == "customer"
            )
        )

    def _describe_parts(self):
        """The parts for a sentence: “Screen X7 × 2, Battery × 1”."""
        return ", ".join(
            f"{move.product_id.display_name} × {move.product_uom_qty:g}"
            for move in self
        )

    def _set_service_demand(self, quantity):
        """Another quantity of the same part: reserve more, or let some go."""
        self.ensure_one()
        less = self.product_uom_qty - quantity
        if not self._set_demand_simple(quantity):
            self.product_uom_qty = quantity
            self._action_assign()
        if less > 0 and self._is_on_bench():
            self._bring_back(less)
        elif less > 0:
            self._serve_waiting()

    def _release_service(self):
        """Not needed any more: let the reservation go, fetch back what was issued."""
        if not self:
            return
        self._hold_stock()
        issued = {m: m.quantity for m in self if m._is_on_bench() and m.quantity}
        self._cancel_reserved()
        for move, quantity in issued.items():
            move._bring_back(quantity)
        self._serve_waiting()

    def _return_fitted(self, quantity):
        """Out of the device again: ``quantity`` of what these moves have fitted."""
        if quantity <= 0:
            return
        fitted = self.filtered(lambda m: m.service_use == "fit" and m.state == "done")
        for move in fitted.sorted("id", reverse=True):
            taken = min(quantity, move.product_uom_qty)
            move._bring_back(taken)
            quantity -= taken
            if quantity <= 0:
                break

    def _bring_back(self, quantity):
        """A part goes back to the stock: at once, or when the storekeeper takes it."""
        self.ensure_one()
        back = self.create(self._prepare_back_values(quantity))
        back._action_confirm(merge=False)
        if self.service_order_id.branch_id.parts_steps == "one_step":
            back._carry_out()

    def _prepare_back_values(self, quantity):
        fitted = self.state == "done"
        source = self.location_dest_id if fitted else self.location_id
        warehouse = self.location_id.warehouse_id
        return {
            "service_order_id": self.service_order_id.id,
            "service_line_id": self.service_line_id.id,
            "service_use": "back",
            "product_id": self.product_id.id,
            "product_uom_qty": quantity,
            "product_uom": self.product_uom.id,
            "location_id": source.id,
            "location_dest_id": warehouse.lot_stock_id.id,
            "picking_type_id": warehouse.int_type_id.id,
            "warehouse_id": warehouse.id,
            "company_id": self.company_id.id,
            "origin": self.service_order_id.name,
            "procure_method": "make_to_stock",
            "origin_returned_move_id": fitted and self.id,
        }

    def _carry_out(self):
        """Close moves that have all they need."""
        if self:
            self.picked = True
            self._action_done(cancel_backorder=True)

    def _serve_waiting(self):
        """What was let go serves the orders that wait for it, oldest first."""
        if not self:
            return
        self.search(
            [
                ("state", "in", ("confirmed", "partially_available")),
                ("procure_method", "=", "make_to_stock"),
                ("service_use", "=", "fit"),
                ("product_id", "in", self.product_id.ids),
                ("location_id", "parent_of", self.location_id.ids),
            ],
            order="priority desc, date, id",
        )._action_assign()
