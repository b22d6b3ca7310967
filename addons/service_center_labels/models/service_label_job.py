import hashlib
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import engine, picture, zpl

STATES = [
    ("queued", "Waiting"),
    ("printing", "Being Printed"),
    ("done", "Printed"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]
SAME_PRESS = timedelta(seconds=5)  # the same labels asked again within: a double click
LIMIT = 2000  # labels of one job
FILE_DPI = 300  # of a PDF where no printer is known


class ServiceLabelJob(models.Model):
    """Labels on their way to a printer: a row first, bytes afterwards.

    It is written in the transaction of whoever presses, under a key that is unique:
    one press, one job. ``service_label_job_send.py`` sends it once that is committed.
    The bytes are kept no longer than they are needed.
    """

    _name = "service.label.job"
    _description = "Labels to Print"
    _inherit = ["service.readonly.mixin"]
    _order = "id desc"

    name = fields.Char("Labels", readonly=True, required=True)
    key = fields.Char(
        readonly=True, copy=False, help="One press: a second one with it adds nothing."
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    branch_id = fields.Many2one(
        "service.branch", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Printed By", required=True, readonly=True, index=True
    )
    layout_id = fields.Many2one(
        "service.label.layout", readonly=True, index="btree_not_null"
    )
    printer_id = fields.Many2one(
        "service.label.printer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    res_model = fields.Char("Model", readonly=True, required=True)
    res_ids = fields.Json("Records", readonly=True)
    count = fields.Integer("Number", readonly=True, aggregator="sum")
    copies = fields.Integer(readonly=True)
    state = fields.Selection(
        STATES, "Status", required=True, readonly=True, default="queued", index=True
    )
    reason = fields.Char(readonly=True, help="Why it is not printed.")
    attempts = fields.Integer(readonly=True)
    date_next = fields.Datetime("Tried Again", readonly=True)
    date_claimed = fields.Datetime(readonly=True)
    date_done = fields.Datetime("Printed On", readonly=True)
    file = fields.Binary(
        readonly=True, attachment=True, help="What the printer is sent."
    )
    file_type = fields.Selection([("zpl", "ZPL"), ("pdf", "PDF")], readonly=True)

    _key_uniq = models.UniqueIndex("(key)", "These labels are being printed already.")
    _to_print = models.Index("(printer_id, id) WHERE state IN ('queued', 'printing')")

    # What puts labels into the queue

    @api.model
    def _enqueue(self, records, layout, printer, copies=1, key=None, branch=None):
        """Put labels of records into the queue of a printer.

        Whoever asks must be allowed to read the records, and the labels say no more
        than he may read. Asked twice with one key, or the same within five seconds,
        it is one job.

        :param printer: empty for a PDF
        :param key: names a press, whatever may happen to it on its way
        :return: the job; that of the first press if this is not the first
        """
        records.check_access("read")
        total = len(records) * copies
        if not 1 <= total <= LIMIT:
            raise UserError(
                self.env._(
                    "%(count)s labels: choose 1 to %(limit)s for one print.",
                    count=total,
                    limit=LIMIT,
                )
            )
        base = [records._name, records.ids, layout.id, printer.id, copies]
        values = {
            "name": self._get_title(records),
            "company_id": (branch or printer).company_id.id or self.env.company.id,
            "branch_id": branch.id if branch else None,
            "layout_id": layout.id,
            "printer_id": printer.id or None,
            "res_model": records._name,
            "res_ids": json.dumps(records.ids),
            "count": total,
            "copies": copies,
            **self._get_file_values(printer),
        }
        job, is_new = self._claim_press(values, base, key)
        if is_new:
            write = self._get_writer(printer)
            job._load(printer, write(layout, records, copies))
        return job

    @api.model
    def _enqueue_test(self, layout, printer):
        """Print a layout with the words to try it out."""
        values = {
            "name": self.env._("Test label"),
            "company_id": printer.company_id.id,
            "branch_id": printer.branch_id.id or None,
            "layout_id": layout.id,
            "printer_id": printer.id,
            "res_model": printer._name,
            "res_ids": json.dumps(printer.ids),
            "count": 1,
            "copies": 1,
            **self._get_file_values(printer),
        }
        job, is_new = self._claim_press(values, [printer._name, printer.ids], None)
        if is_new:
            drawn, samples = layout._get_plan(printer.dpi), layout._get_samples()
            if printer._get_file_type() == "pdf":
                content = picture.join_pdf(drawn.dpi, [picture.draw(drawn, samples)], 1)
            else:
                native = printer.text_mode == "font"
                content = zpl.write_label(drawn, samples, native, printer.compressed)
            job._load(printer, content)
        return job._get_answer()

    def _get_title(self, records):
        """What the labels are of, in a few words: no names of people."""
        first = records[0].display_name or ""
        if len(records) == 1:
            return first
        return self.env._(
            "%(first)s and %(count)s more", first=first, count=len(records) - 1
        )

    def _claim_press(self, values, base, key):
        """A row for this press, or the row that it has already.

        :return: the job, and whether it is new
        """
        if key:
            key = f"{self.env.uid}/{key}"[:200]
        else:
            base = json.dumps([self.env.uid, *base])
            key = hashlib.sha256(base.encode()).hexdigest()
            # the same labels, but not the same press
            self.env.execute_query(
                SQL(
                    "UPDATE service_label_job SET key = NULL WHERE key = %s "
                    "AND create_date < %s RETURNING id",
                    *(key, self.env.cr.now() - SAME_PRESS),
                )
            )
        now, uid = self.env.cr.now(), self.env.uid
        row = {
            **values,
            "key": key,
            "attempts": 0,
            "user_id": uid,
            "create_uid": uid,
            "write_uid": uid,
            "create_date": now,
            "write_date": now,
            "date_next": now,
        }
        found = self.env.execute_query(
            SQL(
                "INSERT INTO service_label_job (%s) VALUES (%s) "
                "ON CONFLICT (key) DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, row)),
                SQL(", ").join(SQL("%s", value) for value in row.values()),
            )
        )
        # sudo: the queue is written by the server alone; keys are of the user himself
        jobs = self.sudo()
        if found:
            return jobs.browse(found[0][0]), True
        return jobs.search([("key", "=", key)], limit=1), False

    # What is in the job

    def _get_writer(self, printer):
        """What turns records into bytes for a printer."""
        if printer._get_file_type() == "pdf":
            dpi = printer.dpi or FILE_DPI
            return lambda layout, records, copies: picture.join_pdf(
                int(dpi), layout._draw(records, dpi, picture.draw), copies
            )
        native, compressed = printer.text_mode == "font", printer.compressed
        return lambda layout, records, copies: b"".join(
            label * copies
            for label in layout._draw(
                records,
                printer.dpi,
                lambda plan, values: zpl.write_label(plan, values, native, compressed),
            )
        )

    @api.model
    def _get_file_values(self, printer):
        """How a job begins: a file is ready at once, a printer is waited for."""
        is_queued = printer._is_queued()
        return {
            "file_type": printer._get_file_type(),
            "state": "queued" if is_queued else "done",
            "date_done": None if is_queued else fields.Datetime.now(),
        }

    def _load(self, printer, content):
        """Give a new job its bytes, and wake whoever prints once that is committed."""
        # sudo: attachments of fields are written by the server alone
        self.env["ir.attachment"].sudo().create(
            {
                "name": "file",
                "res_model": self._name,
                "res_field": "file",
                "res_id": self.id,
                "type": "binary",
                "raw": content,
                # not "octet-stream": Odoo would take it for text, and index it
                "mimetype": "application/x-label",
            }
        )
        if printer._is_queued():
            engine.wake(self.env, printer)

    @api.autovacuum
    def _gc_jobs(self):
        """Bytes stay a day, rows three months: labels bear names of people."""
        now = fields.Datetime.now()
        old = [("create_date", "<", now - timedelta(days=1))]
        over = [("state", "in", ("done", "failed", "cancelled"))]
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_field", "=", "file")]
            + [("create_date", "<", now - timedelta(days=1))],
            limit=1000,
        )
        jobs = self.browse(attachments.mapped("res_id")).exists()
        jobs.filtered_domain(over + old)._write_server_fields({"file": False})
        long_ago = [("create_date", "<", now - timedelta(days=90))]
        self.search(over + long_ago, limit=1000).unlink()
