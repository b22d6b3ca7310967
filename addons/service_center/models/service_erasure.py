import hashlib
import json
import os

from odoo import api, fields, models
from odoo.tools import config

OPTION = "service_center_erasure_file"


class ServiceErasure(models.Model):
    """That a customer was anonymised: when, by whom, and what was done.

    A backup brings back whom the centre has forgotten. So each erasure is also a line
    of a file outside the database, if ``service_center_erasure_file`` names one in
    Odoo's settings; after a restore the administrator replays it, in Odoo's shell, and
    commits what it did::

        env["service.erasure"]._replay(open("/path/to/erasures.jsonl"))

    A line holds the number of the contact and a fingerprint, no name.
    """

    _name = "service.erasure"
    _description = "Anonymised Customer"
    _inherit = ["service.readonly.mixin"]
    _order = "id desc"
    _rec_name = "partner_ref"

    partner_ref = fields.Integer("Contact Number", required=True, readonly=True)
    fingerprint = fields.Char(
        required=True,
        readonly=True,
        index=True,
        help="Tells this contact from another one with the same number.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Done By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    reason = fields.Char(readonly=True)
    report = fields.Text("What Was Done", readonly=True)

    @api.model
    def _get_fingerprint(self, partner):
        born = fields.Datetime.to_string(partner.create_date)
        return hashlib.sha256(f"{partner.id} {born}".encode()).hexdigest()

    def _write_down(self):
        """Add these erasures to the file, once they are for good."""
        path = config.get(OPTION)
        if not path:
            return
        lines = "".join(
            json.dumps(
                {
                    "contact": erasure.partner_ref,
                    "fingerprint": erasure.fingerprint,
                    "date": fields.Datetime.to_string(erasure.create_date),
                }
            )
            + "\n"
            for erasure in self
        )

        def append():
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(lines)

        self.env.cr.postcommit.add(append)

    @api.model
    def _replay(self, lines):
        """Anonymise once more whom a restored backup has brought back.

        :param lines: an open file of erasures, or any lines of one
        :return: the contacts that were anonymised
        """
        known = {}
        for line in filter(str.strip, lines):
            entry = json.loads(line)
            known[entry["contact"]] = entry["fingerprint"]
        back = (
            self.env["res.partner"]
            .with_context(active_test=False)
            .search([("id", "in", list(known)), ("service_erased_on", "=", False)])
            .filtered(lambda p: self._get_fingerprint(p) == known[p.id])
        )
        if back:
            back._anonymize(self.env._("Replayed after a restore"))
        return back
