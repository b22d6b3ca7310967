from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .service_pay_settlement import FIGURES, HEAD


class ServicePaySettlement(models.Model):
    """Closing a month, and its one entry in the ledger."""

    _inherit = "service.pay.settlement"

    move_id = fields.Many2one(
        "account.move",
        "Journal Entry",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        groups="account.group_account_readonly,account.group_account_invoice",
        help="What the month cost, if the company books its pay.",
    )

    def action_close(self):
        """Close these months: nothing lands in them any more.

        Pressed again, nothing more happens.
        """
        self._check_payroll(HEAD)
        # sudo: a head (checked) need not be a bookkeeper; amounts come from the rows
        months = self.sudo()
        months._hold()
        months.invalidate_recordset(["state"])
        months = months.filtered(lambda month: month.state == "open")
        figures = months._sum_up()
        for month in months:
            month._write_server_fields(
                {
                    "state": "closed",
                    "date_closed": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                    **{
                        f"closed_{name}": figures[month.id].get(name, 0.0)
                        for name in FIGURES
                    },
                }
            )
        months._book()
        months._message_log_batch(
            dict.fromkeys(months.ids, self.env._("The month was closed."))
        )
        return True

    def action_reopen(self):
        """Open closed months again; their entries in the ledger are reversed."""
        self._check_payroll(HEAD)
        # sudo: as in action_close
        months = self.sudo()
        months._hold()
        months.invalidate_recordset(["state"])
        months = months.filtered(lambda month: month.state == "closed")
        for month in months.filtered("move_id"):
            entry = month.move_id
            reversal = entry._reverse_moves(
                [{"date": fields.Date.context_today(self), "ref": entry.ref}]
            )
            reversal._post(soft=False)
        months._write_server_fields(
            {
                "state": "open",
                "date_closed": False,
                "closed_by_id": False,
                "move_id": False,
            }
        )
        months._message_log_batch(
            dict.fromkeys(months.ids, self.env._("The month was opened again."))
        )
        return True

    def _book(self):
        """One entry per month closed, for the companies that book their pay."""
        moves = self.env["account.move"]
        booked = self.filtered(
            lambda month: (
                month.company_id.service_pay_accrual
                and not month.currency_id.is_zero(month._get_cost())
            )
        )
        booked.company_id._check_pay_accounts()
        for company, months in booked.grouped("company_id").items():
            made = moves.with_company(company).create(
                [month._prepare_move_values() for month in months]
            )
            for month, move in zip(months, made, strict=True):
                month._write_server_fields({"move_id": move.id})
            moves += made
        if moves:
            moves._post(soft=False)

    def _get_cost(self):
        """What a closed month costs the company."""
        self.ensure_one()
        return self.closed_accrued + self.closed_bonus - self.closed_fine

    def _prepare_move_values(self):
        """Hook: the entry of a month closed."""
        self.ensure_one()
        company, cost = self.company_id, self._get_cost()
        today = fields.Date.context_today(self)
        name = self.display_name
        partner = self.employee_id.work_contact_id
        return {
            "move_type": "entry",
            "journal_id": company.service_pay_journal_id.id,
            "date": min(self.month + relativedelta(months=1, days=-1), today),
            "ref": name,
            "line_ids": [
                Command.create(
                    {
                        "name": name,
                        "account_id": account.id,
                        "partner_id": partner.id,
                        "debit": max(amount, 0.0),
                        "credit": max(-amount, 0.0),
                    }
                )
                for account, amount in (
                    (company.service_pay_expense_account_id, cost),
                    (company.service_pay_liability_account_id, -cost),
                )
            ],
        }

    def _check_open(self):
        closed = self.filtered(lambda month: month.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "%(months)s: closed. Write it for the next month.",
                    months=", ".join(closed.mapped("display_name")),
                )
            )
