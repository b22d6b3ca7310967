from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

# receipt, expense and void, as the papers of a country call them
PREFIXES = {
    **dict.fromkeys(("RU", "BY", "KZ"), ("ПКО", "РКО", "СТ")),
    "UA": ("ПКО", "ВКО", "СТ"),
    "PL": ("KP", "KW", "ST"),
}
CASHIER = "service_center_cash.service_center_cash_group_cashier"
CONTROLLER = "service_center_cash.service_center_cash_group_controller"


class AccountJournal(models.Model):
    """A cash desk or an account of the centre is a journal that answers for money.

    Nothing reaches its account but cash orders: so its balance, the journal and the
    ledger are one number.
    """

    _inherit = "account.journal"

    is_service_desk = fields.Boolean(
        "Cash Desk of the Service Center",
        help="Money is received and paid out here by cash orders alone. Each of them "
        "is numbered, printable and booked at once.",
    )
    service_branch_ids = fields.Many2many(
        "service.branch",
        "service_desk_branch_rel",
        "journal_id",
        "branch_id",
        string="Branches",
        help="The branches whose orders are paid here. Nothing named: all.",
    )
    service_user_ids = fields.Many2many(
        "res.users",
        "service_desk_user_rel",
        "journal_id",
        "user_id",
        string="Cashiers",
        domain=[("share", "=", False)],
        help="Who sees the balance and takes and gives money here. Nobody named: every "
        "cashier of its branches.",
    )
    service_overdraft = fields.Boolean(
        "May Go Below Zero",
        help="More may be paid out than is there, as from a bank account with a limit.",
    )
    service_payout_limit = fields.Monetary(
        "Second Person From",
        currency_field="service_currency_id",
        help="A cash expense of this much or more has to be approved by somebody else "
        "than who wrote it. 0: none has to.",
    )
    service_currency_id = fields.Many2one(
        "res.currency",
        "Money of the Desk",
        compute="_compute_service_currency_id",
        help="The desk's currency, or that of its company.",
    )
    service_balance = fields.Monetary(
        "In the Desk",
        currency_field="service_currency_id",
        compute="_compute_service_balance",
        groups=f"{CASHIER},{CONTROLLER},account.group_account_readonly",
        help="What the ledger says is there now.",
    )
    cash_in_prefix = fields.Char(
        "Receipts Begin With",
        compute="_compute_cash_prefixes",
        store=True,
        readonly=False,
        help="Numbers of receipt orders: this, the desk's code, the year, a number.",
    )
    cash_out_prefix = fields.Char(
        "Expenses Begin With",
        compute="_compute_cash_prefixes",
        store=True,
        readonly=False,
        help="Numbers of expense orders: this, the desk's code, the year, a number.",
    )
    cash_void_prefix = fields.Char(
        "Voids Begin With",
        compute="_compute_cash_prefixes",
        store=True,
        readonly=False,
        help="Numbers of orders that void another: this, the desk's code, the year, "
        "a number.",
    )

    _payout_limit_positive = models.Constraint(
        "CHECK (service_payout_limit >= 0)", "A limit of payouts is not less than 0."
    )

    @api.depends("company_id.account_fiscal_country_id")
    def _compute_cash_prefixes(self):
        for journal in self:
            code = journal.company_id.account_fiscal_country_id.code
            (
                journal.cash_in_prefix,
                journal.cash_out_prefix,
                journal.cash_void_prefix,
            ) = PREFIXES.get(code, ("CR", "CE", "CV"))

    @api.depends("currency_id", "company_id.currency_id")
    def _compute_service_currency_id(self):
        for journal in self:
            journal.service_currency_id = (
                journal.currency_id or journal.company_id.currency_id
            )

    def _compute_service_balance(self):
        balances = self._get_desk_balances()
        for journal in self:
            journal.service_balance = balances.get(journal, 0.0)

    def _get_desk_balances(self):
        """What lies in each desk by the ledger, in the desk's currency."""
        # sudo: a cashier knows the balance of his desk without reading the ledger
        sums = self.env["service.cash.balance"].sudo()
        sums = sums._sum_up(self.sudo().default_account_id)
        found = {}
        for journal in self:
            desk = journal.sudo()
            balance, amount = sums.get(desk.default_account_id, (0.0, 0.0))
            currency = desk.currency_id or desk.company_id.currency_id
            found[journal] = currency.round(amount if desk.currency_id else balance)
        return found

    @api.constrains("is_service_desk", "type", "default_account_id")
    def _check_service_desk(self):
        for journal in self.filtered("is_service_desk"):
            if journal.type not in ("cash", "bank"):
                raise ValidationError(
                    self.env._(
                        "%(desk)s: a desk is a journal of type Cash or Bank.",
                        desk=journal.display_name,
                    )
                )
            if not journal.default_account_id:
                raise ValidationError(
                    self.env._(
                        "%(desk)s: set the account that its money is booked to.",
                        desk=journal.display_name,
                    )
                )
            # sudo: also desks that this person does not see
            shared = self.sudo().search_count(
                [
                    ("is_service_desk", "=", True),
                    ("default_account_id", "=", journal.default_account_id.id),
                    ("id", "!=", journal.id),
                ]
            )
            if shared:
                raise ValidationError(
                    self.env._(
                        "%(desk)s: another desk has the same account. Each needs its "
                        "own, or their balances could not be told apart.",
                        desk=journal.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        journals = super().create(vals_list)
        self.env.registry.clear_cache()  # which accounts are those of desks
        journals._book_payments_to_desk()
        return journals

    def write(self, vals):
        of_desks = {"is_service_desk", "default_account_id", "active"} & set(vals)
        accounts = self.default_account_id
        res = super().write(vals)
        if of_desks:
            self.env.registry.clear_cache()
            # sudo: whoever sets desks up; it is added up anew
            balances = self.env["service.cash.balance"].sudo()
            balances._forget(accounts | self.default_account_id)
        self._book_payments_to_desk()
        return res

    def _book_payments_to_desk(self):
        """Every payment of a desk is booked to its own account, at once.

        Without an account on the method of payment Odoo books to “outstanding” money,
        or makes no entry at all, and the desk's ledger would stay at nought.
        """
        for desk in self.filtered("is_service_desk"):
            methods = (
                desk.inbound_payment_method_line_ids
                + desk.outbound_payment_method_line_ids
            ).filtered(lambda m, d=desk: m.payment_account_id != d.default_account_id)
            if methods:
                methods.payment_account_id = desk.default_account_id

    def _check_desk_user(self):
        """Raise unless the current user works at these desks."""
        for desk in self:
            if not desk._is_desk_user():
                # sudo: the name alone
                raise AccessError(
                    self.env._(
                        "%(desk)s: you are not one of its cashiers.",
                        desk=desk.sudo().display_name,
                    )
                )

    def _is_desk_user(self):
        """Hook: whether the current user takes and gives money here."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group("service_center.service_center_group_head"):
            return True
        if not user.has_groups(f"{CASHIER},{CONTROLLER}"):
            return False
        # sudo: who works there is asked also by those who may not see the desk
        desk = self.sudo()
        return user in desk.service_user_ids or (
            not desk.service_user_ids
            and (
                not desk.service_branch_ids or user in desk.service_branch_ids.user_ids
            )
        )

    @api.model
    def _get_own_desk(self):
        """Where the current user is most likely to take and give cash."""
        desks = self.search(
            [
                ("is_service_desk", "=", True),
                ("company_id", "=", self.env.company.id),
            ]
        )
        desks = desks.filtered(lambda desk: desk._is_desk_user())
        return desks.sorted(lambda desk: desk.type != "cash")[:1]

    def _hold_desk(self):
        """Payouts of a desk stand in line: the second sees what the first left."""
        self.ensure_one()
        self.env.cr.execute(
            SQL(
                "UPDATE account_journal SET write_uid = write_uid WHERE id = %s",
                self.id,
            )
        )


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    @api.constrains("payment_account_id", "journal_id")
    def _check_service_desk(self):
        for method in self.filtered("journal_id.is_service_desk"):
            if method.payment_account_id not in (
                method.journal_id.default_account_id,
                self.env["account.account"],
            ):
                raise ValidationError(
                    self.env._(
                        "%(desk)s: its payments are booked to its own account.",
                        desk=method.journal_id.display_name,
                    )
                )
