from odoo import models


class ServiceOrderRowMixin(models.AbstractModel):
    """A row of something larger, a list or a report: a click on it opens its order.

    Its list and cards say ``action="action_open_order" type="object"``.
    """

    _name = "service.order.row.mixin"
    _description = "Rows that open their order"
    _order_field = "order_id"  # where the order is

    def action_open_order(self):
        """Open the order this row belongs to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "service.order",
            "res_id": self[self._order_field].id,
            "views": [(False, "form")],
        }
