from odoo import api, fields, models
from odoo.fields import Command

from ..models.service_estimate import ANSWER_METHODS


class ServiceEstimateAnswer(models.TransientModel):
    """The dialog in which somebody notes what the customer answered, line by line."""

    _name = "service.estimate.answer"
    _description = "Customer's Answer to an Estimate"

    estimate_id = fields.Many2one("service.estimate", required=True, ondelete="cascade")
    # related_sudo: a dialog made by hand shows nothing its maker may not read
    currency_id = fields.Many2one(related="estimate_id.currency_id", related_sudo=False)
    line_ids = fields.One2many(
        "service.estimate.answer.line",
        "answer_id",
        "Lines",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    answer_method = fields.Selection(
        ANSWER_METHODS, "How Answered", required=True, default="phone"
    )
    answered_by = fields.Char(
        compute="_compute_answered_by",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Who answered for the customer.",
    )
    comment = fields.Char(help="What the customer said.")
    amount_approved = fields.Monetary(compute="_compute_amount_approved")
    is_all_refused = fields.Boolean(compute="_compute_amount_approved")
    refusal_reason = fields.Char(
        help="If the work is refused as a whole: why. The order becomes refused then. "
        "Empty: it goes on waiting."
    )

    @api.depends("estimate_id")
    def _compute_line_ids(self):
        """One for each line that waits for a decision."""
        for answer in self:
            answer.line_ids = [Command.clear()] + [
                Command.create({"estimate_line_id": line.id})
                for line in answer.estimate_id.line_ids
                if line.decision == "pending"
            ]

    @api.depends("estimate_id")
    def _compute_answered_by(self):
        for answer in self:
            answer.answered_by = answer.estimate_id.partner_id.name

    @api.depends("line_ids.is_approved", "estimate_id")
    def _compute_amount_approved(self):
        for answer in self:
            already = answer.estimate_id.line_ids.filtered(
                lambda line: line.decision == "approved"
            )
            agreed = answer.line_ids.filtered("is_approved").estimate_line_id + already
            answer.amount_approved = sum(agreed.mapped("price_total"))
            answer.is_all_refused = not agreed

    def action_approve_all(self):
        self.line_ids.is_approved = True
        return self._reopen()

    def action_refuse_all(self):
        self.line_ids.is_approved = False
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer's Answer"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_record(self):
        """Write the answer into the estimate and let the order go on."""
        self.ensure_one()
        self.estimate_id.action_record_answer(
            self.line_ids.filtered("is_approved").estimate_line_id.ids,
            self.answer_method,
            answered_by=self.answered_by,
            comment=self.comment,
            refusal_reason=self.is_all_refused and self.refusal_reason,
        )
        return {"type": "ir.actions.act_window_close"}


class ServiceEstimateAnswerLine(models.TransientModel):
    _name = "service.estimate.answer.line"
    _description = "Customer's Answer to a Line"

    answer_id = fields.Many2one(
        "service.estimate.answer", required=True, index=True, ondelete="cascade"
    )
    estimate_line_id = fields.Many2one(
        "service.estimate.line", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(
        related="estimate_line_id.currency_id", related_sudo=False
    )
    name = fields.Char(related="estimate_line_id.name", related_sudo=False)
    quantity = fields.Float(related="estimate_line_id.quantity", related_sudo=False)
    price_total = fields.Monetary(
        related="estimate_line_id.price_total", related_sudo=False
    )
    is_approved = fields.Boolean("Approved", default=True)
