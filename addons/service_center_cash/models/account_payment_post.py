from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .account_journal import CONTROLLER

PARTNERS = ("customer", "supplier")
OVER = (False, "done", "refused", "issued")  # what comes later is no prepayment


class Checked:
    """In the context of whatever posts the entry of a cash order that was checked.

    A class of its own, so that nobody can send one over RPC.
    """


class JustWritten:
    """In the context of a cash order that nobody else can see yet. As above."""


class AccountPayment(models.Model):
    """Posting a cash order: checked, numbered, booked and settled in one moment."""

    _inherit = "account.payment"

    def action_cash_post(self):
        """Receive or pay out this money, as the desk's cashier.

        Pressed again, nothing more happens.
        """
        self.check_access("read")
        self.journal_id._check_desk_user()
        # sudo: a cashier of the desk (checked) books its money without being an
        # accountant; what is booked is checked below
        self.sudo().action_post()
        return True

    def action_approve_payout(self):
        """The second person agrees to a large payout."""
        if not self.env.user.has_group(CONTROLLER):
            raise UserError(self.env._("Payouts are approved by a cash controller."))
        self.check_access("read")
        for payment in self:
            if self.env.user == payment.create_uid:
                raise UserError(
                    self.env._(
                        "You wrote this payout yourself: somebody else approves it."
                    )
                )
        # sudo: checked above
        self.sudo()._write_server_fields({"cash_approver_id": self.env.uid})
        return True

    def action_post(self):
        cash = self.filtered("is_cash_order")
        drafts = cash._stand_in_line()
        res = super(AccountPayment, self - cash).action_post()
        for payment in drafts:  # each finds in the desk what the one before left
            payment._book_by_purpose()
            payment._check_cash_order()
            payment._complete_allocations()
            payment._write_server_fields({"cash_user_id": self.env.uid})
            checked = payment.with_context(service_cash_checked=Checked())
            super(AccountPayment, checked).action_post()
            payment._settle()
        return res

    def _get_outcome(self):
        """What a dialog does at its end: close, or say what is still to be done."""
        # sudo: whoever pressed the button is told what became of it
        payment = self.sudo()
        close = {"type": "ir.actions.act_window_close"}
        if payment.state != "draft":
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Nothing was paid yet"),
                "message": self.env._(
                    "%(amount)s at %(desk)s wait for a second person. When a "
                    "controller has approved it, record it under Cash Orders.",
                    amount=payment.currency_id.format(payment.amount),
                    desk=payment.journal_id.name,
                ),
                "next": close,
            },
        }

    def _book_by_purpose(self):
        """A draft is booked as its purpose says now, not when it was written."""
        field = self._fields["destination_account_id"]
        drafts = self.filtered(lambda p: p.cash_purpose_id.books_to == "account")
        self.env.add_to_compute(field, drafts)

    def _stand_in_line(self):
        """Two clicks at once: the second waits, begins anew and finds it posted."""
        fresh = isinstance(self.env.context.get("service_cash_fresh"), JustWritten)
        if self and not fresh:
            self._hold_orders()
            self.env.cr.execute(
                SQL(
                    "UPDATE account_payment SET write_uid = write_uid WHERE id IN %s",
                    self._ids,
                )
            )
            self.invalidate_recordset(["state"])
        drafts = self.filtered(lambda payment: payment.state == "draft")
        return drafts.with_context(service_cash_fresh=False)

    def _hold_orders(self):
        """Orders first, then papers, then desks, for everybody who needs them all.

        Two who took them the other way round would wait for each other.
        """
        parts = self.allocation_ids
        orders = self.service_order_id | parts.order_id
        orders |= (parts.invoice_id | self.invoice_ids).service_order_id
        if orders:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM service_order WHERE id IN %s ORDER BY id "
                    "FOR NO KEY UPDATE",
                    orders._ids,
                )
            )

    def _check_cash_order(self):
        """Raise sentences on what a cash order lacks, or on money that is not there."""
        self.ensure_one()
        reasons = self._get_cash_blockers()
        if reasons:
            raise UserError("\n".join(reasons))

    def _get_cash_blockers(self):
        """Hook: why this cash order cannot be posted; call super and append."""
        self.ensure_one()
        purpose = self.cash_purpose_id
        reasons = []
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            reasons.append(self.env._("The amount is more than 0."))
        if not purpose and self._needs_purpose():
            reasons.append(self.env._("Choose a purpose."))
        if purpose and purpose.direction not in (self.payment_type, "both"):
            reasons.append(
                self.env._("“%(purpose)s” goes the other way.", purpose=purpose.name)
            )
        if purpose:
            reasons.append(
                purpose._get_account_blocker(self.company_id, self.payment_type)
            )
        of_partner = purpose.needs_partner or purpose.books_to in PARTNERS
        if of_partner and not self.partner_id:
            reasons.append(self.env._("Name the customer or vendor."))
        if purpose.needs_employee and not self.service_employee_id:
            reasons.append(self.env._("Name the employee."))
        if purpose.needs_order and not (self.service_order_id or self.allocation_ids):
            reasons.append(self.env._("Name the service order."))
        if purpose.needs_basis and not (self.cash_basis or "").strip():
            reasons.append(self.env._("Write down the basis."))
        desk_currency = self.journal_id.currency_id or self.company_id.currency_id
        if self.currency_id != desk_currency:
            reasons.append(
                self.env._(
                    "%(desk)s keeps %(currency)s only.",
                    desk=self.journal_id.name,
                    currency=desk_currency.name,
                )
            )
        locked = self.company_id._get_violated_lock_dates(
            self.date, False, self.journal_id
        )
        if locked:
            reasons.append(
                self.env._(
                    "The books of %(date)s are closed. Choose a later date.",
                    date=fields.Date.to_string(self.date),
                )
            )
        if self.payment_type == "outbound":
            reasons += self._get_payout_blockers()
        return list(filter(None, reasons))

    def _needs_purpose(self):
        """Hook: whether nothing else says what the money is for."""
        self.ensure_one()
        return not (
            self.cash_voids_id
            or self.allocation_ids
            or self.service_order_id
            or self.invoice_ids
            or self.partner_id
        )

    def _get_payout_blockers(self):
        desk = self.journal_id
        reasons = []
        if self.needs_approval:
            reasons.append(
                self.env._("A payout of this size is approved by a second person.")
            )
        if not desk.service_overdraft:
            desk._hold_desk()
            there = desk._get_desk_balances().get(desk, 0.0)
            if self.currency_id.compare_amounts(self.amount, there) > 0:
                reasons.append(
                    self.env._(
                        "%(desk)s: there are %(there)s only.",
                        desk=desk.name,
                        there=self.currency_id.format(there),
                    )
                )
        return reasons

    def _complete_allocations(self):
        """Money for one order or invoice is its one part; say which came before."""
        parts = self.env["service.cash.allocation"]
        values = []
        for payment in self.filtered(lambda p: not p.allocation_ids):
            invoice = payment.invoice_ids.filtered("service_order_id")[:1]
            order = payment.service_order_id or invoice.service_order_id
            if order:
                values.append(
                    {
                        "payment_id": payment.id,
                        "order_id": order.id,
                        "invoice_id": invoice.id,
                        "amount": payment.amount,
                        "is_prepayment": order.state not in OVER,
                    }
                )
        parts.create(values)
        early = self.allocation_ids.filtered(
            lambda part: not part.is_prepayment and part.order_id.state not in OVER
        )
        early._write_server_fields({"is_prepayment": True})

    def _generate_move_vals(
        self, write_off_line_vals=None, force_balance=None, line_ids=None
    ):
        vals = super()._generate_move_vals(write_off_line_vals, force_balance, line_ids)
        if self.is_cash_order:
            vals["cash_direction"] = self._get_cash_direction()
        return vals

    def _get_cash_direction(self):
        return {"inbound": "in", "outbound": "out"}[self.payment_type]

    def _prepare_move_line_default_vals(
        self, write_off_line_vals=None, force_balance=None
    ):
        """One line of the entry per part, so that each settles its own invoice."""
        lines = super()._prepare_move_line_default_vals(
            write_off_line_vals, force_balance
        )
        if not self.is_cash_order:
            return lines
        # an advance is found by the commercial partner that stands on the invoice
        for line in lines:
            line["partner_id"] = self.partner_id.commercial_partner_id.id
        if len(self.allocation_ids) < 2 or write_off_line_vals:
            return lines
        liquidity, counterpart = lines
        rest = counterpart["amount_currency"]
        rest_balance = counterpart["debit"] - counterpart["credit"]
        rate = rest_balance / rest
        sign = -1 if rest < 0 else 1
        split = []
        for part in self.allocation_ids:
            amount = sign * part.amount
            balance = self.company_currency_id.round(amount * rate)
            split.append((amount, balance, part.order_id.name or part.invoice_id.name))
            rest -= amount
            rest_balance -= balance
        if self.currency_id.is_zero(rest):
            amount, balance, name = split.pop()
            split.append((amount, balance + rest_balance, name))
        else:
            split.append((rest, rest_balance, counterpart["name"]))
        return [
            liquidity,
            *(
                {
                    **counterpart,
                    "name": name or counterpart["name"],
                    "amount_currency": amount,
                    "debit": max(balance, 0.0),
                    "credit": max(-balance, 0.0),
                }
                for amount, balance, name in split
            ),
        ]

    def _settle(self):
        """Each part settles its invoice; what has none yet waits as an advance."""
        for payment in self.filtered("move_id"):
            account = payment.destination_account_id
            if not account.reconcile:
                continue
            lines = payment.move_id.line_ids.filtered(
                lambda line, a=account: line.account_id == a
            ).sorted("id")
            plan = []
            for part, line in zip(payment.allocation_ids, lines, strict=False):
                due = part._get_open_items(line)
                if due:
                    plan.append(line + due)
            if plan:
                self.env["account.move.line"]._reconcile_plan(plan)
