from odoo import models


class ServiceOrderLine(models.Model):
    """A line added, changed or taken off decides whether its order has to wait."""

    _inherit = "service.order.line"

    def _move_parts(self):
        res = super()._move_parts()
        self.order_id._follow_parts()
        return res

    def unlink(self):
        orders = self.order_id
        res = super().unlink()
        orders.exists()._follow_parts()
        return res
