from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

# what a rule pays by; an earning keeps a copy
KINDS = [
    ("percent", "Percent of the Work"),
    ("margin", "Percent of the Margin"),
    ("fixed", "Fixed per Work"),
    ("hour", "Per Norm-Hour"),
]
PAYEES = [("performer", "Whoever Did It"), ("manager", "The Order's Manager")]


class ServicePayRule(models.Model):
    """What somebody earns by a line of an order. The first rule that fits pays."""

    _name = "service.pay.rule"
    _description = "Pay Rule"
    _inherit = ["service.rules.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="The first rule that fits is the one that pays."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        KINDS,
        "Paid By",
        required=True,
        default="percent",
        help="Percent of the work: of the line's amount after discount, without tax. "
        "Percent of the margin: of that less what the parts cost. Fixed: so much per "
        "unit of the line. Per norm-hour: so much per hour by the norm.",
    )
    rate = fields.Float(
        required=True,
        digits=(16, 4),
        help="Percent, or an amount of money per work or norm-hour. 0: this is not "
        "paid, and no later rule is asked.",
    )
    payee = fields.Selection(
        PAYEES,
        "Paid To",
        required=True,
        default="performer",
        help="Whoever did it gets his share; if nobody is named on a part, the order's "
        "engineer. The manager's own rules are asked beside those of the performers.",
    )
    clawback = fields.Float(
        "Taken Back on Return, %",
        digits=(5, 2),
        aggregator=None,
        help="So much of the earning is taken back when the device returned within its "
        "warranty and was repaired again. 0: nothing.",
    )
    line_kind = fields.Selection(
        [("work", "Works"), ("part", "Parts"), ("goods", "Goods")],
        "For",
        default="work",
        help="Empty: for works, parts and goods alike.",
    )
    payer = fields.Selection(
        [
            ("customer", "Paid by the Customer"),
            ("vendor", "Warranty"),
            ("center", "Own Cost"),
        ],
        "Repair Kind",
        help="Empty: whoever pays for the line.",
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        "service_pay_rule_employee_rel",
        "rule_id",
        "employee_id",
        string="Employees",
        check_company=True,
        help="Nobody named: all.",
    )
    job_ids = fields.Many2many(
        "hr.job",
        "service_pay_rule_job_rel",
        "rule_id",
        "job_id",
        string="Jobs",
        check_company=True,
        help="Nothing named: whatever somebody's position is.",
    )
    product_ids = fields.Many2many(
        "product.product",
        "service_pay_rule_product_rel",
        "rule_id",
        "product_id",
        string="Works and Parts",
        check_company=True,
        help="Nothing named: all.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        "service_pay_rule_categ_rel",
        "rule_id",
        "categ_id",
        string="Categories",
        help="With all that is below them. Nothing named: all.",
    )
    branch_ids = fields.Many2many(
        "service.branch",
        "service_pay_rule_branch_rel",
        "rule_id",
        "branch_id",
        string="Branches",
        check_company=True,
        help="Nothing named: all.",
    )
    date_from = fields.Date("Valid From", help="By the day on which the work was done.")
    date_to = fields.Date("Valid Until", help="The last day. Empty: until further.")
    earning_ids = fields.One2many("service.earning", "rule_id", readonly=True)
    is_used = fields.Boolean(
        compute="_compute_is_used",
        help="Somebody earned by it: what it pays does not change any more.",
    )

    _rate_positive = models.Constraint(
        "CHECK (rate >= 0)", "A rate cannot be less than 0."
    )
    _clawback_range = models.Constraint(
        "CHECK (clawback BETWEEN 0 AND 100)",
        "What is taken back lies between 0 and 100 percent.",
    )
    _percent_range = models.Constraint(
        "CHECK (kind NOT IN ('percent', 'margin') OR rate <= 100)",
        "More than 100 percent of a work cannot be paid for it.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A rule ends after it begins: correct “Valid Until”.",
    )

    @api.depends("earning_ids")
    def _compute_is_used(self):
        # sudo: used is used, whoever may see by whom
        earnings = self.env["service.earning"].sudo()
        used = earnings._read_group([("rule_id", "in", self.ids)], ["rule_id"])
        used_ids = {rule.id for (rule,) in used}
        for rule in self:
            rule.is_used = rule.id in used_ids

    @api.model
    def _get_terms(self):
        """Hook: what a rule promises; once somebody earned by it, it stays so."""
        return {
            *("company_id", "kind", "rate", "payee", "clawback", "line_kind"),
            *("payer", "employee_ids", "job_ids", "product_ids", "categ_ids"),
            *("branch_ids", "date_from"),
        }

    def write(self, vals):
        changed = self._get_terms().intersection(vals)
        used = changed and self.filtered("is_used").filtered(
            lambda rule: any(rule._is_another(name, vals[name]) for name in changed)
        )
        if used:
            raise UserError(
                self.env._(
                    "%(rules)s: somebody earned by it already, so it stays as it is. "
                    "Set “Valid Until”, and write a new rule from the next day on.",
                    rules=", ".join(used.mapped("name")),
                )
            )
        res = super().write(vals)
        if vals.get("date_to"):
            self._check_date_to()
        return res

    def _check_date_to(self):
        # sudo: used is used, whoever may see by whom
        earnings = self.env["service.earning"].sudo()
        live = Domain("is_reversed", "=", False) & Domain("type", "=", "work")
        for rule, last in earnings._read_group(
            live & Domain("rule_id", "in", self.ids), ["rule_id"], ["date:max"]
        ):
            if rule.date_to and last > rule.date_to:
                raise UserError(
                    self.env._(
                        "%(rule)s: somebody earned by it on %(day)s. Set “Valid Until” "
                        "to that day or later.",
                        rule=rule.name,
                        day=format_date(self.env, last),
                    )
                )

    def _is_another(self, name, value):
        """Whether ``value`` as given to ``write`` differs from what is stored."""
        self.ensure_one()
        field = self._fields[name]
        if field.type == "many2many":
            return True
        return field.convert_to_cache(value, self) != field.convert_to_cache(
            self[name], self
        )
