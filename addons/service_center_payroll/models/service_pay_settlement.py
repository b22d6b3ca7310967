from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import babel_locale_parse

PAYROLL = "service_center_payroll.service_center_payroll_group_manager"
HEAD = "service_center.service_center_group_head"
POSTED = ("in_process", "paid")
FIGURES = ("accrued", "bonus", "fine")


class ServicePaySettlement(models.Model):
    """A person's month: what was earned, added, taken off, paid, and what is left.

    It is there from the first earning on. Closed, nothing lands in it any more but
    the money that pays it.
    """

    _name = "service.pay.settlement"
    _description = "Month of Pay"
    _inherit = ["service.readonly.mixin", "mail.thread"]
    _mail_post_access = "read"
    _order = "month desc, employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    month = fields.Date(
        required=True, readonly=True, help="The first day of the month."
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
    )
    date_closed = fields.Datetime("Closed On", readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    # figures of a closed month, so that nobody has to add them up again
    closed_accrued = fields.Monetary(readonly=True)
    closed_bonus = fields.Monetary(readonly=True)
    closed_fine = fields.Monetary(readonly=True)

    accrued = fields.Monetary(
        compute="_compute_figures",
        compute_sudo=True,
        help="Earned by works, less what was reversed and taken back.",
    )
    bonus = fields.Monetary("Bonuses", compute="_compute_figures", compute_sudo=True)
    fine = fields.Monetary("Fines", compute="_compute_figures", compute_sudo=True)
    advance = fields.Monetary("Advances", compute="_compute_figures", compute_sudo=True)
    paid = fields.Monetary(compute="_compute_figures", compute_sudo=True)
    balance = fields.Monetary(
        compute="_compute_figures",
        compute_sudo=True,
        help="Accrued, with bonuses, less fines, advances and what was paid.",
    )
    earning_ids = fields.One2many("service.earning", "settlement_id", readonly=True)
    adjustment_ids = fields.One2many(
        "service.pay.adjustment", "settlement_id", readonly=True
    )
    payment_ids = fields.One2many(
        "account.payment", "service_settlement_id", readonly=True
    )

    _month_uniq = models.UniqueIndex(
        "(employee_id, month, company_id)", "This person's month is there already."
    )
    _month_first = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month begins on its first day."
    )
    _state_idx = models.Index("(company_id, month, state)")

    @api.depends("employee_id.name", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for settlement in self:
            settlement.display_name = self.env._(
                "%(month)s, %(employee)s",
                month=settlement._format_month(),
                employee=settlement.sudo().employee_id.name or "",
            )

    def _format_month(self):
        self.ensure_one()
        if not self.month:
            return ""
        locale = babel_locale_parse(self.env.lang or "en_US")
        return format_skeleton("yMMMM", self.month, locale=locale)

    @api.depends(
        *("state", "closed_accrued", "closed_bonus", "closed_fine"),
        *("earning_ids.amount", "adjustment_ids.amount_signed"),
        "payment_ids.state",
        "payment_ids.service_wage_kind",
        "payment_ids.amount_company_currency_signed",
    )
    def _compute_figures(self):
        figures = self._get_figures()
        for settlement in self:
            found = figures.get(settlement._origin.id, {})
            for name in (*FIGURES, "advance", "paid"):
                settlement[name] = found.get(name, 0.0)
            settlement.balance = (
                settlement.accrued
                + settlement.bonus
                - settlement.fine
                - settlement.advance
                - settlement.paid
            )

    def _get_figures(self):
        """What landed in each month: three sums over all of them at once.

        :return: dictionary from an id to a dictionary of figures
        """
        figures = {
            month.id: {name: month[f"closed_{name}"] for name in FIGURES}
            for month in self
            if month.state == "closed"
        }
        live = self.filtered(lambda month: month.state != "closed")
        if live:
            figures.update(live._sum_up())
        payments = self.env["account.payment"]._read_group(
            [("service_settlement_id", "in", self.ids), ("state", "in", POSTED)],
            ["service_settlement_id", "service_wage_kind"],
            ["amount_company_currency_signed:sum"],
        )
        for month, kind, amount in payments:
            name = "advance" if kind == "advance" else "paid"
            found = figures.setdefault(month.id, {})
            found[name] = found.get(name, 0.0) - amount
        return figures

    def _sum_up(self):
        """Earnings, bonuses and fines of these months, counted from their rows."""
        figures = {month.id: {} for month in self}
        mine = Domain("settlement_id", "in", self.ids)
        for month, amount in self.env["service.earning"]._read_group(
            mine, ["settlement_id"], ["amount:sum"]
        ):
            figures[month.id]["accrued"] = amount
        for month, kind, amount in self.env["service.pay.adjustment"]._read_group(
            mine, ["settlement_id", "type"], ["amount_signed:sum"]
        ):
            figures[month.id][kind] = -amount if kind == "fine" else amount
        return figures

    def _check_payroll(self, group=PAYROLL):
        """Only who keeps the pay goes on, and in what he may see."""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(group)):
            raise AccessError(
                self.env._("Only a head may do this with a month of pay.")
                if group == HEAD
                else self.env._("Only whoever keeps the pay may do this.")
            )

    def action_view_earnings(self):
        """The rows behind what was accrued."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_payroll.service_earning_action_mine"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": [("settlement_id", "=", self.id)],
            "context": {},
        }
