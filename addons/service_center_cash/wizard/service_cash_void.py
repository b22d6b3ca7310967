from odoo import fields, models


class ServiceCashVoid(models.TransientModel):
    """Ask why a cash order is voided."""

    _name = "service.cash.void"
    _description = "Void a Cash Order"

    payment_id = fields.Many2one(
        "account.payment",
        "Cash Order",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char(required=True)

    def action_void(self):
        """Void it; the reason stands on both papers."""
        self.ensure_one()
        self.payment_id.action_cash_void(self.reason)
        return {"type": "ir.actions.act_window_close"}
