from odoo import models


class StockMove(models.Model):
    """What happens to parts of orders: reserved, fitted, given back."""

    _inherit = "stock.move"

    def _get_open(self):
        return self.filtered(lambda move: move.state not in ("done", "cancel"))

    def _is_on_bench(self):
        """Whether the part was issued: it lies on the bench of its warehouse."""
        self.ensure_one()
        return self.location_id == self.warehouse_id.service_bench_id

    def _get_parts_state(self):
        """How far the parts of one line are; see the field of the line."""
        open_moves = self._get_open().filtered(lambda move: move.service_use == "fit")
        missing = open_moves.filtered(lambda move: move.state != "assigned")
        if missing:
            coming = all(
                move.move_orig_ids.filtered(lambda m: m.state not in ("done", "cancel"))
                for move in missing
            )
            return "coming" if coming else "short"
        if open_moves:
            on_bench = all(move._is_on_bench() for move in open_moves)
            return "issued" if on_bench else "reserved"
        return "used" if self._get_fitted_quantity() > 0 else False

    def _get_fitted_quantity(self):
        """What left the stock with the device, less what came or comes back."""
        done = self.filtered(lambda m: m.state == "done" and m.service_use == "fit")
        back = self.filtered(
            lambda m: (
                m.state != "cancel"
                and m.service_use == "back"
                and m.location_id.usage == "customer"
            )
        )
        return sum(done.mapped("quantity")) - sum(back.mapped("product_uom_qty"))

    def _describe_parts(self):
        """The parts for a sentence: “Screen X7 × 2, Battery × 1”."""
        return ", ".join(
            f"{move.product_id.display_name} × {move.product_uom_qty:g}"
            for move in self
        )

    def _set_service_demand(self, quantity):
        """Another quantity of the same part: reserve more, or let some go."""
        self.write({"product_uom_qty": quantity})
        self._action_assign()

    def _release_service(self):
        """Not needed any more: let the reservation go, fetch back what was issued."""
        issued = self.filtered(lambda move: move._is_on_bench())
        quantities = {move: move.quantity for move in issued}
        self._action_cancel()
        for move, quantity in quantities.items():
            if quantity:
                move._take_back(quantity)
        self._serve_waiting()

    def _take_back(self, quantity):
        """Bring a part back to the stock: from the bench, or out of the device."""
        move = self.filtered(lambda move: move.service_use == "fit")[-1:]
        back = self.create(move._prepare_back_values(quantity))
        back._action_confirm(merge=False)
        if move.service_order_id.branch_id.parts_steps == "one_step":
            back._fit()
        return back

    def _prepare_back_values(self, quantity):
        fitted = self.state == "done"
        warehouse = self.warehouse_id
        return {
            "service_order_id": self.service_order_id.id,
            "service_line_id": self.service_line_id.id,
            "service_use": "back",
            "product_id": self.product_id.id,
            "product_uom_qty": quantity,
            "product_uom": self.product_uom.id,
            "location_id": (self.location_dest_id if fitted else self.location_id).id,
            "location_dest_id": warehouse.lot_stock_id.id,
            "picking_type_id": warehouse.in_type_id.id,
            "warehouse_id": warehouse.id,
            "company_id": self.company_id.id,
            "origin": self.service_order_id.name,
            "procure_method": "make_to_stock",
            "origin_returned_move_id": self.id if fitted else False,
        }

    def _fit(self):
        """Carry out moves that have all they need."""
        if not self:
            return self
        self.picked = True
        return self._action_done(cancel_backorder=True)

    def _serve_waiting(self):
        """What was let go serves the orders that wait for it, oldest first."""
        places = {(m.product_id, m.location_id) for m in self if m.state == "cancel"}
        if not places:
            return
        waiting = self.search(
            [
                ("state", "in", ("confirmed", "partially_available")),
                ("procure_method", "=", "make_to_stock"),
                ("service_use", "=", "fit"),
                ("product_id", "in", [product.id for product, _place in places]),
                ("location_id", "parent_of", [place.id for _product, place in places]),
            ],
            order="priority desc, date, id",
        )
        waiting._action_assign()
