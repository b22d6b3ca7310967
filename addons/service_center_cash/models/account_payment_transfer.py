from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """Money that goes from desk to desk: sent by one, accepted by the other."""

    _inherit = "account.payment"

    cash_sent_id = fields.Many2one(
        "account.payment",
        "Sent With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The expense order of the desk that this money comes from.",
    )
    cash_sent_to_id = fields.Many2one(
        "account.journal",
        "Sent To",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The desk or account that this money goes to.",
    )

    _cash_sent_uniq = models.UniqueIndex(
        "(cash_sent_id) WHERE cash_sent_id IS NOT NULL",
        "This money was accepted already.",
    )

    def _get_server_fields(self):
        return super()._get_server_fields() | {"cash_sent_id", "cash_sent_to_id"}

    def _get_cash_paper_fields(self):
        return super()._get_cash_paper_fields() | {"cash_sent_id", "cash_sent_to_id"}

    def _keeps_account(self):
        return bool(
            super()._keeps_account() or self.cash_sent_to_id or self.cash_sent_id
        )

    def _get_cash_blockers(self):
        reasons = super()._get_cash_blockers()
        sent = self.cash_sent_id
        if sent and sent.is_cash_void:
            reasons.append(
                self.env._("%(sent)s was voided: nothing arrives.", sent=sent.name)
            )
        if sent and self.currency_id.compare_amounts(self.amount, sent.amount) > 0:
            reasons.append(
                self.env._(
                    "%(sent)s was sent: not more can arrive.",
                    sent=self.currency_id.format(sent.amount),
                )
            )
        return reasons

    def action_post(self):
        """What is sent waits at the other desk from that moment on."""
        new = self.filtered(lambda p: p.cash_sent_to_id and p.state == "draft")
        res = super().action_post()
        self.create([payment._prepare_arrival_values() for payment in new])
        return res

    def _prepare_arrival_values(self):
        """Hook: the receipt that the other desk's people record."""
        self.ensure_one()
        return {
            "payment_type": "inbound",
            "partner_type": self.partner_type,
            "amount": self.amount,
            "destination_account_id": self.destination_account_id.id,
            "partner_id": self.partner_id.id,
            "journal_id": self.cash_sent_to_id.id,
            "cash_sent_id": self.id,
            "memo": self.env._("From %(desk)s", desk=self.journal_id.name),
            "cash_basis": self.name,
        }

    def _settle(self):
        """What arrived closes what was sent; a difference stays open on the account."""
        res = super()._settle()
        for payment in self.filtered("cash_sent_id"):
            (payment + payment.cash_sent_id).move_id.line_ids.filtered(
                lambda item, a=payment.destination_account_id: (
                    item.account_id == a and a.reconcile and not item.reconciled
                )
            ).reconcile()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_not_on_its_way(self):
        waiting = self.cash_sent_id.filtered(lambda sent: not sent.is_cash_void)
        if waiting:
            raise UserError(
                self.env._(
                    "%(sent)s is on its way: accept the money, or have the order that "
                    "sent it voided.",
                    sent=", ".join(waiting.mapped("name")),
                )
            )

    def _check_may_be_voided(self, reason):
        res = super()._check_may_be_voided(reason)
        arrived = self.search_count(
            [
                ("cash_sent_id", "=", self.id),
                ("state", "=", "paid"),
                ("is_cash_void", "=", False),
            ]
        )
        if arrived:
            raise UserError(
                self.env._(
                    "%(order)s arrived at the other desk: void its receipt first.",
                    order=self.name,
                )
            )
        return res

    def _void(self, reason):
        """What is taken back is not awaited at the other desk any more."""
        voids = super()._void(reason)
        self.search(
            [("cash_sent_id", "in", self.ids), ("state", "=", "draft")]
        ).unlink()
        return voids
