from odoo import api, fields, models

from .service_pay_rule import KINDS, PAYEES


class ServiceEarning(models.Model):
    """What somebody earned by one line, by which rule, and how it was counted.

    A row is written by the server alone, and stays for ever: what turned out
    otherwise is taken back by a row that names it, and earned anew by another.
    """

    _name = "service.earning"
    _description = "Earning"
    _inherit = ["service.kept.mixin"]
    _order = "date desc, id desc"
    _rec_name = "name"
    _check_company_auto = True

    type = fields.Selection(
        [("work", "Earned"), ("reversal", "Reversed"), ("clawback", "Taken Back")],
        required=True,
        readonly=True,
        help="Earned: for a line of an order. Reversed: the line or the order changed. "
        "Taken back: the device returned within its warranty.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "service.order",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    line_id = fields.Many2one(
        "service.order.line",
        "Work or Part",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
    )
    line_key = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Which line it was, also when the line is gone.",
    )
    name = fields.Char("Description", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    branch_id = fields.Many2one(
        "service.branch", readonly=True, index=True, check_company=True
    )
    product_id = fields.Many2one(
        "product.product",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    line_kind = fields.Char("Line", readonly=True)
    payer = fields.Char("Paid For By", readonly=True)
    role = fields.Selection(PAYEES, "Earned As", required=True, readonly=True)
    date = fields.Date(
        required=True,
        readonly=True,
        help="The day on which the work was done, by the branch's calendar.",
    )
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
    date_accounted = fields.Date(
        related="settlement_id.month",
        store=True,
        precompute=True,
        string="Counts In",
    )

    # the rule, and what was put into it
    rule_id = fields.Many2one(
        "service.pay.rule",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    rule_name = fields.Char("Name of the Rule", readonly=True)
    kind = fields.Selection(KINDS, "Paid By", readonly=True)
    rate = fields.Float(readonly=True, digits=(16, 4), aggregator=None)
    clawback = fields.Float(
        "Taken Back on Return, %", readonly=True, digits=(5, 2), aggregator=None
    )
    base = fields.Monetary(
        readonly=True,
        help="Of which the percentage is: the line's amount, its margin, or what was "
        "earned before.",
    )
    subtotal = fields.Monetary(
        "Amount of the Line", readonly=True, help="After discount, without tax."
    )
    quantity = fields.Float(readonly=True, digits="Product Unit", aggregator=None)
    line_hours = fields.Float("Hours of the Line", readonly=True, aggregator=None)
    percent = fields.Float("Share, %", readonly=True, digits=(5, 2), aggregator="avg")
    norm_hours = fields.Float(
        "Norm-Hours", readonly=True, help="This person's part of the line's hours."
    )
    amount = fields.Monetary(readonly=True)

    # taking back
    is_reversed = fields.Boolean(readonly=True, help="Taken back by another row.")
    reverses_id = fields.Many2one(
        "service.earning",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The row that this one takes back.",
    )
    reversal_ids = fields.One2many("service.earning", "reverses_id", readonly=True)
    source_id = fields.Many2one(
        "service.earning",
        "Earned Before",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The earning of the first repair, of which a part is taken back.",
    )
    reason = fields.Selection(
        [
            ("changed", "The line changed"),
            ("undone", "The work is not done any more"),
            ("removed", "The line was removed"),
            ("recounted", "Recounted by the rules"),
        ],
        readonly=True,
        help="Why it was reversed.",
    )

    _live_uniq = models.UniqueIndex(
        "(line_key, employee_id, role, type, order_id) "
        "WHERE is_reversed IS NOT TRUE AND type != 'reversal'",
        "This was earned already. Reload the page.",
    )
    _reverses_uniq = models.UniqueIndex(
        "(reverses_id) WHERE reverses_id IS NOT NULL",
        "This was reversed already. Reload the page.",
    )
    _employee_idx = models.Index("(employee_id, date DESC)")

    @api.model
    def _get_server_fields(self):
        """All of it: nobody writes what he earned."""
        return super()._get_server_fields() | {"date_accounted"}

    def _get_refusal(self):
        return self.env._(
            "What somebody earned is never changed or deleted. Correct the line or its "
            "performers: then it is reversed and earned anew. Or write a bonus or a "
            "fine."
        )

    def _reverse(self, reason, settlements):
        """Values of the rows that take these back; they count as of their own day.

        :param settlements: dictionary from an employee and a day to the month where
            it counts
        """
        return [
            {
                **earning._copy_facts(),
                "type": "reversal",
                "reverses_id": earning.id,
                "reason": reason,
                "amount": -earning.amount,
                "norm_hours": -earning.norm_hours,
                "settlement_id": settlements[earning.employee_id, earning.date].id,
            }
            for earning in self
        ]

    def _copy_facts(self):
        self.ensure_one()
        return {
            **{
                name: self[name].id
                for name in (
                    *("employee_id", "order_id", "line_id", "company_id"),
                    *("currency_id", "branch_id", "product_id", "rule_id"),
                    "source_id",
                )
            },
            **{
                name: self[name]
                for name in (
                    *("line_key", "name", "line_kind", "payer", "role", "date"),
                    *("rule_name", "kind", "rate", "clawback", "base", "subtotal"),
                    *("quantity", "line_hours", "percent"),
                )
            },
        }
