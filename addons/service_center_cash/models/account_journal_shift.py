from odoo import api, fields, models

from .account_journal import CONTROLLER


class AccountJournal(models.Model):
    """Shifts of a desk."""

    _inherit = "account.journal"

    service_needs_shift = fields.Boolean(
        "Works in Shifts",
        help="No money is taken or given without an open shift.",
    )
    service_shift_id = fields.Many2one(
        "service.cash.shift", "Open Shift", compute="_compute_service_shift_id"
    )

    @api.depends_context("uid")
    def _compute_service_shift_id(self):
        shifts = self.env["service.cash.shift"]._get_open(self)
        for desk in self:
            desk.service_shift_id = shifts.get(desk.sudo(), False)

    def _compute_service_balance(self):
        """While the money is counted, who counts does not see what it should be."""
        res = super()._compute_service_balance()
        if not self.env.user.has_group(CONTROLLER):
            for desk in self.filtered(lambda d: d.service_shift_id.state == "counting"):
                desk.service_balance = 0.0
        return res

    def action_open_shift(self):
        """Open a shift with a counted float, or go to the one that is open."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "service.cash.shift",
            "view_mode": "form",
            "res_id": self.service_shift_id.id,
            "target": "current" if self.service_shift_id else "new",
            "context": {"default_journal_id": self.id},
        }
