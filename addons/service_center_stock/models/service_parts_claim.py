from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

TRANSITIONS = {"draft": "sent", "sent": "answered", "answered": "closed"}


class ServicePartsClaim(models.Model):
    """Dead and exchanged parts that go back to one vendor, on one paper.

    A claim moves by its buttons alone, one step at a time: all pass ``_enter``, where
    the conditions stand, and what goes along (moves of stock) happens with it.
    """

    _name = "service.parts.claim"
    _description = "Claim to a Vendor"
    _inherit = ["service.readonly.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("Number", default="/", readonly=True, copy=False, required=True)
    branch_id = fields.Many2one(
        "service.branch",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env["service.branch"]._get_default(),
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", store=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Vendor",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        "Made By",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("answered", "Answered"),
            ("closed", "Closed"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        help="Draft: parts are collected. Sent: they are with the vendor. Answered: "
        "each line was credited, replaced or refused. Closed: credit notes agree with "
        "what was expected, or the difference was explained.",
    )
    date_sent = fields.Datetime("Sent On", readonly=True, copy=False)
    date_answered = fields.Datetime("Answered On", readonly=True, copy=False)
    vendor_reference = fields.Char(
        "Vendor's Number", copy=False, help="Under which number the vendor keeps it."
    )
    note = fields.Text(copy=False, help="Printed on the claim, below the parts.")
    line_ids = fields.One2many(
        "service.parts.claim.line", "claim_id", "Parts", copy=False
    )
    line_count = fields.Integer("Rows", compute="_compute_amounts", store=True)
    amount_expected = fields.Monetary(
        "Expected",
        compute="_compute_amounts",
        store=True,
        help="What the vendor should credit, without tax: of the lines that he neither "
        "refused nor replaced.",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This number of a claim is taken."
    )

    @api.depends("line_ids.amount_expected", "line_ids.answer")
    def _compute_amounts(self):
        for claim in self:
            claim.line_count = len(claim.line_ids)
            claim.amount_expected = sum(claim.line_ids.mapped("amount_expected"))

    def _complete_create_values(self, vals_list):
        vals_list = super()._complete_create_values(vals_list)
        # sudo: storekeepers draw numbers without managing sequences
        sequence = self.env.ref("service_center_stock.service_parts_claim_sequence")
        names = sequence.sudo()._next_many(len(vals_list))
        return [
            {**vals, "name": name} for vals, name in zip(vals_list, names, strict=True)
        ]

    def write(self, vals):
        if not {"branch_id", "partner_id"}.isdisjoint(vals):
            for claim in self.filtered("line_ids"):
                raise UserError(
                    self.env._(
                        "%(claim)s has parts on it: vendor and branch stay. Make "
                        "another claim.",
                        claim=claim.name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for claim in self.filtered(lambda claim: claim.state != "draft"):
            raise UserError(
                self.env._("%(claim)s was sent: it stays.", claim=claim.name)
            )
        self.line_ids.unlink()

    def action_send(self):
        """The parts leave for the vendor."""
        return self._enter("sent")

    def action_answer(self):
        """The vendor answered on every part."""
        return self._enter("answered")

    def action_close(self):
        """Nothing more is expected."""
        return self._enter("closed")

    def _enter(self, state):
        """The one door: check, write, react. What is there already stays."""
        self.check_access("write")
        self._stand_in_line()
        claims = self.filtered(lambda claim: claim.state != state)
        claims._check_may_enter(state)
        for claim in claims:
            claim._write_server_fields(claim._prepare_state_values(state))
        claims._on_state_changed(state)
        return True

    def _stand_in_line(self):
        """Two people at once: the second waits, starts anew and finds it done."""
        if self:
            self.env.cr.execute(
                SQL(
                    "UPDATE service_parts_claim SET write_uid = write_uid "
                    "WHERE id IN %s",
                    tuple(self.ids),
                )
            )

    def _prepare_state_values(self, state):
        now = fields.Datetime.now()
        dates = {"sent": {"date_sent": now}, "answered": {"date_answered": now}}
        return {"state": state, **dates.get(state, {})}

    def _check_may_enter(self, state):
        """Raise with every reason, or pass."""
        reasons = [
            f"{claim.name}: {reason}"
            for claim in self
            for reason in claim._get_blockers(state)
        ]
        if reasons:
            raise UserError("\n".join(reasons[:20]))

    def _get_blockers(self, state):
        """Hook: why this claim may not become ``state`` yet."""
        self.ensure_one()
        if TRANSITIONS.get(self.state) != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            return [
                self.env._(
                    "from “%(old)s” it cannot become “%(new)s”.",
                    old=labels[self.state],
                    new=labels[state],
                )
            ]
        claimed = self.line_ids.filtered("is_claimable")
        reasons = []
        if state == "sent" and not claimed:
            reasons.append(self.env._("add parts that the vendor answers for first."))
        if state == "answered":
            waiting = claimed.filtered(lambda line: line.answer == "waiting")
            if waiting:
                reasons.append(
                    self.env._(
                        "say what the vendor answered on %(parts)s.",
                        parts=", ".join(waiting.mapped("name")),
                    )
                )
        return reasons

    def _on_state_changed(self, state):
        """Hook: these claims have just become ``state``."""
