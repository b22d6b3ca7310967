from odoo import fields, models


class ServiceCashClose(models.TransientModel):
    """The count at the end of a shift; what the books say is shown afterwards."""

    _name = "service.cash.close"
    _description = "Close a Cash Shift"

    shift_id = fields.Many2one(
        "service.cash.shift",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    currency_id = fields.Many2one(related="shift_id.currency_id")
    counted = fields.Monetary(required=True)
    comment = fields.Char(help="Needed where the count differs from the books.")

    def action_close(self):
        """Close the shift with what was counted."""
        self.ensure_one()
        self.shift_id.action_close(self.counted, self.comment)
        return {"type": "ir.actions.act_window_close"}
