from odoo import fields, models
from odoo.tools import SQL


class AccountPayment(models.Model):
    """A cash order belongs to the shift in which it was recorded."""

    _inherit = "account.payment"

    cash_shift_id = fields.Many2one(
        "service.cash.shift",
        "Shift",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_count_difference = fields.Boolean(
        readonly=True, copy=False, help="What a count found too much or too little."
    )

    def _get_server_fields(self):
        return super()._get_server_fields() | {"cash_shift_id", "is_count_difference"}

    def _get_cash_blockers(self):
        reasons = super()._get_cash_blockers()
        if self.is_count_difference:
            return reasons
        shift = self.env["service.cash.shift"]._get_open(self.journal_id)
        shift = shift.get(self.journal_id.sudo(), self.env["service.cash.shift"])
        if shift.state == "open":
            # the shift stays as it is until this is recorded: a close waits, and
            # a shift closed meanwhile makes this begin anew
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM service_cash_shift WHERE id = %s FOR SHARE",
                    shift.id,
                )
            )
            self._write_server_fields({"cash_shift_id": shift.id})
        elif shift:
            reasons.append(self.env._("The desk is being counted: wait for the end."))
        elif self.journal_id.service_needs_shift:
            reasons.append(
                self.env._("Open a shift at %(desk)s first.", desk=self.journal_id.name)
            )
        return reasons

    def _keeps_account(self):
        return super()._keeps_account() or self.is_count_difference

    def _needs_purpose(self):
        return not self.is_count_difference and super()._needs_purpose()

    def _get_payout_blockers(self):
        return [] if self.is_count_difference else super()._get_payout_blockers()

    def _compute_needs_approval(self):
        res = super()._compute_needs_approval()
        self.filtered("is_count_difference").needs_approval = False
        return res
