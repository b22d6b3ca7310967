import base64
from datetime import timedelta

from odoo import api, fields, models

from ..tools import wire
from ..tools.engine import start_printing

LOST = timedelta(minutes=2)  # whoever prints shows signs of life more often
TRIES = 8  # of a printer that cannot be reached: within some 20 minutes


class ServiceLabelJob(models.Model):
    """What ``tools/engine.py`` asks for, each in a transaction of its own."""

    _inherit = "service.label.job"

    @api.model
    def _cron_print(self):
        """Start what no press has started: next tries, and what a stop left behind."""
        now = fields.Datetime.now()
        due = [("state", "=", "queued"), ("date_next", "<=", now)]
        lost = [("state", "=", "printing"), ("date_claimed", "<", now - LOST)]
        found = self._read_group(due, ["printer_id"])
        found += self._read_group(lost, ["printer_id"])
        printers = self.env["service.label.printer"].union(*(row[0] for row in found))
        for printer_id in printers.ids:
            start_printing(self.env.cr.dbname, printer_id, asked=False)

    @api.model
    def _ask(self, query, *values):
        """A query that may lose against others, without a word in the log."""
        self.env.cr.execute(query, values, log_exceptions=False)
        return self.env.cr.fetchone()

    @api.model
    def _claim(self, printer_id, asked):
        """Take the printer, unless somebody has it, and the oldest job of its queue.

        :return: the task, or ``None``
        """
        now = fields.Datetime.now()
        taken = self._ask(
            "UPDATE service_label_printer SET date_busy = %s WHERE id = %s "
            "AND (date_busy IS NULL OR date_busy < %s) RETURNING id",
            *(now, printer_id, now - LOST),
        )
        if not taken:
            return None
        self._give_up_lost(printer_id)
        printer = self.env["service.label.printer"].browse(printer_id)
        found = self._ask(
            "UPDATE service_label_job SET state = 'printing', date_claimed = %s, "
            "attempts = attempts + 1 WHERE id = (SELECT id FROM service_label_job "
            "WHERE printer_id = %s AND state = 'queued' AND (%s OR date_next <= %s) "
            "ORDER BY id LIMIT 1) RETURNING id",
            *(now, printer_id, asked, now),
        )
        if not found:
            self._release(printer)
            return None
        job = self.browse(found[0])
        if printer._is_held():
            job = job._as_its_user_reads()
            job._fail(job._get_hold_reason(printer))
            self._release(printer)
            return None
        return printer._get_task(job.id, base64.b64decode(job.file or b""))

    def _as_its_user_reads(self):
        """The job with the words of whoever pressed: he is told what is wrong."""
        return self.with_context(lang=self.user_id.lang)

    def _get_hold_reason(self, printer):
        """Why a printer prints nothing, whoever asks."""
        if printer._is_off():
            return self.env._("The printer is switched off in its settings.")
        return self.env._(
            "This database is a copy: open the printer and save its address anew, if "
            "the copy is to print."
        )

    @api.model
    def _release(self, printer, reason=None):
        values = {"date_busy": False}
        if reason is not None:
            values["reason"] = reason
        printer._write_server_fields(values)

    @api.model
    def _beat(self, printer_id):
        """A large job is still being taken: it is not lost."""
        self._ask(
            "UPDATE service_label_printer SET date_busy = %s WHERE id = %s "
            "RETURNING id",
            *(fields.Datetime.now(), printer_id),
        )

    @api.model
    def _settle(self, job_id, trouble):
        """Write down what became of a job.

        :return: whether the printer may be given the next one
        """
        job = self.browse(job_id)
        printer = job.printer_id
        if trouble is None:
            job._write_server_fields(
                {
                    "state": "done",
                    "date_done": fields.Datetime.now(),
                    "reason": False,
                    "file": False,
                }
            )
            self._release(printer, False)
            return True
        job = job._as_its_user_reads()
        if isinstance(trouble, wire.NotAllowed):
            reason = printer._get_refusal(trouble)
            job._fail(reason)
        elif trouble.begun:
            reason = job.env._(
                "The printer broke off (%(reason)s): a part may be printed. Look at "
                "it, then print again.",
                reason=trouble,
            )
            job._fail(reason)
        else:
            reason = job.env._(
                "The printer does not answer: %(reason)s", reason=trouble
            )
            job._postpone(reason)
        self._release(printer, reason)
        return False

    def _postpone(self, reason):
        """Nothing has reached the printer: try again, ever more rarely."""
        if self.attempts >= TRIES:
            self._fail(reason)
            return
        wait = timedelta(seconds=min(5 * 2**self.attempts, 600))
        self._write_server_fields(
            {
                "state": "queued",
                "reason": reason,
                "date_next": fields.Datetime.now() + wait,
            }
        )
        if self.attempts == 1:
            self._tell(reason)

    def _fail(self, reason):
        self._write_server_fields({"state": "failed", "reason": reason})
        self._tell(reason)

    def _tell(self, reason):
        """Tell whoever pressed, on his screen."""
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.env._("Labels are not printed: %(name)s", name=self.name),
                "message": reason,
                "sticky": True,
            },
        )

    @api.model
    def _give_up_lost(self, printer_id):
        """Claimed and never settled: the process ended while it printed."""
        lost = self.search(
            [("printer_id", "=", printer_id), ("state", "=", "printing")]
        )
        for job in lost:
            job = job._as_its_user_reads()
            job._fail(
                job.env._(
                    "Interrupted: a part may be printed. Look at the printer, then "
                    "print again."
                )
            )
