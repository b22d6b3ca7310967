from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_center.tools.transact import transact

KEPT = 10  # days that are added up entry by entry
LATE = 5  # days: an entry dated earlier stands in line with the folding


class ServiceCashBalance(models.Model):
    """What a desk's account came to at the end of a day some time ago.

    The balance of a desk is this and the entries after it, so it takes no longer the
    older the desk gets. It is added up from the ledger each day anew; an entry that
    is dated before makes it go, and until the next time all entries are added up.
    """

    _name = "service.cash.balance"
    _description = "Balance of a Desk Some Days Ago"
    _order = "id"

    account_id = fields.Many2one(
        "account.account", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Date(
        required=True, readonly=True, help="Entries up to this day are counted."
    )
    balance = fields.Float(readonly=True, digits=(24, 6))
    amount_currency = fields.Float(readonly=True, digits=(24, 6))

    _account_uniq = models.UniqueIndex("(account_id)")

    @api.model
    def _cron_fold(self):
        """Once a day: move the day on that the balances begin from."""
        commit = self.env["ir.cron"]._commit_progress
        desks = self.env["account.journal"].search([("is_service_desk", "=", True)])
        for desk in desks:
            transact(self.env, self._fold, desk)
            commit(1)

    @api.model
    def _fold(self, desk):
        """Add up what one desk had some days ago."""
        last = fields.Date.today() - timedelta(days=KEPT)
        account = desk.default_account_id
        there = self.search([("account_id", "=", account.id)])
        if there.date and there.date >= last:
            return
        desk._hold_desk()
        ((balance, amount),) = self.env["account.move.line"]._read_group(
            [
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", last),
            ],
            [],
            ["balance:sum", "amount_currency:sum"],
        )
        there.unlink()
        self.create(
            {
                "account_id": account.id,
                "date": last,
                "balance": balance or 0.0,
                "amount_currency": amount or 0.0,
            }
        )

    @api.model
    def _sum_up(self, accounts):
        """What lies on each account by the ledger: its balance, and in its currency."""
        known = self.search_fetch([("account_id", "in", accounts.ids)])
        known = known.grouped("account_id")
        domain = Domain.OR(
            Domain("account_id", "=", account.id)
            & (
                Domain("date", ">", known[account].date)
                if account in known
                else Domain.TRUE
            )
            for account in accounts
        )
        sums = self.env["account.move.line"]._read_group(
            domain & Domain("parent_state", "=", "posted"),
            ["account_id"],
            ["balance:sum", "amount_currency:sum"],
        )
        found = {
            account: (fold.balance, fold.amount_currency)
            for account, fold in known.items()
        }
        for account, *later in sums:
            before = found.get(account, (0.0, 0.0))
            found[account] = tuple(map(sum, zip(before, later, strict=True)))
        return found

    @api.model
    def _forget_late(self, moves):
        """Entries dated long ago were just posted: what was added up counts no more.

        Whoever folds at this moment is waited for, or waits: one of them begins anew.
        """
        late = fields.Date.today() - timedelta(days=LATE)
        desks = moves.filtered(
            lambda move: move.date <= late and move.journal_id.is_service_desk
        ).journal_id
        for desk in desks.sorted("id"):
            desk._hold_desk()
        self._forget(desks.default_account_id)

    @api.model
    def _forget(self, accounts):
        if accounts:
            self.search([("account_id", "in", accounts.ids)]).unlink()
