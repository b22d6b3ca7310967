from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .account_payment_post import JustWritten

CREDIT = "service_center_cash.service_center_cash_group_credit"


class ServiceOrder(models.Model):
    """What was paid for an order, and what is left to pay."""

    _inherit = "service.order"

    cash_allocation_ids = fields.One2many(
        "service.cash.allocation",
        "order_id",
        "Cash Movements",
        readonly=True,
        copy=False,
    )
    amount_paid = fields.Monetary(
        "Paid",
        compute="_compute_amount_paid",
        compute_sudo=True,
        store=True,
        help="Received for this order, less what was given back.",
    )
    amount_prepaid = fields.Monetary(
        "Prepaid",
        compute="_compute_amount_paid",
        compute_sudo=True,
        store=True,
        help="Of what was paid, that which came before the repair was done.",
    )
    amount_due = fields.Monetary(
        compute="_compute_amount_due",
        store=True,
        help="What the customer has to pay yet. Less than 0: he gets it back.",
    )

    @api.depends(
        "cash_allocation_ids.amount_signed", "cash_allocation_ids.is_prepayment"
    )
    def _compute_amount_paid(self):
        for order in self:
            parts = order.cash_allocation_ids
            early = parts.filtered("is_prepayment")
            order.amount_paid = sum(parts.mapped("amount_signed"))
            order.amount_prepaid = sum(early.mapped("amount_signed"))

    @api.depends("amount_total", "amount_paid")
    def _compute_amount_due(self):
        for order in self:
            order.amount_due = order.amount_total - order.amount_paid

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage.state == "issued" and not self.env.user.has_group(CREDIT):
            for order in self:
                if order.currency_id.compare_amounts(order.amount_due, 0.0) > 0:
                    blockers[order].append(
                        self.env._(
                            "To pay yet: %(due)s. Receive it, or ask somebody who may "
                            "sell on credit.",
                            due=order._format_amount(order.amount_due),
                        )
                    )
        return blockers

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state == "issued":
            self._message_log_batch(
                {
                    order.id: self.env._(
                        "Issued on credit: %(due)s to pay yet.",
                        due=order._format_amount(order.amount_due),
                    )
                    for order in self
                    if order.currency_id.compare_amounts(order.amount_due, 0.0) > 0
                }
            )
        return res

    def action_receive_payment(self):
        """Open the dialog that takes the customer's money."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment"),
            "res_model": "service.cash.payment",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def _get_desks(self):
        """The desks where the current user takes money for this order."""
        self.ensure_one()
        desks = self.env["account.journal"].search(
            [("is_service_desk", "=", True), ("company_id", "=", self.company_id.id)]
        )
        return desks.filtered(
            lambda desk: (
                desk._is_desk_user()
                and (
                    not desk.sudo().service_branch_ids
                    or self.branch_id in desk.sudo().service_branch_ids
                )
            )
        )

    def _pay(self, desk, amount, payment_type="inbound", key=None, basis=None):
        """Receive ``amount`` for this order at ``desk``, or give it back.

        :param key: of the click: the same click again returns what it made first
        """
        self.ensure_one()
        self.check_access("read")
        desk._check_desk_user()
        payments = self.env["account.payment"]
        done = payments._get_by_key(self.company_id, key)
        if done:
            return done
        self._hold_for_payment()
        if desk not in self._get_desks():
            raise UserError(
                self.env._(
                    "%(desk)s takes no money for orders of this branch.",
                    desk=desk.sudo().display_name,
                )
            )
        # sudo: a cashier of the desk (checked) books its money without being an
        # accountant; every value comes from the order
        payment = payments.sudo().create(
            self._prepare_payment_values(desk, amount, payment_type, key, basis)
        )
        if not payment.needs_approval:  # a large refund waits for the second person
            payment.with_context(service_cash_fresh=JustWritten()).action_post()
        return payment

    def _hold_for_payment(self):
        """One click that came twice at once: the second waits and begins anew."""
        self.env.cr.execute(
            SQL("UPDATE service_order SET write_uid = write_uid WHERE id = %s", self.id)
        )

    def _prepare_payment_values(self, desk, amount, payment_type, key, basis):
        return {
            "payment_type": payment_type,
            "partner_type": "customer",
            "partner_id": self._get_payer().commercial_partner_id.id,
            "journal_id": desk.id,
            "company_id": self.company_id.id,
            "amount": amount,
            "service_order_id": self.id,
            "memo": self.name,
            "cash_basis": basis or self.name,
            "cash_key": key,
        }
