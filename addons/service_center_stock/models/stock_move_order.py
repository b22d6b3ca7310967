from odoo import models
from odoo.tools import SQL


class StockMove(models.Model):
    """Two people on one order: who takes parts for it, and who hands it out."""

    _inherit = "stock.move"

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        moves = super()._action_confirm(merge, merge_into, create_proc)
        if orders := moves.sudo().service_order_id:
            # To look whether the order is issued is not enough: somebody may issue it
            # just now, and sees nothing of this move. Both change its row, so one of
            # them begins anew. A lock alone would not do that. It comes after the
            # stock was held, as it does where a repair ends: nobody waits in a circle.
            self.env.cr.execute(
                SQL(
                    "UPDATE service_order SET write_date = write_date WHERE id IN %s",
                    tuple(sorted(orders.ids)),
                )
            )
        return moves
