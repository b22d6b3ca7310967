from odoo import fields, models
from odoo.tools import formatLang


class ServiceOrder(models.Model):
    """Nothing is charged that the customer did not agree to, where a stage says so."""

    _inherit = "service.order"

    approval_limit = fields.Monetary(
        tracking=True,
        copy=False,
        help="Agreed with the customer at intake: up to this amount, tax included, "
        "the work is done without asking. 0: ask always.",
    )

    _approval_limit_positive = models.Constraint(
        "CHECK (approval_limit >= 0)", "The limit agreed cannot be less than 0."
    )

    def _get_intake_fields(self):
        return super()._get_intake_fields() | {"approval_limit"}

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage.require_approval:
            for order in self:
                reason = order._get_approval_blocker()
                if reason:
                    blockers[order].append(reason)
        return blockers

    def _get_unapproved_lines(self):
        """Lines that cost the customer something he has not agreed to."""
        return self._get_lines_to_approve().filtered(
            lambda line: line.price_total and line.approval != "approved"
        )

    def _is_within_approval_limit(self):
        self.ensure_one()
        return (
            self.currency_id.compare_amounts(self.amount_total, self.approval_limit)
            <= 0
        )

    def _get_approval_blocker(self):
        """The sentence on what the customer has not agreed to yet, or ``False``."""
        self.ensure_one()
        lines = self._get_unapproved_lines()
        if not lines or self._is_within_approval_limit():
            return False
        works = ", ".join(line._describe_unapproved() for line in lines[:5])
        if self.approval_limit:
            return self.env._(
                "The customer has not approved: %(works)s. The amount of %(amount)s is "
                "above the %(limit)s agreed without calling: send the estimate for "
                "approval.",
                works=works,
                amount=self._format_amount(self.amount_total),
                limit=self._format_amount(self.approval_limit),
            )
        return self.env._(
            "The customer has not approved: %(works)s. Send the estimate for approval.",
            works=works,
        )

    def _format_amount(self, amount):
        """An amount of money of this order as the person reads it."""
        self.ensure_one()
        return formatLang(self.env, amount, currency_obj=self.currency_id)
