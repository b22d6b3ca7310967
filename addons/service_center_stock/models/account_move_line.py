from odoo import models


class AccountMoveLine(models.Model):
    """Cost of goods sold of an order's invoice: what the stock says left for it."""

    _inherit = "account.move.line"

    def _get_service_moves(self):
        """The moves of parts that these lines invoice, sudo."""
        # sudo: who posts the invoice may see neither orders nor stock
        return self.sudo().service_line_id.move_ids.filtered(
            lambda move: move.service_use in ("fit", "back")
        )

    def _get_stock_moves(self):
        return super()._get_stock_moves() | self._get_service_moves()

    def _get_cogs_value(self):
        """What left the stock for the line, less what came back, by the unit.

        Odoo would take the average cost of the day of the invoice; between repair and
        invoice it may change, and the books would differ from the stock.
        """
        self.ensure_one()
        moves = self._get_service_moves()
        used = moves._get_fitted_quantity()
        reversed_lines = self.move_id.reversed_entry_id.line_ids
        if not used or reversed_lines.filtered(lambda ln: ln.display_type == "cogs"):
            return super()._get_cogs_value()
        return moves._get_service_value() / moves.product_uom[:1]._compute_quantity(
            used, self.product_id.uom_id, round=False
        )
