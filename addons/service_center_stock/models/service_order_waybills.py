from odoo import fields, models


class ServiceOrder(models.Model):
    """The papers under which parts of an order went out to the bench and came back."""

    _inherit = "service.order"

    waybill_count = fields.Integer(
        "Waybills",
        compute="_compute_waybill_count",
        groups="stock.group_stock_user",
        help="Issues of parts and returns to the stock.",
    )

    def _compute_waybill_count(self):
        counts = dict(
            self.env["stock.move"]._read_group(
                [("service_order_id", "in", self.ids), ("picking_id", "!=", False)],
                ["service_order_id"],
                ["picking_id:count_distinct"],
            )
        )
        for order in self:
            order.waybill_count = counts.get(order, 0)

    def action_view_waybills(self):
        """Open them, to be printed once more."""
        self.ensure_one()
        pickings = self.move_ids.picking_id
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Waybills"),
            "res_model": "stock.picking",
            "context": {"create": False},
        }
        if len(pickings) == 1:
            return {**action, "res_id": pickings.id, "views": [(False, "form")]}
        return {
            **action,
            "domain": [("id", "in", pickings.ids)],
            "views": [(False, "list"), (False, "form")],
        }
