from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import engine


class ServiceLabelJob(models.Model):
    """What people do with labels on their way."""

    _inherit = "service.label.job"

    @api.model
    def _get_trouble_domain(self):
        """Labels that somebody has to look after: given up, or tried in vain."""
        failed = Domain("state", "=", "failed")
        return failed | (Domain("state", "=", "queued") & Domain("attempts", ">", 0))

    def action_cancel(self):
        """Take labels out of the queue that no printer was given."""
        self.check_access("write")
        for job in self:
            job._lock_job()
            if job.state not in ("queued", "failed"):
                raise UserError(
                    self.env._(
                        "%(name)s: only labels that wait or have failed can be "
                        "cancelled.",
                        name=job.name,
                    )
                )
        self._write_server_fields({"state": "cancelled", "file": False})
        return True

    def _lock_job(self):
        """Nobody claims it meanwhile; who has just done so is seen."""
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])

    def action_print_again(self):
        """Print failed labels once more, and others anew, as they are now."""
        self.check_access("write")
        self.ensure_one()
        if self.state in ("queued", "printing"):
            return self._get_answer()
        if self.state == "failed" and self.with_context(bin_size=True).file:
            self._lock_job()
            self._write_server_fields(
                {
                    "state": "queued",
                    "attempts": 0,
                    "reason": False,
                    "date_next": fields.Datetime.now(),
                }
            )
            engine.wake(self.env, self.printer_id)
            return self._get_answer()
        records = self.env[self.res_model].browse(self.res_ids).exists()
        if not records or not self.layout_id or self.res_model == self.printer_id._name:
            raise UserError(
                self.env._("%(name)s: there is nothing left to print.", name=self.name)
            )
        job = self._enqueue(
            records, self.layout_id, self.printer_id, self.copies, branch=self.branch_id
        )
        return job._get_answer()

    def action_download(self):
        """Hand out the bytes of a job."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/service_center_labels/job/{self.id}",
            "target": "download",
        }

    def _get_answer(self):
        """What the web client shows after a press: a file, or where it is printed."""
        self.fetch(["printer_id", "count"])
        files = self.filtered(lambda job: not job.printer_id._is_queued())
        if files:
            return files[0].action_download()
        count = sum(self.mapped("count"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Labels on their way to %(printer)s: %(count)s",
                    printer=", ".join(self.printer_id.mapped("name")),
                    count=count,
                ),
            },
        }
