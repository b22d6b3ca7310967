from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class ServiceCashShift(models.Model):
    """A shift at a desk: opened with a counted float, closed by a blind count.

    Whoever may work at the desk may close it. To count, the desk is stopped first:
    what others are recording at that moment is finished, what comes later waits. So
    the count is compared with all there is.
    """

    _name = "service.cash.shift"
    _description = "Cash Shift"
    _inherit = ["service.readonly.mixin", "mail.thread"]
    _order = "date_opened desc, id desc"
    _rec_name = "journal_id"
    _check_company_auto = True

    journal_id = fields.Many2one(
        "account.journal",
        "Desk",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("is_service_desk", "=", True)],
    )
    company_id = fields.Many2one(
        related="journal_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True
    )
    state = fields.Selection(
        [("open", "Open"), ("counting", "Being Counted"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
    )
    opened_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    date_opened = fields.Datetime("Opened", readonly=True)
    opening_counted = fields.Monetary(
        "Float", help="What was counted when the shift was opened."
    )
    opening_expected = fields.Monetary("Expected Float", readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    date_closed = fields.Datetime("Closed", readonly=True)
    closing_counted = fields.Monetary("Counted", readonly=True)
    closing_expected = fields.Monetary(
        "By the Books",
        readonly=True,
        help="Shown when the shift is closed: who counts does not know it before.",
    )
    difference = fields.Monetary(
        readonly=True, help="Counted less expected; booked with a cash order."
    )
    comment = fields.Char(readonly=True)
    payment_ids = fields.One2many("account.payment", "cash_shift_id", "Cash Orders")
    payment_count = fields.Integer(compute="_compute_payment_count")

    _one_open = models.UniqueIndex(
        "(journal_id) WHERE state != 'closed'",
        "A shift of this desk is open already.",
    )
    _float_positive = models.Constraint(
        "CHECK (opening_counted >= 0 AND closing_counted >= 0)",
        "Money counted is not less than 0.",
    )

    @api.depends("journal_id")
    def _compute_currency_id(self):
        for shift in self:
            desk = shift.journal_id
            shift.currency_id = desk.currency_id or desk.company_id.currency_id

    @api.depends("payment_ids")
    def _compute_payment_count(self):
        counts = dict(
            self.env["account.payment"]._read_group(
                [("cash_shift_id", "in", self.ids)], ["cash_shift_id"], ["__count"]
            )
        )
        for shift in self:
            shift.payment_count = counts.get(shift, 0)

    @api.depends("journal_id", "date_opened")
    def _compute_display_name(self):
        for shift in self:
            opened = fields.Datetime.context_timestamp(
                self, shift.date_opened or fields.Datetime.now()
            )
            shift.display_name = f"{shift.journal_id.name}, {opened:%d.%m.%Y %H:%M}"

    def _complete_create_values(self, vals_list):
        return [
            {
                **vals,
                "opened_by_id": self.env.uid,
                "date_opened": fields.Datetime.now(),
            }
            for vals in super()._complete_create_values(vals_list)
        ]

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        names = [vals.get("journal_id") for vals in vals_list]
        desks = self.env["account.journal"].browse(filter(None, names))
        desks._check_desk_user()
        self._check_none_open(desks)
        shifts = super().create(vals_list)
        balances = shifts.journal_id._get_desk_balances()
        for shift in shifts:
            shift._write_server_fields(
                {"opening_expected": balances.get(shift.journal_id, 0.0)}
            )
            shift._book_difference(shift.opening_counted - shift.opening_expected)
        return shifts

    def _check_none_open(self, desks):
        """Two who open a shift at once: the second waits, begins anew and is told."""
        for desk in desks.sorted("id"):
            desk._hold_desk()
        there = next(iter(self._get_open(desks)), None)
        if there:
            raise UserError(
                self.env._(
                    "%(desk)s: a shift is open already. Reload the page.",
                    desk=there.name,
                )
            )

    def write(self, vals):
        if "opening_counted" in vals or "journal_id" in vals:
            raise UserError(
                self.env._("A shift keeps its desk and its float: close it instead.")
            )
        return super().write(vals)

    def action_count(self):
        """Stop the desk to count the money in it."""
        return self._go_on("open", "counting")

    def action_resume(self):
        """Go on working: nothing was counted."""
        return self._go_on("counting", "open")

    def _go_on(self, old, new):
        self.ensure_one()
        self.check_access("read")
        self.journal_id._check_desk_user()
        # waits for whoever is recording a cash order of this shift
        self.env.cr.execute(
            SQL(
                "UPDATE service_cash_shift SET state = %s WHERE id = %s AND state = %s",
                *(new, self.id, old),
            )
        )
        self.invalidate_recordset(["state"])
        return True

    def action_close(self, counted, comment=None):
        """Close the stopped shift with what was counted; the difference is booked.

        :param counted: amount of money in the desk, in its currency
        """
        self.ensure_one()
        self.check_access("read")
        self.journal_id._check_desk_user()
        if self.state == "closed":
            return True
        if self.state != "counting":
            raise UserError(self.env._("Stop the desk first, then count."))
        if counted < 0:
            raise UserError(self.env._("Money counted is not less than 0."))
        self.env.cr.execute(
            SQL(
                "UPDATE service_cash_shift SET write_uid = write_uid WHERE id = %s",
                self.id,
            )
        )
        expected = self.journal_id._get_desk_balances().get(self.journal_id, 0.0)
        difference = self.currency_id.round(counted - expected)
        if difference and not (comment or "").strip():
            raise UserError(
                self.env._(
                    "What you counted differs from the books. Say why, or count again."
                )
            )
        self._book_difference(difference, comment)
        self._write_server_fields(
            {
                "state": "closed",
                "closed_by_id": self.env.uid,
                "date_closed": fields.Datetime.now(),
                "closing_counted": counted,
                "closing_expected": expected,
                "difference": difference,
                "comment": comment,
            }
        )
        return True

    def _book_difference(self, difference, comment=None):
        """What was found too much or too little has its own cash order."""
        if self.currency_id.is_zero(difference):
            return
        # sudo: the cashier of the desk (checked) books what he counted
        desk = self.journal_id.sudo()
        account = desk.profit_account_id if difference > 0 else desk.loss_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%(desk)s: set accounts for what is found too much and too little.",
                    desk=desk.name,
                )
            )
        payment = (
            self.env["account.payment"]
            .sudo()
            .create(
                {
                    "payment_type": "inbound" if difference > 0 else "outbound",
                    "partner_type": "supplier",
                    "journal_id": desk.id,
                    "amount": abs(difference),
                    "destination_account_id": account.id,
                    "cash_basis": comment or self.env._("Difference of a count"),
                    "memo": self.env._("Difference of a count"),
                    "cash_shift_id": self.id,
                    "is_count_difference": True,
                }
            )
        )
        payment.action_post()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Shifts are kept: they tell who answered for money.")
        )

    @api.model
    def _get_open(self, desks):
        """The open shift of each desk."""
        domain = Domain("journal_id", "in", desks.ids) & Domain("state", "!=", "closed")
        # sudo: whoever records money at a desk needs its shift
        return self.sudo().search(domain).grouped("journal_id")
