import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.service_center.tools.transact import transact

from .service_fiscal_adapter import FiscalUncertain

_logger = logging.getLogger(__name__)
ATTEMPTS = 5
STATES = [
    ("pending", "Waiting"),
    ("sending", "Being Registered"),
    ("done", "Registered"),
    ("failed", "Failed"),
    ("unknown", "To Be Checked"),
]


class ServiceFiscalReceipt(models.Model):
    """What a fiscal device has to register: written with the cash order, sent later.

    A row is claimed before the device is asked, and that is committed. If the answer
    is lost, nobody knows whether the device registered it: such a row is never sent
    again by itself, a person looks at the device first.
    """

    _name = "service.fiscal.receipt"
    _description = "Registration at a Fiscal Device"
    _inherit = ["service.readonly.mixin"]
    _order = "id desc"
    _rec_name = "payment_id"
    _check_company_auto = True

    payment_id = fields.Many2one(
        "account.payment",
        "Cash Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    journal_id = fields.Many2one(
        related="payment_id.journal_id", store=True, index=True, readonly=True
    )
    company_id = fields.Many2one(
        related="payment_id.company_id", store=True, index=True, readonly=True
    )
    adapter = fields.Char(
        required=True, readonly=True, help="Name of the adapter's model."
    )
    state = fields.Selection(STATES, default="pending", required=True, readonly=True)
    attempts = fields.Integer(readonly=True)
    date_next = fields.Datetime(
        "Not Before", readonly=True, default=fields.Datetime.now
    )
    error = fields.Char("Last Error", readonly=True)
    fiscal_number = fields.Char(related="payment_id.fiscal_number")

    _payment_uniq = models.UniqueIndex(
        "(payment_id)", "This cash order waits for its fiscal device already."
    )
    _to_send = models.Index("(date_next, id) WHERE state IN ('pending', 'sending')")

    @api.model
    def _enqueue(self, payments):
        """Write a row for each of these cash orders that a device has to register."""
        values = []
        for payment in payments:
            adapter = payment.journal_id.fiscal_adapter
            if (
                adapter
                and not payment.fiscal_number
                and self.env[adapter]._needs_registration(payment)
            ):
                values.append({"payment_id": payment.id, "adapter": adapter})
        if values:
            # sudo: who records a cash order does not write the outbox by hand
            self.sudo().create(values)
            cron = self.env.ref("service_center_cash.ir_cron_fiscal")
            cron.sudo()._trigger()  # sudo: the same

    @api.model
    def _cron_register(self, limit=100):
        """Ask the devices, one cash order after the other; commit around each."""
        commit = self.env["ir.cron"]._commit_progress
        transact(self.env, self._give_up_claimed)
        domain = [("state", "=", "pending"), ("date_next", "<=", "now")]
        rows = self.search(domain, order="id", limit=limit)
        remaining = len(rows)
        for row in rows:
            remaining -= 1
            if transact(self.env, row._claim):  # holds whatever happens from here on
                answer = row._ask_device()
                commit()
                transact(self.env, row._settle, *answer)
            commit(1, remaining=remaining)

    @api.model
    def _give_up_claimed(self):
        """Claimed and never answered: the process ended while the device was asked."""
        lost = fields.Datetime.now() - timedelta(minutes=15)
        self.search(
            [("state", "=", "sending"), ("date_next", "<", lost)]
        )._write_server_fields(
            {"state": "unknown", "error": self.env._("There was no answer.")}
        )

    def _claim(self):
        """Take a waiting row; whoever comes second gets nothing."""
        self.ensure_one()
        now = fields.Datetime.now()
        self.flush_recordset()
        claimed = self.env.execute_query(
            SQL(
                "UPDATE service_fiscal_receipt SET state = 'sending', date_next = %s, "
                "attempts = COALESCE(attempts, 0) + 1 "
                "WHERE id = %s AND state = 'pending' RETURNING id",
                *(now, self.id),
            )
        )
        self.invalidate_recordset()
        return bool(claimed)

    def _ask_device(self):
        """Let the adapter register it.

        :return: what is to be noted of it, and the fiscal number if there is one
        """
        self.ensure_one()
        if refusal := self.journal_id._get_fiscal_refusal():
            return {"state": "failed", "error": refusal}, None
        key = f"service-fiscal-{self.env.cr.dbname}-{self.id}"
        try:
            with self.env.cr.savepoint():
                number = self.env[self.adapter]._register_payment(self.payment_id, key)
        except FiscalUncertain as error:
            return {"state": "unknown", "error": str(error)}, None
        except Exception as error:  # noqa: BLE001  a device may fail in any way
            _logger.info("Fiscal registration of %s failed: %s", self.id, error)
            again = self.attempts < ATTEMPTS
            wait = timedelta(minutes=2**self.attempts)
            return {
                "state": "pending" if again else "failed",
                "error": str(error)[:500] or type(error).__name__,
                "date_next": fields.Datetime.now() + wait,
            }, None
        return {"state": "done", "error": False}, number

    def _settle(self, vals, number):
        """Write down what came of it."""
        if number is not None:
            self.payment_id.fiscal_number = number
        self._write_server_fields(vals)

    def action_retry(self):
        """Send it again: somebody has looked, and the device does not have it."""
        self.check_access("write")
        if self.filtered(lambda row: row.state not in ("failed", "unknown")):
            raise UserError(
                self.env._("Only what failed or has to be checked is sent again.")
            )
        self._write_server_fields(
            {
                "state": "pending",
                "attempts": 0,
                "date_next": fields.Datetime.now(),
            }
        )
        # sudo: who answers for the desk lets the job run earlier
        self.env.ref("service_center_cash.ir_cron_fiscal").sudo()._trigger()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Registrations are kept: they tell what the device was asked.")
        )


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def write(self, vals):
        if "fiscal_number" in vals and not self.env.su:
            # sudo: whoever types a number in is told what the device gave
            rows = self.env["service.fiscal.receipt"].sudo()
            if rows.search_count(
                [("payment_id", "in", self.ids), ("state", "=", "done")], limit=1
            ):
                raise UserError(
                    self.env._("The fiscal device gave this number: it stays.")
                )
        return super().write(vals)

    def _settle(self):
        """What is recorded stands in the outbox of the device, in one transaction."""
        res = super()._settle()
        self.env["service.fiscal.receipt"]._enqueue(self)
        return res
