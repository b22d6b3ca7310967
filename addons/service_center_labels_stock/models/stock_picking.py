from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_print_part_labels(self):
        """Print a label of each serial part that came with it."""
        lots = self.move_line_ids.lot_id
        if not lots:
            raise UserError(
                self.env._(
                    "%(pickings)s: there is no part with a serial number in it. For "
                    "others print price labels of the product.",
                    pickings=", ".join(self.mapped("name")),
                )
            )
        return lots.action_print_label()
