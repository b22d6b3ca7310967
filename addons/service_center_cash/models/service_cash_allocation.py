from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceCashAllocation(models.Model):
    """Which part of a cash order is for which service order or invoice."""

    _name = "service.cash.allocation"
    _description = "Part of a Cash Order"
    _inherit = ["service.readonly.mixin"]
    _order = "payment_id, id"
    _check_company_auto = True

    payment_id = fields.Many2one(
        "account.payment", "Cash Order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="payment_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="payment_id.currency_id")
    order_id = fields.Many2one(
        "service.order",
        "Service Order",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    invoice_id = fields.Many2one(
        "account.move",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('move_type', 'in', ('out_invoice', 'out_refund')), "
        "('state', '=', 'posted')]",
    )
    amount = fields.Monetary(required=True, help="In the currency of the desk.")
    state = fields.Selection(related="payment_id.state", store=True)
    date = fields.Date(related="payment_id.date", store=True)
    is_prepayment = fields.Boolean(
        readonly=True,
        copy=False,
        help="Received before the repair was done.",
    )
    amount_signed = fields.Monetary(
        "Received",
        compute="_compute_amount_signed",
        store=True,
        help="What the order has got by it: less than 0 if it was given back.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Each part of a cash order is more than 0."
    )

    @api.depends("amount", "state", "payment_id.payment_type")
    def _compute_amount_signed(self):
        for part in self:
            if part.state not in ("in_process", "paid"):
                part.amount_signed = 0.0
            else:
                inbound = part.payment_id.payment_type == "inbound"
                part.amount_signed = part.amount if inbound else -part.amount

    @api.constrains("amount", "payment_id")
    def _check_sum(self):
        for payment in self.payment_id:
            parts = sum(payment.allocation_ids.mapped("amount"))
            if payment.currency_id.compare_amounts(parts, payment.amount) > 0:
                raise ValidationError(
                    self.env._(
                        "The parts make %(parts)s, more than the %(amount)s of the "
                        "cash order. Correct them and save again.",
                        parts=payment.currency_id.format(parts),
                        amount=payment.currency_id.format(payment.amount),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.payment_id._check_not_posted()
        for part in parts.filtered("invoice_id"):
            if not part.order_id:
                part.order_id = part.invoice_id.service_order_id
        return parts

    def write(self, vals):
        self.payment_id._check_not_posted()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_posted(self):
        self.payment_id._check_not_posted()

    def _get_open_items(self, line):
        """The open items that this part settles: its invoice, or that of its order."""
        self.ensure_one()
        invoices = self.invoice_id or self.order_id._get_live_invoices("customer")
        items = invoices.filtered(lambda move: move.state == "posted").line_ids
        if line.balance > 0:  # given back: against what was received and not used
            items += (
                self.order_id.sudo().cash_allocation_ids.payment_id.move_id.line_ids
            )
        return items.filtered(
            lambda item: (
                item.account_id == line.account_id
                and not item.reconciled
                and item.partner_id == line.partner_id
                and item.balance * line.balance < 0
            )
        )
