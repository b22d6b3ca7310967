import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceCashPayment(models.TransientModel):
    """Take money for an order, or give it back: two clicks, one cash order."""

    _name = "service.cash.payment"
    _description = "Payment for an Order"

    order_id = fields.Many2one("service.order", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="order_id.currency_id")
    payment_type = fields.Selection(
        [("inbound", "Received"), ("outbound", "Given Back")],
        compute="_compute_payment_type",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    amount_due = fields.Monetary(related="order_id.amount_due")
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )
    desk_ids = fields.Many2many(
        "account.journal", string="Desks", compute="_compute_desk_ids"
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Desk",
        compute="_compute_journal_id",
        compute_sudo=False,  # the desks of this person, not all
        store=True,
        readonly=False,
        domain="[('id', 'in', desk_ids)]",
    )
    basis = fields.Char()
    key = fields.Char(default=lambda self: uuid.uuid4().hex, required=True)

    @api.depends("order_id")
    def _compute_payment_type(self):
        for wizard in self:
            back = wizard.order_id._get_amount_asked() < 0
            wizard.payment_type = "outbound" if back else "inbound"

    @api.depends("order_id", "payment_type")
    def _compute_amount(self):
        for wizard in self:
            amount = wizard.order_id._get_amount_asked()
            if wizard.payment_type == "outbound":
                amount = -(min(amount, 0) or wizard.order_id.amount_due)
            wizard.amount = max(amount, 0)

    @api.depends("order_id")
    def _compute_desk_ids(self):
        for wizard in self:
            wizard.desk_ids = wizard.order_id._origin._get_desks()

    @api.depends("desk_ids")
    def _compute_journal_id(self):
        for wizard in self:
            wizard.journal_id = wizard.desk_ids[:1]

    def action_pay(self):
        """Record it; pressed again, show what was recorded.

        :raise UserError: nothing to pay, or the money is not in the desk
        """
        self.ensure_one()
        if not self.journal_id:
            raise UserError(
                self.env._("You work at no desk that takes money for this order.")
            )
        payment = self.order_id._pay(
            self.journal_id, self.amount, self.payment_type, self.key, self.basis
        )
        return payment._get_outcome()
