from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

ANSWER_METHODS = [
    ("phone", "By Phone"),
    ("person", "In Person"),
    ("message", "By Message"),
]


class ServiceEstimate(models.Model):
    """What the customer was asked to approve: a frozen version of the order's lines.

    The order's lines are the draft. A version is made when they are sent for approval
    and never changes again, except that the answer is recorded in it, once. Nobody
    has the right to write or delete one: only ``action_send_for_approval`` of the
    order and ``action_record_answer`` do, for those who may change the order.
    """

    _name = "service.estimate"
    _description = "Estimate"
    _inherit = ["service.readonly.mixin"]
    _order = "order_id desc, number desc"
    _rec_names_search = ["order_id.name"]

    order_id = fields.Many2one(
        "service.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    number = fields.Integer("Version", required=True, readonly=True)
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("approved", "Approved"),
            ("partly", "Partly Approved"),
            ("refused", "Refused"),
            ("superseded", "Superseded"),
        ],
        "Status",
        default="sent",
        required=True,
        readonly=True,
        index=True,
        help="Superseded: another version was sent before this one was answered.",
    )
    line_ids = fields.One2many(
        "service.estimate.line", "estimate_id", "Works and Parts", readonly=True
    )
    currency_id = fields.Many2one("res.currency", readonly=True, required=True)
    amount_untaxed = fields.Monetary("Untaxed Amount", readonly=True)
    amount_tax = fields.Monetary("Taxes", readonly=True)
    amount_total = fields.Monetary(
        "Amount", readonly=True, help="What the customer was asked for, tax included."
    )
    amount_approved = fields.Monetary(
        "Approved", readonly=True, help="What the customer agreed to, tax included."
    )
    date_sent = fields.Datetime("Sent On", readonly=True, required=True)
    user_id = fields.Many2one("res.users", "Sent By", readonly=True)
    date_answered = fields.Datetime("Answered On", readonly=True)
    answered_by = fields.Char(readonly=True, help="Who answered for the customer.")
    answer_user_id = fields.Many2one("res.users", "Recorded By", readonly=True)
    answer_method = fields.Selection(ANSWER_METHODS, "How Answered", readonly=True)
    comment = fields.Char(readonly=True, help="What the customer said.")

    _number_uniq = models.UniqueIndex(
        "(order_id, number)",
        "Somebody else has just sent this order for approval. Reload it.",
    )

    @api.depends("order_id.name", "number")
    def _compute_display_name(self):
        for estimate in self:
            estimate.display_name = f"{estimate.order_id.name} / {estimate.number}"

    def action_answer(self):
        """Open the dialog that records the customer's answer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer's Answer"),
            "res_model": "service.estimate.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_estimate_id": self.id},
        }

    def action_record_answer(
        self,
        approved_line_ids,
        answer_method,
        answered_by=None,
        comment=None,
        refusal_reason=None,
    ):
        """Record what the customer answered, and let the order go on.

        Every line that waits for a decision is approved if named, else refused.
        Something approved: the order goes back to work. Nothing approved: it goes on
        waiting, or is refused as a whole if ``refusal_reason`` says why.

        :param approved_line_ids: identifiers of the approved lines of this estimate
        :param answer_method: ``phone``, ``person`` or ``message``
        :param answered_by: name of whoever answered; default: the customer
        """
        self.ensure_one()
        self._check_answer(approved_line_ids, answer_method)
        # sudo: nobody may write an estimate; who may change the order (checked
        # above) may record its answer, and nothing else
        self.sudo()._record_decisions(
            set(approved_line_ids),
            {
                "answer_method": answer_method,
                "answered_by": answered_by or self.partner_id.name,
                "answer_user_id": self.env.uid,
                "comment": comment,
            },
        )
        self._log_answer()
        self.order_id._on_estimate_answered(self, refusal_reason)
        return True

    def _check_answer(self, approved_line_ids, answer_method):
        self.order_id.check_access("write")
        if self.order_id.state == "issued":
            self.order_id._raise_frozen()
        if self.state != "sent":
            raise UserError(
                self.env._(
                    "Estimate %(estimate)s does not wait for an answer any more.",
                    estimate=self.display_name,
                )
            )
        if set(approved_line_ids) - set(self.line_ids.ids):
            raise UserError(
                self.env._(
                    "Approve lines of estimate %(estimate)s only.",
                    estimate=self.display_name,
                )
            )
        if answer_method not in dict(ANSWER_METHODS):
            raise UserError(self.env._("Say how the customer answered."))

    def _record_decisions(self, approved_ids, vals):
        """Decide the waiting lines and, from all of them, the version."""
        for estimate in self:
            pending = estimate.line_ids.filtered(lambda li: li.decision == "pending")
            approved = pending.filtered(lambda line: line.id in approved_ids)
            approved._write_server_fields({"decision": "approved"})
            (pending - approved)._write_server_fields({"decision": "refused"})
            estimate._write_server_fields(
                {
                    **vals,
                    **estimate._prepare_outcome_values(),
                    "date_answered": fields.Datetime.now(),
                }
            )

    def _prepare_outcome_values(self):
        decisions = set(self.line_ids.mapped("decision"))
        approved = self.line_ids.filtered(lambda line: line.decision == "approved")
        if "refused" not in decisions:
            return {"state": "approved", "amount_approved": self.amount_total}
        return {
            "state": "partly" if approved else "refused",
            "amount_approved": sum(approved.mapped("price_total")),
        }

    def _log_answer(self):
        """Say on the order what was answered, by whom and how."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        methods = dict(self._fields["answer_method"]._description_selection(self.env))
        self.order_id._message_log_batch(
            {
                estimate.order_id.id: self.env._(
                    "Estimate %(number)s, %(amount)s: %(state)s "
                    "(%(who)s, %(how)s). %(comment)s",
                    number=estimate.number,
                    amount=formatLang(
                        self.env,
                        estimate.amount_total,
                        currency_obj=estimate.currency_id,
                    ),
                    state=labels[estimate.state],
                    who=estimate.answered_by,
                    how=methods[estimate.answer_method],
                    comment=estimate.comment or "",
                )
                for estimate in self
            }
        )
