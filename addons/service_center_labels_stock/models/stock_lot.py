from odoo import models


class StockLot(models.Model):
    """The label of a part: which one it is, and of what."""

    _name = "stock.lot"
    _inherit = ["stock.lot", "service.label.mixin"]
    _label_kind = "lot"
