from odoo import models


class StockMove(models.Model):
    """Between vendor and stock there may be steps: unpacked, checked, put away."""

    _inherit = "stock.move"

    def _get_bought_lines(self):
        """The lines of purchases that these moves come from, over any steps."""
        lines, moves = self.purchase_line_id, self
        while moves := moves.filtered(lambda m: not m.purchase_line_id).move_orig_ids:
            lines |= moves.purchase_line_id
        return lines

    def _get_orders_ahead(self):
        """The orders whose parts these moves bring nearer, over any steps."""
        orders, moves = self.service_order_id.browse(), self
        while moves := moves.filtered(lambda m: not m.service_use).move_dest_ids:
            orders |= moves._get_orders_awaiting()
        return orders
