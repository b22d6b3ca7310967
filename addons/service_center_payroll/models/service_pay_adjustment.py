from odoo import api, fields, models
from odoo.exceptions import AccessError

from .service_pay_settlement import PAYROLL


class ServicePayAdjustment(models.Model):
    """A bonus or a fine, with its reason; written for others, never for oneself.

    What was written by mistake is withdrawn: by a row that names it.
    """

    _name = "service.pay.adjustment"
    _description = "Bonus or Fine"
    _inherit = ["service.kept.mixin"]
    _order = "date desc, id desc"
    _rec_name = "reason"
    _check_company_auto = True

    type = fields.Selection(
        [("bonus", "Bonus"), ("fine", "Fine")], required=True, default="bonus"
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True, help="More than 0, also of a fine.")
    amount_signed = fields.Monetary(
        "Counts",
        readonly=True,
        help="Less than 0 for a fine, or for a bonus withdrawn.",
    )
    reason = fields.Char(required=True, help="What for. It stands on the statement.")
    order_id = fields.Many2one(
        "service.order",
        "Service Order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    settlement_id = fields.Many2one(
        "service.pay.settlement",
        "Month",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        help="In which month it counts: that of the day, or the next that is open.",
    )
    reverses_id = fields.Many2one(
        "service.pay.adjustment",
        "Withdraws",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_ids = fields.One2many(
        "service.pay.adjustment", "reverses_id", readonly=True
    )
    is_withdrawn = fields.Boolean(readonly=True)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "The amount of a bonus or fine is more than 0."
    )
    _reason_given = models.Constraint(
        "CHECK (trim(reason) != '')", "Say what the bonus or fine is for."
    )
    _reverses_uniq = models.UniqueIndex(
        "(reverses_id) WHERE reverses_id IS NOT NULL",
        "This was withdrawn already. Reload the page.",
    )

    def _complete_create_values(self, vals_list):
        """Say where each counts: the month of its day, or the next one open."""
        vals_list = super()._complete_create_values(vals_list)
        today = fields.Date.context_today(self)
        cases = []
        for vals in vals_list:
            employee = self.env["hr.employee"].browse(vals.get("employee_id"))
            self._check_not_oneself(employee)
            vals["date"] = fields.Date.to_date(vals.get("date")) or today
            cases.append((employee.sudo(), vals["date"]))
        months = self.env["service.pay.settlement"]._find_open(
            case for case in cases if case[0]
        )
        for vals, case in zip(vals_list, cases, strict=True):
            if case in months:
                vals["settlement_id"] = months[case].id
            sign = -1 if vals.get("type") == "fine" else 1
            vals.setdefault("amount_signed", sign * vals.get("amount", 0.0))
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        return super().create(vals_list)

    def _check_not_oneself(self, employee):
        # sudo: who is behind an employee
        if employee.sudo().user_id == self.env.user and not self.env.su:
            raise AccessError(
                self.env._("Nobody writes a bonus or a fine for himself.")
            )

    def _get_refusal(self):
        return self.env._(
            "A bonus or a fine is not changed or deleted: withdraw it, and write "
            "another."
        )

    def action_withdraw(self):
        """Take it back by an opposite row; pressed again, nothing more happens."""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(PAYROLL)):
            raise AccessError(self.env._("Only whoever keeps the pay may do this."))
        for adjustment in self:
            adjustment._check_not_oneself(adjustment.employee_id)
        # sudo: checked above; every value is that of the row withdrawn
        rows = self.sudo().filtered(lambda a: not a.is_withdrawn and not a.reverses_id)
        rows.settlement_id._hold()
        rows.invalidate_recordset(["is_withdrawn"])
        rows = rows.filtered(lambda adjustment: not adjustment.is_withdrawn)
        rows._write_server_fields({"is_withdrawn": True})
        self.sudo().create([row._prepare_withdrawal_values() for row in rows])
        return True

    def _prepare_withdrawal_values(self):
        self.ensure_one()
        return {
            "type": self.type,
            "employee_id": self.employee_id.id,
            "amount": self.amount,
            "amount_signed": -self.amount_signed,
            "reason": self.reason,
            "order_id": self.order_id.id,
            "date": self.date,
            "reverses_id": self.id,
        }

    def _get_statement_name(self):
        """Bonus or fine, and what for."""
        self.ensure_one()
        types = dict(self._fields["type"]._description_selection(self.env))
        name = f"{types[self.type]}: {self.reason}"
        if self.reverses_id:
            return self.env._("Withdrawn: %(adjustment)s", adjustment=name)
        return name
