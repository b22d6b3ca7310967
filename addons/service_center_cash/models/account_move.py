from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from .account_payment_post import Checked


class AccountMove(models.Model):
    """Entries of desks: numbered by direction, and made by cash orders alone."""

    _inherit = "account.move"

    cash_direction = fields.Selection(
        [("in", "Receipt"), ("out", "Expense"), ("void", "Void")],
        readonly=True,
        copy=False,
        help="Receipts, expenses and voids of a desk are numbered each by itself.",
    )

    def _get_last_sequence_domain(self, relaxed=False):
        where, params = super()._get_last_sequence_domain(relaxed)
        if self.journal_id.is_service_desk:
            if self.cash_direction:
                where += " AND cash_direction = %(cash_direction)s"
                params["cash_direction"] = self.cash_direction
            else:
                where += " AND cash_direction IS NULL"
        return where, params

    def _get_starting_sequence(self):
        desk = self.journal_id
        if not (desk.is_service_desk and self.cash_direction):
            return super()._get_starting_sequence()
        prefix = desk[f"cash_{self.cash_direction}_prefix"]
        date = self.date or fields.Date.context_today(self)
        return f"{prefix}/{desk.code}/{date.year:04d}/00000"

    def _post(self, soft=True):
        self._check_desk_accounts()
        self._check_cash_order_checked()
        posted = super()._post(soft)
        # sudo: whoever posts, the sums of the desk follow
        self.env["service.cash.balance"].sudo()._forget_late(posted)
        posted._settle_prepayments()
        return posted

    @api.model
    @ormcache()
    def _get_desk_accounts(self):
        """Identifiers of the accounts that only cash orders book to."""
        # sudo: whoever posts an entry is told, whatever desks he sees
        desks = self.env["account.journal"].sudo().search([("is_service_desk", "=", 1)])
        return frozenset(desks.default_account_id.ids)

    def _check_desk_accounts(self):
        """Money of a desk moves by cash orders: so the balance has a paper each."""
        accounts = self._get_desk_accounts()
        if not accounts:
            return
        for move in self:
            if move.origin_payment_id.is_cash_order:
                continue
            touched = move.line_ids.account_id.filtered(lambda a: a.id in accounts)
            if touched or move.journal_id.is_service_desk:
                raise UserError(
                    self.env._(
                        "%(account)s is the money of a desk: write a cash order "
                        "instead of an entry.",
                        account=(touched or move.journal_id)[:1].display_name,
                    )
                )

    def _check_cash_order_checked(self):
        """Only recording a cash order posts its entry: setting a state does not."""
        if isinstance(self.env.context.get("service_cash_checked"), Checked):
            return
        if self.origin_payment_id.filtered("is_cash_order"):
            raise UserError(
                self.env._("This is money of a desk: record the cash order instead.")
            )

    def _settle_prepayments(self):
        """A new invoice takes what was paid before for its order, oldest first."""
        for invoice in self.filtered(
            lambda m: (
                m.move_type == "out_invoice"
                and m.service_order_id
                and m.service_payer == "customer"
            )
        ):
            due = invoice.line_ids.filtered(
                lambda item: (
                    item.account_type == "asset_receivable" and not item.reconciled
                )
            )
            # sudo: the cashier's receipts, whoever makes the invoice
            paid = self.env["service.cash.allocation"].sudo()
            paid = paid.search([("order_id", "=", invoice.service_order_id.id)])
            advances = paid.payment_id.move_id.line_ids.filtered(
                lambda item, d=due, i=invoice: (
                    item.account_id in d.account_id
                    and item.partner_id in d.partner_id
                    and item.parent_state == "posted"
                    and not item.reconciled
                    and item.balance < 0
                    and (
                        len(item.payment_id.allocation_ids) < 2
                        or item.name == i.service_order_id.name
                    )
                )
            )
            if due and advances:
                (due + advances.sorted(lambda item: (item.date, item.id))).reconcile()

    def _is_cash(self):
        """Whether this entry moved the money of a desk."""
        self.ensure_one()
        if self.cash_direction or self.origin_payment_id.is_cash_order:
            return True
        accounts = self._get_desk_accounts()
        return not accounts.isdisjoint(self.line_ids.account_id.ids)

    def _check_not_cash(self):
        if any(move._is_cash() for move in self):
            raise UserError(
                self.env._("This is the entry of a cash order: void the order instead.")
            )

    def write(self, vals):
        if not self._get_cash_entry_fields().isdisjoint(vals):
            self.filtered(
                lambda move: (
                    move.state == "posted"
                    and move._is_cash()
                    and any(
                        self._field_will_change(move, vals, name)
                        for name in self._get_cash_entry_fields().intersection(vals)
                    )
                )
            )._check_not_cash()
        return super().write(vals)

    @api.model
    def _get_cash_entry_fields(self):
        """Hook: what stays of a cash order's entry once it is posted."""
        return {"name", "date", "journal_id", "cash_direction", "origin_payment_id"}

    def button_draft(self):
        self.filtered(lambda move: move.state == "posted")._check_not_cash()
        return super().button_draft()

    def button_cancel(self):
        self.filtered(lambda move: move.state == "posted")._check_not_cash()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_not_cash()
        return super()._reverse_moves(default_values_list, cancel)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_cash(self):
        self.filtered(lambda move: move.state == "posted")._check_not_cash()
