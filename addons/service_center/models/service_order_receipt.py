import base64
import binascii
import hashlib
import io
import json

import pytz
from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime
from odoo.tools.mimetypes import guess_mimetype

SCAN_TYPES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
SCAN_LIMIT = 10 * 1024 * 1024
SIGNATURE_LIMIT = 1024 * 1024


class ServiceOrder(models.Model):
    """The customer signs the receipt: a version beside the others, never over them."""

    _inherit = "service.order"

    receipt_ids = fields.One2many(
        "service.receipt", "order_id", "Signed Receipts", readonly=True
    )
    receipt_number = fields.Integer(
        "Signed Version",
        readonly=True,
        copy=False,
        help="The last version of the receipt that was signed. 0: none.",
    )
    receipt_status = fields.Char(
        "Receipt",
        compute="_compute_receipt_status",
        compute_sudo=True,  # that it is signed, for whoever sees the order
        help="Which version was signed and when, and what was changed since.",
    )
    is_receipt_changed = fields.Boolean(
        "Changed Since Signed",
        compute="_compute_receipt_status",
        compute_sudo=True,
    )

    # no dependency on all that is signed for: it is read when a form opens or is saved
    @api.depends("receipt_number", "photo_ids", "consent_ids.answer")
    @api.depends_context("lang", "tz")
    def _compute_receipt_status(self):
        for order in self:
            receipt = order._get_last_receipt()
            changes = order._get_changes_since(receipt) if receipt else []
            order.is_receipt_changed = bool(changes)
            order.receipt_status = receipt and order._describe_receipt(receipt, changes)

    def _describe_receipt(self, receipt, changes):
        day = format_datetime(self.env, receipt.date_signed, dt_format="short")
        if changes:
            return self.env._(
                "Signed v%(number)s, %(day)s, by %(name)s. Changed since: %(changes)s",
                number=receipt.number,
                day=day,
                name=receipt.signed_by,
                changes=", ".join(changes),
            )
        return self.env._(
            "Signed v%(number)s, %(day)s, by %(name)s",
            number=receipt.number,
            day=day,
            name=receipt.signed_by,
        )

    def _get_last_receipt(self):
        """The last signed version, if there is one."""
        if not self.receipt_number:
            return self.env["service.receipt"]
        return self.receipt_ids.filtered(
            lambda receipt: receipt.number == self.receipt_number
        )

    # What was signed

    def _get_signed_fields(self):
        """Hook: the fields the customer signs for.

        What is agreed at intake, but for what only the centre keeps for itself.
        """
        inside = {"branch_id", "user_id", "fiscal_position_id", "repeat_of_id"}
        device = {"serial", "device_type_id", "device_brand_id", "device_model_id"}
        said = self._get_intake_fields() - inside
        return {name for name in said | device if name in self._fields}

    def _get_fingerprint(self):
        """By what was agreed, a sum over it. Only sums: no copy of what was said."""
        self.ensure_one()
        agreed = {}
        for name in self._get_signed_fields():
            value, field = self[name], self._fields[name]
            if field.relational:
                value = sorted(value._origin.ids)
            agreed[name] = value or False
        agreed["photo_ids"] = sorted(
            self._get_intake_photos().mapped(lambda photo: photo.checksum or "")
        )
        agreed["consent_ids"] = sorted(
            (row.text_hash, row.answer)
            for row in self.consent_ids
            if row.answer != "open"
        )
        return {
            name: self._get_sum(f"{self.id} {name} {json.dumps(value, default=str)}")
            for name, value in sorted(agreed.items())
        }

    def _get_sum(self, text):
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _get_changes_since(self, receipt):
        """The labels of what is no more as it was signed."""
        signed, now = receipt.fingerprint or {}, self._get_fingerprint()
        names = [name for name in now if signed.get(name, now[name]) != now[name]]
        labels = self.fields_get(names, ["string"]) if names else {}
        return [labels[name]["string"] for name in names if name in labels]

    # Signing

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage._get_rules().state not in ("new", "refused"):
            for order in self.filtered(lambda order: order.state == "new"):
                if order.device_type_id._origin._get_intake_rules().signature:
                    blockers[order] += order._get_signature_blockers()
        return blockers

    def _get_signature_blockers(self):
        self.ensure_one()
        receipt = self._get_last_receipt()
        if not receipt:
            return [self.env._("Have the customer sign the receipt.")]
        changes = self._get_changes_since(receipt)
        if changes:
            return [
                self.env._(
                    "Have the customer sign the receipt once more, for it was changed: "
                    "%(changes)s.",
                    changes=", ".join(changes),
                )
            ]
        return []

    def action_sign_receipt(self):
        """Let the customer read the receipt and sign it on the screen."""
        self.ensure_one()
        self._check_may_sign()
        return {
            "type": "ir.actions.client",
            "tag": "service_center.sign_receipt",
            "target": "new",
            "params": {
                "order_id": self.id,
                "order_name": self.name,
                "customer_name": self.partner_id.name,
                "version": self.receipt_number + 1,
            },
        }

    def _check_may_sign(self):
        self.ensure_one()
        self.check_access("write")
        if not self._may_change_intake():
            raise AccessError(
                self.env._("The receipt is signed at the desk. Ask a manager.")
            )
        if self.state == "issued":
            self._raise_frozen()
        self._check_receipt_blockers()
        receipt = self._get_last_receipt()
        if receipt and not self._get_changes_since(receipt):
            raise UserError(
                self.env._(
                    "%(order)s: version %(number)s of the receipt is signed by "
                    "%(name)s, and nothing was changed since.",
                    order=self.name,
                    number=receipt.number,
                    name=receipt.signed_by,
                )
            )

    def action_record_receipt(self, signed_by, signature=None, scan=None):
        """Keep the receipt as the customer signed it: on the screen, or on paper.

        :param signed_by: name of whoever signed
        :param signature: the drawn signature, a PNG picture in base64
        :param scan: the paper that was signed by hand, a PDF, JPEG or PNG in base64
        :return: identifier of the signed version
        """
        self.ensure_one()
        signed_by = " ".join((signed_by or "").split())
        if not signed_by:
            raise UserError(self.env._("Type the name of whoever signs."))
        if bool(signature) == bool(scan):
            raise UserError(self.env._("Draw the signature, or choose the scan."))
        drawn = self._read_signature(signature) if signature else None
        content, extension = self._read_scan(scan) if scan else (None, "pdf")
        self._check_may_sign()
        number = self.receipt_number + 1
        # before the slow part: whoever does the same at this moment waits here, fails
        # to serialise, is run once more, and is told that it is signed
        self._write_server_fields({"receipt_number": number})
        self.env.flush_all()
        values = {
            "order_id": self.id,
            "number": number,
            "method": "paper" if scan else "screen",
            "signed_by": signed_by,
            "date_signed": fields.Datetime.now(),
            "user_id": self.env.uid,
            "lang": self._get_document_lang("intake"),
            "fingerprint": self._get_fingerprint(),
            "file_name": f"{self.name}-v{number}.{extension}".replace("/", "-"),
        }
        content = content or self._print_signed(values, drawn)
        values["file"] = base64.b64encode(content)
        values["file_hash"] = hashlib.sha256(content).hexdigest()
        # sudo: nobody may make one by himself; checked above
        receipt_sudo = self.env["service.receipt"].sudo().create(values)
        self._log_receipt(receipt_sudo)
        return receipt_sudo.id

    def _print_signed(self, values, drawn):
        """Print the receipt with the signature on it."""
        reports = self.env["ir.actions.report"].with_context(
            service_signing={
                "order_id": self.id,
                "number": values["number"],
                "signed_by": values["signed_by"],
                "date_signed": self._format_signing_time(values["date_signed"]),
                "signature": base64.b64encode(drawn).decode(),
            }
        )
        return reports._render_qweb_pdf("service_center.report_intake", self.ids)[0]

    def _format_signing_time(self, moment):
        """To the second, by the branch's clock, and which clock that is."""
        zone = pytz.timezone(self._get_document_zone())
        local = pytz.utc.localize(moment).astimezone(zone)
        return local.strftime("%Y-%m-%d %H:%M:%S %Z")

    def _read_scan(self, scan):
        """The scan and its extension, if it is one at all."""
        content = self._read_base64(scan)
        extension = SCAN_TYPES.get(guess_mimetype(content))
        if not extension or len(content) > SCAN_LIMIT:
            raise UserError(
                self.env._("A scan is a PDF, a JPEG or a PNG picture of up to 10 MB.")
            )
        return content, extension

    def _read_base64(self, value):
        try:
            return base64.b64decode(value or b"", validate=True)
        except (binascii.Error, ValueError, TypeError):
            return b""

    def _read_signature(self, signature):
        """The drawn signature, if something was drawn at all."""
        content = self._read_base64(signature)
        drawn = guess_mimetype(content) == "image/png"
        if drawn and len(content) <= SIGNATURE_LIMIT:
            try:
                # drawn on a transparent ground: where nothing is drawn, all is alike
                with Image.open(io.BytesIO(content)) as picture:
                    small = picture.size[0] * picture.size[1] <= 10_000_000
                    shades = picture.convert("LA").getextrema() if small else ()
                drawn = any(low != high for low, high in shades)
            except (OSError, ValueError, Image.DecompressionBombError):
                drawn = False
        if not drawn or len(content) > SIGNATURE_LIMIT:
            raise UserError(
                self.env._("There is no signature yet. Draw it in the field.")
            )
        return content

    def _log_receipt(self, receipt):
        self._message_log(
            body=self.env._(
                "Receipt, version %(number)s, signed by %(name)s at %(time)s UTC. "
                "SHA-256: %(hash)s",
                number=receipt.number,
                name=receipt.signed_by,
                time=fields.Datetime.to_string(receipt.date_signed),
                hash=receipt.file_hash,
            )
        )

    def _get_signing(self):
        """What is being signed right now, for the template of the receipt."""
        signing = self.env.context.get("service_signing") or {}
        return signing if signing.get("order_id") == self.id else {}

    def _get_document_signature(self, document, signer):
        if document == "intake" and signer == "customer" and self._get_signing():
            return self._get_signing()["signature"].encode()
        return super()._get_document_signature(document, signer)

    def _is_answered_on_screen(self):
        """Whether nobody can answer by hand what this receipt asks."""
        return bool(self._get_signing() or self.env.context.get("service_on_screen"))

    def action_print_receipt(self):
        """The receipt as it was signed; to be signed, if it is not or not any more."""
        self.ensure_one()
        if self.receipt_number and not self.is_receipt_changed:
            return self.action_open_receipt()
        report = self.env.ref("service_center.service_order_report_intake")
        return report.report_action(self)

    def action_open_receipt(self):
        """Show the last signed version."""
        self.ensure_one()
        return self._get_last_receipt().action_open_file()

    def action_view_receipts(self):
        """All signed versions of this order's receipt."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_receipt_action"
        )
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {}
        return action

    @api.ondelete(at_uninstall=False)
    def _unlink_without_receipts(self):
        signed = self.filtered("receipt_number")
        if signed:
            raise UserError(
                self.env._(
                    "%(orders)s: the customer has signed the receipt, so the order "
                    "stays. Refuse or archive it instead.",
                    orders=", ".join(signed[:10].mapped("name")),
                )
            )
