import base64
import binascii
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

# type of file -> its extension; nothing else is taken
SCAN_TYPES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
}
# not "octet-stream": of that Odoo guesses the type from the bytes, and random bytes
# look like a picture (which is resized) or text (which is indexed) once in a while
CIPHER_TYPE = "application/x-encrypted"
SCAN_LIMIT = 10 * 1024 * 1024
GRANT = "service_scan_grant"
GRANT_SECONDS = 60


class ServiceIdentity(models.Model):
    """Scans: off unless the company wants them, encrypted before they are stored.

    The attachment holds a cipher of no known type under a field that is closed to
    everybody, so that neither the attachment nor the field can be fetched. The only
    way out is the route of ``controllers/service_identity.py``, with a grant that
    ``_grant_scan`` puts into the session once it has logged who asked and why.
    """

    _inherit = "service.identity"

    keeps_scans = fields.Boolean(related="company_id.service_keep_scans")
    scan = fields.Binary(
        store=False,
        readonly=True,
        exportable=False,
        help="A picture or PDF of the document, up to 10 MB. Encrypted before it is "
        "stored.",
    )
    has_scan = fields.Boolean("Scan Is Kept", readonly=True)
    scan_type = fields.Char(readonly=True, help="Type of the file, as it was before.")
    scan_cipher = fields.Binary(
        attachment=True, groups=NO_ACCESS, readonly=True, copy=False
    )

    @api.model
    def _get_secret_fields(self):
        return (*super()._get_secret_fields(), "scan")

    def _has_secrets(self):
        return super()._has_secrets() or self.has_scan

    @api.model
    def _get_kept_domain(self):
        return super()._get_kept_domain() | Domain("has_scan", "=", True)

    def _prepare_cipher_values(self, cipher, secret):
        vals = super()._prepare_cipher_values(cipher, secret)
        if "scan" in secret:
            content = self._check_scan(secret["scan"])
            self._store_scan(cipher.encrypt_bytes(content))
            vals.update(has_scan=True, scan_type=guess_mimetype(content))
        return vals

    def _check_scan(self, scan):
        """The content of an uploaded scan, if it may be kept at all."""
        if not self.company_id.service_keep_scans:
            raise UserError(
                self.env._(
                    "Scans of documents are not kept here: look at the document and "
                    "note its last three characters. The administrator may change "
                    "that in the settings."
                )
            )
        try:
            content = base64.b64decode(scan, validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if guess_mimetype(content) not in SCAN_TYPES or len(content) > SCAN_LIMIT:
            raise UserError(
                self.env._("A scan is a JPEG or PNG picture or a PDF of up to 10 MB.")
            )
        return content

    def _store_scan(self, cipher_content):
        """Put the encrypted file where nobody can fetch it, for an older one."""
        self._get_scan_attachments().unlink()
        # sudo: the field is closed to everybody; who may write the document may fill it
        self.env["ir.attachment"].sudo().create(
            {
                "name": "scan",
                "res_model": self._name,
                "res_id": self.id,
                "res_field": "scan_cipher",
                "company_id": self.company_id.id,
                "mimetype": CIPHER_TYPE,
                "raw": cipher_content,
            }
        )
        self.invalidate_recordset(["scan_cipher"])

    def _get_scan_attachments(self):
        # sudo: closed to everybody; these are for replacing, erasing and ``_get_scan``
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("res_field", "=", "scan_cipher"),
                ]
            )
        )

    # Going out

    def _grant_scan(self, reason):
        """Log, then let this session fetch the scan once, within a minute."""
        self._check_reveal(reason)
        if not self.has_scan:
            raise UserError(self.env._("No scan of this document is kept."))
        self.env["service.cipher"]._load()
        self.env["service.secret.log"]._record_first("scan", self, reason)
        request.session[GRANT] = [self.id, time.time() + GRANT_SECONDS]
        return f"/service_center/identity/{self.id}/scan"

    def _use_grant(self):
        """Take the grant back; without one there is no scan."""
        self.ensure_one()
        granted, until = request.session.pop(GRANT, None) or (None, 0)
        if granted != self.id or time.time() > until:
            raise AccessError(
                self.env._("Ask for the scan on the document's form, with a reason.")
            )
        self.check_access("read")

    def _get_scan(self):
        """The decrypted scan and a file name that says nothing."""
        cipher = self.env["service.cipher"]._load()
        content = self.env["service.cipher"]._decrypt(
            cipher.decrypt_bytes, self._get_scan_attachments()[:1].raw
        )
        return content, f"document-{self.id}.{SCAN_TYPES[self.scan_type]}"

    # Going away

    def _prepare_erased_values(self):
        vals = super()._prepare_erased_values()
        self._unlink_scans()
        return {**vals, "has_scan": False, "scan_type": False}

    def _unlink_scans(self):
        # the files themselves go with the next collection of the file store
        self._get_scan_attachments().unlink()
        self.invalidate_recordset(["scan_cipher"])

    def _erase_scans(self):
        """Forget the scans alone."""
        documents = self.filtered("has_scan")
        if documents:
            self.env["service.secret.log"]._record("erased", documents)
            documents._unlink_scans()
            documents._write_server_fields({"has_scan": False, "scan_type": False})

    @api.model
    def _erase_due(self):
        """Scans go some days after the customer's last order was issued."""
        res = super()._erase_due()
        for company in self.env["res.company"].search([]):
            cutoff = fields.Datetime.now() - timedelta(days=company.service_scan_days)
            needed = Domain("state", "!=", "issued") | Domain(
                "date_issued", ">", cutoff
            )
            self.search(
                Domain("has_scan", "=", True)
                & Domain("company_id", "=", company.id)
                & Domain("date_seen", "<", cutoff)
                & ~Domain("partner_id.service_order_ids", "any", needed)
            )._erase_scans()
        return res

    def _renew_ciphers(self, cipher, vals):
        vals = super()._renew_ciphers(cipher, vals)
        mine = self.sudo()  # as in the method this one adds to
        if mine.has_scan and mine.key_name not in (False, cipher.key_id):
            content = self._get_scan()[0]
            self._store_scan(cipher.encrypt_bytes(content))
        return vals
