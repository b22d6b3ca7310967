from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

POSTED = ("in_process", "paid")


class AccountPayment(models.Model):
    """A payment at a desk is a cash order: a paper with purpose, basis and person."""

    _name = "account.payment"
    _inherit = ["account.payment", "service.readonly.mixin"]

    is_cash_order = fields.Boolean(
        related="journal_id.is_service_desk", store=True, precompute=True
    )
    cash_purpose_id = fields.Many2one(
        "service.cash.purpose",
        "Purpose",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('direction', 'in', (payment_type, 'both'))]",
    )
    service_order_id = fields.Many2one(
        "service.order",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="The order this money is for. Several: name them in the parts.",
    )
    service_employee_id = fields.Many2one(
        "hr.employee",
        "Employee",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="To whom wages or an advance are paid, or who gives money back.",
    )
    cash_basis = fields.Char(
        "Basis",
        help="Why: the order, a contract, a ticket. Printed on the cash order.",
    )
    cash_key = fields.Char(
        readonly=True,
        copy=False,
        help="Of the click that made it: the same click makes no second one.",
    )
    allocation_ids = fields.One2many(
        "service.cash.allocation",
        "payment_id",
        "Parts",
        copy=False,
        help="How the amount is divided over service orders and invoices.",
    )
    cash_approver_id = fields.Many2one(
        "res.users",
        "Approved By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The second person of a large payout.",
    )
    cash_user_id = fields.Many2one(
        "res.users",
        "Cashier",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Who took or gave the money.",
    )
    fiscal_number = fields.Char(
        "Fiscal Receipt No.",
        copy=False,
        help="Number of the receipt that a fiscal device printed. Filled in by its "
        "adapter, or by hand.",
    )

    _cash_key_uniq = models.UniqueIndex(
        "(company_id, cash_key) WHERE cash_key IS NOT NULL",
        "This was recorded already. Reload the page.",
    )

    cash_kind = fields.Selection(
        [("in", "Receipt"), ("out", "Expense"), ("void", "Void")],
        "Kind",
        compute="_compute_cash_kind",
    )
    needs_approval = fields.Boolean(
        compute="_compute_needs_approval",
        help="A large payout that waits for the second person.",
    )

    @api.depends("payment_type", "cash_voids_id")
    def _compute_cash_kind(self):
        for payment in self:
            payment.cash_kind = payment._get_cash_direction()

    @api.depends(
        *("amount", "payment_type", "journal_id", "state", "cash_approver_id"),
        "cash_voids_id",
    )
    def _compute_needs_approval(self):
        for payment in self:
            limit = payment.journal_id.service_payout_limit
            payment.needs_approval = bool(
                limit
                and payment.is_cash_order
                and payment.payment_type == "outbound"
                and payment.state == "draft"
                and not payment.cash_approver_id
                and not payment.cash_voids_id  # voided by another person anyway
                and payment.currency_id.compare_amounts(payment.amount, limit) >= 0
            )

    @api.depends("cash_purpose_id", "payment_type")
    def _compute_destination_account_id(self):
        kept = self.filtered(lambda payment: payment._keeps_account())
        for payment in kept:
            payment.destination_account_id = payment.destination_account_id
        res = super(AccountPayment, self - kept)._compute_destination_account_id()
        for payment in (self - kept).filtered("cash_purpose_id"):
            account = payment.cash_purpose_id._get_account(
                payment.company_id, payment.payment_type
            )
            if account:
                payment.destination_account_id = account
        return res

    def _keeps_account(self):
        """Hook: the program chose the account; neither partner nor purpose does."""
        self.ensure_one()
        return bool(self.cash_voids_id)

    def _complete_partner_type(self, vals):
        """Whose account the purpose books to is what the partner is here."""
        purpose = self.env["service.cash.purpose"].browse(vals.get("cash_purpose_id"))
        if purpose.books_to in (False, "account"):
            return vals
        return {**vals, "partner_type": purpose.books_to}

    @api.onchange("payment_type", "cash_purpose_id", "service_order_id")
    def _onchange_cash_purpose_id(self):
        purpose = self.cash_purpose_id
        if purpose.direction not in (self.payment_type, "both", False):
            self.cash_purpose_id = purpose = purpose.browse()
        if purpose.books_to in ("customer", "supplier"):
            self.partner_type = purpose.books_to
        elif not purpose:
            of_customer = self.payment_type == "inbound" or self.service_order_id
            self.partner_type = "customer" if of_customer else "supplier"

    @api.onchange("service_order_id")
    def _onchange_service_order_id(self):
        order = self.service_order_id
        if order and not self.partner_id:
            self.partner_id = order._get_payer()
        if order and not self.amount:
            self.amount = max(order.amount_due, 0.0)

    @api.model
    def _get_server_fields(self):
        """Odoo answers for its own fields; of ours, the server alone fills these."""
        return frozenset(
            {"cash_key", "cash_approver_id", "cash_user_id"}
            | {"cash_voids_id", "cash_void_reason", "is_cash_order", "is_cash_void"}
        )

    def _check_not_posted(self):
        """A posted cash order is a paper: it is voided, never changed or deleted."""
        posted = self.filtered(lambda p: p.is_cash_order and p.state in POSTED)
        if posted:
            raise UserError(
                self.env._(
                    "%(orders)s: posted, so nothing can be changed or deleted any "
                    "more. Void it, then write a new one.",
                    orders=", ".join(posted[:10].mapped("display_name")),
                )
            )

    @api.model
    def _get_cash_paper_fields(self):
        """Hook: what stands on the paper, and does not change once it is posted."""
        return {
            *("date", "amount", "payment_type", "partner_type", "partner_id"),
            *("journal_id", "currency_id", "payment_method_line_id", "memo"),
            *("destination_account_id", "cash_purpose_id", "service_order_id"),
            *("service_employee_id", "cash_basis", "allocation_ids", "move_id"),
            *("company_id", "payment_reference", "partner_bank_id"),
        }

    @api.model
    def _get_cashier_fields(self):
        """Hook: what a cashier who keeps no books may set on a cash order."""
        return {
            *("amount", "payment_type", "partner_type", "partner_id", "journal_id"),
            *("memo", "cash_purpose_id", "cash_basis", "service_order_id"),
            *("service_employee_id", "allocation_ids", "fiscal_number"),
            *("message_follower_ids", "message_ids", "activity_ids"),
            "message_main_attachment_id",
        }

    def _check_cashier_fields(self, vals):
        """Accounts, entries and states are the server's and the bookkeeper's."""
        user = self.env.user
        if self.env.su or user.has_group("account.group_account_invoice"):
            return
        names = set(vals) - self._get_cashier_fields()
        if names:
            labels = self.fields_get(names, ["string"])
            raise AccessError(
                self.env._(
                    "A cashier does not set: %(fields)s.",
                    fields=", ".join(sorted(f["string"] for f in labels.values())),
                )
            )

    @api.model
    def default_get(self, fields):
        """A cash order begins at a desk of the person who writes it."""
        values = super().default_get(fields)
        if "journal_id" in fields and self.env.context.get("cash_order"):
            desk = self.env["account.journal"]._get_own_desk()
            values.setdefault("journal_id", desk.id)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_cashier_fields(vals)
        vals_list = map(self._complete_partner_type, vals_list)
        return super().create([self._leave_entry_to_posting(v) for v in vals_list])

    def _leave_entry_to_posting(self, vals):
        """Odoo makes the entry at once if told what it looks like; a desk does not.

        Its entry is made when the order is recorded, of what is received, no more.
        """
        desk = self.env["account.journal"].browse(vals.get("journal_id"))
        names = {"write_off_line_vals", "force_balance", "line_ids"} & set(vals)
        # sudo: what kind of journal it is, for who may not read it
        if not names or not desk.sudo().is_service_desk:
            return vals
        if any(vals[name] for name in names):
            raise UserError(
                self.env._(
                    "%(desk)s: a cash order writes nothing off. Record what is paid; "
                    "for the rest give a discount or write a credit note.",
                    desk=desk.sudo().display_name,
                )
            )
        return {name: value for name, value in vals.items() if name not in names}

    def write(self, vals):
        self._check_cashier_fields(vals)
        closing = vals.get("state") in ("draft", "canceled", "rejected")
        if closing or not self._get_cash_paper_fields().isdisjoint(vals):
            # Odoo's own posting sets the entry of a payment while it becomes posted
            self.filtered(lambda p: p.move_id.state == "posted")._check_not_posted()
        if not self._get_approved_fields().isdisjoint(vals):
            # who approved it has not seen what it is now
            self.filtered("cash_approver_id")._write_server_fields(
                {"cash_approver_id": False}
            )
        return super().write(self._complete_partner_type(vals))

    @api.model
    def _get_approved_fields(self):
        """Hook: what the second person of a large payout agrees to."""
        return self._get_cash_paper_fields() - {"date", "move_id"}

    def unlink(self):
        self.check_access("unlink")
        self._check_not_posted()  # before Odoo takes its entry back
        # sudo: Odoo looks at invoices, which a cashier does not read; that he may
        # delete these drafts is checked
        return super(AccountPayment, self.sudo()).unlink()

    def action_draft(self):
        self._check_not_posted()
        return super().action_draft()

    def action_cancel(self):
        self._check_not_posted()
        return super().action_cancel()

    @api.model
    def _get_by_key(self, company, key):
        """The cash order that this click made already, if any."""
        domain = Domain("company_id", "=", company.id) & Domain("cash_key", "=", key)
        # sudo: whoever holds the key made it
        return self.sudo().search(domain, limit=1) if key else self.browse()
