from odoo import api, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    """What is booked to a desk stays: no correction by hand past the cash orders."""

    _inherit = "account.move.line"

    @api.model
    def _get_money_fields(self):
        """Hook: what makes the balance of an account."""
        return {
            *("account_id", "debit", "credit", "balance", "amount_currency"),
            *("move_id", "currency_id", "parent_state"),
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_desk_money()
        return lines

    def write(self, vals):
        if self._get_money_fields().isdisjoint(vals):
            return super().write(vals)
        accounts = self.env["account.move"]._get_desk_accounts()
        if accounts:
            changed = self.filtered(lambda line: line._is_other_money(vals))
            changed._check_desk_money()
        res = super().write(vals)
        if accounts and not accounts.isdisjoint([vals.get("account_id")]):
            changed._check_desk_money()
        return res

    def _is_other_money(self, vals):
        self.ensure_one()
        moves = self.env["account.move"]
        return any(
            moves._field_will_change(self, vals, name)
            for name in self._get_money_fields().intersection(vals)
        )

    def _check_desk_money(self):
        """Raise on items of desks in entries that are posted."""
        accounts = self.env["account.move"]._get_desk_accounts()
        found = self.filtered(
            lambda line: (
                line.parent_state == "posted" and line.account_id.id in accounts
            )
        )
        if found:
            raise UserError(
                self.env._(
                    "%(account)s is the money of a desk: it is changed by cash orders "
                    "alone. Void one and write another.",
                    account=found[:1].account_id.display_name,
                )
            )
