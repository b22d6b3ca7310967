from odoo import models


class StockMove(models.Model):
    """What arrives at a branch serves whoever waits for it there."""

    _inherit = "stock.move"

    def _trigger_assign(self):
        # sudo: also what waits to go to a branch that this person does not see; he
        # decides nothing about it, the stock that came is simply reserved
        return super(StockMove, self.sudo())._trigger_assign()
