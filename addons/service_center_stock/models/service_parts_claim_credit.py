from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

ACCOUNTANTS = "account.group_account_invoice,account.group_account_readonly"
LIVE = [("move_type", "=", "in_refund"), ("state", "!=", "cancel")]


class ServicePartsClaim(models.Model):
    """What the vendor credited, beside what was expected."""

    _inherit = "service.parts.claim"

    refund_ids = fields.One2many(
        "account.move",
        "service_claim_id",
        "Credit Notes",
        readonly=True,
        copy=False,
        groups=ACCOUNTANTS,
    )
    refund_count = fields.Integer(compute="_compute_credit", compute_sudo=True)
    amount_credited = fields.Monetary(
        "Credited",
        compute="_compute_credit",
        compute_sudo=True,
        help="What posted credit notes of the vendor come to, without tax.",
    )
    amount_difference = fields.Monetary(
        "Difference",
        compute="_compute_credit",
        compute_sudo=True,
        help="Expected less credited: more than 0, the vendor owes us still.",
    )
    difference_reason = fields.Char(
        copy=False,
        tracking=True,
        help="Why a claim is closed though the credit differs from what was expected.",
    )

    @api.depends(
        "amount_expected",
        "refund_ids.state",
        "refund_ids.amount_untaxed_signed",
    )
    def _compute_credit(self):
        for claim in self:
            refunds = claim.refund_ids.filtered_domain(LIVE)
            posted = refunds.filtered(lambda move: move.state == "posted")
            claim.refund_count = len(refunds)
            claim.amount_credited = sum(posted.mapped("amount_untaxed_signed"))
            claim.amount_difference = claim.amount_expected - claim.amount_credited

    def _get_blockers(self, state):
        reasons = super()._get_blockers(state)
        if state == "closed" and not (self.difference_reason or "").strip():
            odd = self.line_ids.filtered(
                lambda line: not line.currency_id.is_zero(line.amount_difference)
            )
            if odd or not self.currency_id.is_zero(self.amount_difference):
                reasons.append(
                    self.env._(
                        "the credit differs from what was expected by %(amount)s"
                        "%(parts)s. Post the credit note, or say why under "
                        "“Difference Reason”.",
                        amount=self.currency_id.format(self.amount_difference),
                        parts=f" ({', '.join(odd.mapped('name'))})" if odd else "",
                    )
                )
        return reasons

    def _check_may_credit(self):
        self.check_access("write")
        if not self.env.user.has_groups(
            "service_center.service_center_group_manager,account.group_account_invoice"
        ):
            raise AccessError(
                self.env._("Credit notes are made by managers. Ask one of your branch.")
            )

    def action_create_refund(self):
        """Make the vendor's credit note of what is expected; again: show it."""
        self.ensure_one()
        self._check_may_credit()
        self._stand_in_line()
        # sudo: a manager (checked above) makes the draft without being an accountant;
        # every value comes from the claim
        claim = self.sudo()
        refunds = claim.refund_ids.filtered_domain(LIVE)
        if not refunds:
            if self.state != "answered":
                raise UserError(
                    self.env._("%(claim)s: record the answer first.", claim=self.name)
                )
            lines = claim.line_ids.filtered("amount_expected")
            if not lines:
                raise UserError(
                    self.env._("%(claim)s: nothing was credited.", claim=self.name)
                )
            refunds = (
                self.env["account.move"]
                .sudo()
                .with_company(self.company_id)
                .create(claim._prepare_refund_values(lines))
            )
        return self._get_refund_action(refunds)

    def _prepare_refund_values(self, lines):
        self.ensure_one()
        return {
            "move_type": "in_refund",
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_origin": self.name,
            "ref": self.vendor_reference,
            "service_claim_id": self.id,
            "invoice_line_ids": [
                Command.create(line._prepare_refund_line_values()) for line in lines
            ],
        }

    def action_view_refunds(self):
        self.ensure_one()
        return self._get_refund_action(self.sudo().refund_ids)

    def _get_refund_action(self, refunds):
        return refunds._show_service_moves(
            "account.action_move_in_refund_type",
            self.env._("The credit note is made: accounting posts it."),
        )


class ServicePartsClaimLine(models.Model):
    _inherit = "service.parts.claim.line"

    credit_line_ids = fields.One2many(
        "account.move.line",
        "service_claim_line_id",
        "Lines of Credit Notes",
        readonly=True,
        copy=False,
        groups=ACCOUNTANTS,
    )
    amount_credited = fields.Monetary(
        "Credited", compute="_compute_credit", compute_sudo=True
    )
    amount_difference = fields.Monetary(
        "Difference",
        compute="_compute_credit",
        compute_sudo=True,
        help="Expected less credited.",
    )

    @api.depends(
        "amount_expected",
        "credit_line_ids.balance",
        "credit_line_ids.parent_state",
    )
    def _compute_credit(self):
        for line in self:
            posted = line.credit_line_ids.filtered(
                lambda credit: credit.parent_state == "posted"
            )
            line.amount_credited = -sum(posted.mapped("balance"))
            line.amount_difference = line.amount_expected - line.amount_credited

    def _prepare_refund_line_values(self):
        """This part on a credit note of the vendor."""
        self.ensure_one()
        values = {
            "service_claim_line_id": self.id,
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": self.quantity,
            "price_unit": self.price_unit,
        }
        account = self._get_refund_account()
        return {**values, "account_id": account.id} if account else values

    def _get_refund_account(self):
        """A part that was not in our books lessens our costs, not our stock."""
        self.ensure_one()
        if not (self.removed_part_id and self.product_id):
            return self.env["account.account"]
        template = self.product_id.product_tmpl_id.with_company(self.company_id)
        return template.get_product_accounts()["expense"]


class AccountMove(models.Model):
    _inherit = "account.move"

    service_claim_id = fields.Many2one(
        "service.parts.claim",
        "Claim of Parts",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=ACCOUNTANTS,
        domain="[('partner_id', '=', commercial_partner_id), ('state', 'in', "
        "('sent', 'answered'))]",
        help="The claim that the vendor answers with this credit note. Its lines are "
        "matched with the parts on the claim.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        # sudo: whoever made the credit note
        claimed = moves.sudo().filtered("service_claim_id")
        claimed._match_claim()
        return moves

    def write(self, vals):
        res = super().write(vals)
        if "service_claim_id" in vals:
            # sudo: matching reads the claim's rows, which accountants may not
            self.sudo()._match_claim()
        return res

    def _match_claim(self):
        """Each line of a credit note answers a row of its claim, by product."""
        for move in self:
            lines = move.invoice_line_ids
            claim = move.service_claim_id
            if claim and move.move_type != "in_refund":
                raise UserError(
                    self.env._(
                        "A vendor answers a claim by a credit note, not by %(move)s.",
                        move=move.display_name,
                    )
                )
            strange = lines.filtered(
                lambda ln, c=claim: (
                    ln.service_claim_line_id and ln.service_claim_line_id.claim_id != c
                )
            )
            strange.service_claim_line_id = False
            rows = claim.line_ids.filtered("amount_expected")
            rows -= lines.service_claim_line_id
            for line in lines.filtered(lambda ln: not ln.service_claim_line_id):
                row = rows.filtered(
                    lambda r, ln=line: ln.product_id and r.product_id == ln.product_id
                )[:1]
                if row:
                    line.service_claim_line_id = row
                    rows -= row


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    service_claim_line_id = fields.Many2one(
        "service.parts.claim.line",
        "Part on a Claim",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=ACCOUNTANTS,
        help="The row of the claim that this line credits.",
    )
