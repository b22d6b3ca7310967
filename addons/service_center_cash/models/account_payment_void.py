from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from .account_journal import CONTROLLER
from .account_payment import POSTED


class AccountPayment(models.Model):
    """A posted cash order is voided by an opposite one; both keep their numbers."""

    _inherit = "account.payment"

    cash_voids_id = fields.Many2one(
        "account.payment",
        "Voids",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The cash order that this one takes back.",
    )
    cash_void_ids = fields.One2many("account.payment", "cash_voids_id", readonly=True)
    is_cash_void = fields.Boolean(
        "Voided", compute="_compute_is_cash_void", store=True, help="Taken back."
    )
    cash_void_reason = fields.Char(readonly=True, copy=False)

    _cash_void_uniq = models.UniqueIndex(
        "(cash_voids_id) WHERE cash_voids_id IS NOT NULL",
        "This cash order was voided already.",
    )

    @api.depends("cash_void_ids")
    def _compute_is_cash_void(self):
        for payment in self:
            payment.is_cash_void = bool(payment.cash_void_ids)

    def action_cash_void(self, reason=None):
        """Take a posted cash order back with an opposite one.

        :param reason: why; it stands on both papers
        """
        self.check_access("read")
        self.journal_id._check_desk_user()
        if not self.env.user.has_group(CONTROLLER):
            raise AccessError(
                self.env._("Cash orders are voided by a cash controller.")
            )
        for payment in self:
            if self.env.user == payment.cash_user_id:
                raise UserError(
                    self.env._(
                        "%(order)s: who took the money does not void it. Ask another "
                        "controller.",
                        order=payment.name,
                    )
                )
        # sudo: a controller of the desk (checked) books without being an accountant
        return self.sudo()._void(reason or self.env.context.get("void_reason"))

    def _void(self, reason):
        voids = self.browse()
        self._hold_orders()
        for payment in self:
            done = payment._get_same_void(reason)
            if done:
                voids += done
                continue
            payment._check_may_be_voided(reason)
            payment._hold_for_void()
            void = self.create(payment._prepare_void_values(reason))
            voids += void
            items = payment.move_id.line_ids.filtered(
                lambda item: item.account_id.reconcile
            )
            items.remove_move_reconcile()
            void.action_post()
            void.move_id.reversed_entry_id = payment.move_id
            for account in items.account_id:
                (items + void.move_id.line_ids).filtered(
                    lambda item, a=account: item.account_id == a and not item.reconciled
                ).reconcile()
            # what was paid too much before settles what is open again
            invoices = payment.allocation_ids.order_id._get_live_invoices("customer")
            invoices.filtered(lambda m: m.state == "posted")._settle_prepayments()
            payment._message_log(
                body=self.env._(
                    "Voided by %(void)s: %(reason)s", void=void.name, reason=reason
                )
            )
        return voids

    def _get_same_void(self, reason):
        """What this person's first click made, if this is the second one."""
        self.ensure_one()
        return self.cash_void_ids.filtered(
            lambda void: (
                void.cash_user_id == self.env.user and void.cash_void_reason == reason
            )
        )

    def _hold_for_void(self):
        """Two controllers at once: one void."""
        self.env.cr.execute(
            SQL(
                "UPDATE account_payment SET write_uid = write_uid WHERE id = %s",
                self.id,
            )
        )

    def _check_may_be_voided(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the cash order is voided."))
        if not self.is_cash_order or self.state not in POSTED:
            raise UserError(
                self.env._(
                    "%(order)s is not posted: delete or change it instead.",
                    order=self.display_name,
                )
            )
        if self.cash_void_ids or self.cash_voids_id:
            raise UserError(
                self.env._("%(order)s was voided already.", order=self.display_name)
            )

    def _prepare_void_values(self, reason):
        self.ensure_one()
        opposite = {"inbound": "outbound", "outbound": "inbound"}
        return {
            "cash_voids_id": self.id,
            "cash_void_reason": reason,
            "payment_type": opposite[self.payment_type],
            "partner_type": self.partner_type,
            "partner_id": self.partner_id.id,
            "journal_id": self.journal_id.id,
            "date": fields.Date.context_today(self),
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "memo": self.env._("Void of %(order)s", order=self.name),
            "cash_basis": reason,
            "service_order_id": self.service_order_id.id,
            "service_employee_id": self.service_employee_id.id,
            "destination_account_id": self.destination_account_id.id,
            "allocation_ids": [
                Command.create(
                    {
                        "order_id": part.order_id.id,
                        "invoice_id": part.invoice_id.id,
                        "amount": part.amount,
                    }
                )
                for part in self.allocation_ids
            ],
        }

    def _get_cash_direction(self):
        return "void" if self.cash_voids_id else super()._get_cash_direction()

    def _settle(self):
        """A void settles what it takes back, and nothing else."""
        return super(
            AccountPayment, self.filtered(lambda p: not p.cash_voids_id)
        )._settle()
