from odoo import models

from .stock_move_awaited import WAITING


class StockMove(models.Model):
    """What arrives in stock serves the orders that wait for it, and they are told."""

    _inherit = "stock.move"

    def _action_assign(self, force_qty=False):
        awaited = self.filtered(lambda m: m.service_use == "fit" and m.state in WAITING)
        res = super()._action_assign(force_qty=force_qty)
        # sudo: the orders are told of their parts, whoever brought them
        orders = awaited.filtered(lambda m: m.state == "assigned").sudo()
        orders.service_order_id.filtered(
            lambda order: order.state == "waiting_parts"
        )._follow_parts()
        return res

    def _trigger_assign(self):
        """Odoo looks for who waits at the very place: here also above that shelf."""
        res = super()._trigger_assign()
        if self:
            # sudo: parts serve who waits, not only whom this person sees
            waiting = self.sudo().search(
                [
                    ("service_use", "=", "fit"),
                    ("state", "in", ("confirmed", "partially_available")),
                    ("procure_method", "=", "make_to_stock"),
                    ("product_id", "in", self.product_id.ids),
                    ("location_id", "parent_of", self.location_dest_id.ids),
                ],
                order="priority desc, date, id",
            )
            waiting._action_assign()
        return res
