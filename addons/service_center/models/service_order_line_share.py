from odoo import api, fields, models
from odoo.tools import float_compare


class PendingLines:
    """Lines whose shares are checked when all of them are saved.

    Handed down in the context while a line is saved together with its shares. A
    class of its own, so that nobody can send one over RPC to escape the check.
    """

    def __init__(self):
        self.ids = set()


class ServiceOrderLineShare(models.Model):
    """Who did a work, and which part of it; the shares of a line make 100 %."""

    _name = "service.order.line.share"
    _description = "Performer's Share"
    _inherit = ["service.readonly.mixin", "service.order.row.mixin"]
    _order = "line_id, percent desc, id"
    _rec_name = "employee_id"
    _check_company_auto = True

    line_id = fields.Many2one(
        "service.order.line", "Work", required=True, index=True, ondelete="cascade"
    )
    order_id = fields.Many2one(
        related="line_id.order_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="line_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="line_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee",
        "Performer",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    percent = fields.Float(
        "Share, %",
        digits=(5, 2),
        default=100.0,
        required=True,
        aggregator="avg",
        help="Which part of the work this person did, in percent.",
    )
    norm_hours = fields.Float(
        "Norm-Hours",
        compute="_compute_parts",
        store=True,
        help="This person's part of the line's norm-hours.",
    )
    amount = fields.Monetary(
        compute="_compute_parts",
        store=True,
        help="This person's part of the line's amount, after discount, without tax.",
    )
    date_end = fields.Datetime(related="order_id.date_end", store=True)

    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)",
        "A performer's share is more than 0 and at most 100 percent.",
    )
    _employee_uniq = models.UniqueIndex(
        "(line_id, employee_id)",
        "This performer is already named on the line. Change the share there.",
    )

    @api.depends("percent", "line_id.norm_hours", "line_id.price_subtotal")
    def _compute_parts(self):
        for share in self:
            part = share.percent / 100
            share.norm_hours = share.line_id.norm_hours * part
            share.amount = share.line_id.price_subtotal * part

    @api.constrains("line_id", "percent")
    def _check_sum(self):
        self._check_lines(self.line_id)

    def _check_lines(self, lines):
        """Check the sums of ``lines``: at once, or when they are saved."""
        pending = self.env.context.get("service_pending_lines")
        if isinstance(pending, PendingLines):
            pending.ids.update(lines.ids)
        else:
            lines._check_shares()

    @api.model_create_multi
    def create(self, vals_list):
        shares = super().create(vals_list)
        shares.line_id._check_frozen()
        return shares

    def write(self, vals):
        lines = self.line_id
        lines._check_frozen()
        res = super().write(vals)
        if "line_id" in vals:
            # also there somebody must have the right to say who did it
            self.check_access("write")
            self.line_id._check_frozen()
            self._check_lines(lines)
        return res

    def unlink(self):
        lines = self.line_id
        lines._check_frozen()
        res = super().unlink()
        self._check_lines(lines)
        return res


def is_whole(percent):
    """Whether shares that sum up to ``percent`` make the whole work."""
    return float_compare(percent, 100.0, precision_digits=2) == 0
