from odoo import models


class StockMove(models.Model):
    """A part with a serial number that comes back is the one that went."""

    _inherit = "stock.move"

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        moves = super()._action_confirm(merge, merge_into, create_proc)
        for move in moves:
            fitted = move.origin_returned_move_id
            if (
                move.service_use == "back"
                and move.product_id.tracking != "none"
                and fitted.service_use == "fit"
                and move.state not in ("done", "cancel")
            ):
                move._take_lots_of(fitted)
        return moves

    def _take_lots_of(self, fitted):
        """The latest fitted pieces that did not come back yet."""
        self.ensure_one()
        returned = {}
        for detail in (fitted.returned_move_ids - self).move_line_ids:
            if detail.state != "cancel":
                held = returned.get(detail.lot_id, 0.0)
                returned[detail.lot_id] = held + detail.quantity_product_uom
        self.move_line_ids.unlink()
        rest, vals_list = self.product_qty, []
        for detail in fitted.move_line_ids.sorted("id", reverse=True):
            left = detail.quantity_product_uom - returned.pop(detail.lot_id, 0.0)
            take = min(rest, left)
            if take > 0:
                rest -= take
                vals_list.append(
                    {
                        "move_id": self.id,
                        "product_id": self.product_id.id,
                        "product_uom_id": self.product_id.uom_id.id,
                        "quantity": take,
                        "location_id": self.location_id.id,
                        "location_dest_id": self.location_dest_id.id,
                        "lot_id": detail.lot_id.id,
                    }
                )
        self.env["stock.move.line"].create(vals_list)
