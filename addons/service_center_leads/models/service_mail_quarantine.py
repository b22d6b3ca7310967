import base64
import email
import email.policy
import hashlib
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from ..tools import robots

_logger = logging.getLogger(__name__)
HEAD = "service_center.service_center_group_head"
KINDS = [
    ("broken", "Broken"),
    ("busy", "Came at a Busy Moment"),
    ("nobody", "To Nobody"),
    ("flood", "Flood"),
    ("answer", "Automatic Answer"),
    ("bounce", "Bounce"),
    ("list", "Mailing List"),
]
HELD_A_DAY = {"flood": 1000, "answer": 100, "bounce": 100, "list": 100}
KEPT_DAYS = {"broken": 365, "busy": 365, "nobody": 90, "flood": 90}


class ServiceMailQuarantine(models.Model):
    """A letter that became no record: as a file, with the reason."""

    _name = "service.mail.quarantine"
    _description = "Kept Mail"
    _inherit = ["service.readonly.mixin"]
    _order = "id desc"

    name = fields.Char("Subject", readonly=True)
    sender = fields.Char(readonly=True, help="As it says; this proves nothing.")
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    reason = fields.Text(readonly=True)
    file = fields.Binary("Letter", readonly=True, attachment=True)
    file_name = fields.Char(compute="_compute_file_name")
    size = fields.Integer("Size, Bytes", readonly=True)
    checksum = fields.Char(required=True, readonly=True)
    model = fields.Char(
        "Fallback Model",
        readonly=True,
        help="What letters to nobody become, as the mail server is set up.",
    )
    branch_id = fields.Many2one("service.branch", readonly=True, index="btree_not_null")
    state = fields.Selection(
        [
            ("waiting", "To Look Through"),
            ("done", "Processed"),
            ("discarded", "Put Away"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    attempts = fields.Integer(readonly=True, help="How often it was processed again.")

    _checksum_uniq = models.UniqueIndex("(checksum)", "This letter is kept already.")
    _kind_date_idx = models.Index("(kind, create_date)")

    @api.depends("create_date")
    def _compute_file_name(self):
        for letter in self:
            letter.file_name = f"letter-{letter.id}.eml"

    # Keeping

    @api.model
    def _keep_broken(self, kind, source, error, model):
        """Keep a letter for good, in a transaction of its own: this may not last."""
        reason = f"{type(error).__name__}: {error}"[:2000].replace("\0", "")
        # neither address nor words: logs are read by others than heads
        _logger.info("Mail kept, %s: %s", kind, type(error).__name__)
        with self.env.registry.cursor() as cr:
            letters = self.with_env(self.env(cr=cr, su=True))
            return letters._keep(kind, source, reason, model=model or False)

    @api.model
    def _hold(self, kind, branch):
        """Keep a letter that is taken for no request; of very many only some."""
        source = self.env.context.get("service_mail_source")
        _logger.info("A mail is no lead: %s", kind)
        # sudo: the gateway runs as anybody, and only heads see what is kept
        letters = self.sudo()
        quotas = self.env["service.lead.quota"]
        if source and quotas._take("held", kind, HELD_A_DAY[kind]):
            letters._keep(kind, source.content, False, branch_id=branch.id)

    @api.model
    def _keep(self, kind, source, reason, **more):
        checksum = hashlib.sha256(source).hexdigest()
        known = self.search([("checksum", "=", checksum)], limit=1)
        if known:
            return known
        subject, sender = self._read_head(source)
        return self.create(
            {
                "kind": kind,
                "name": subject or self.env._("(no subject)"),
                "sender": sender,
                "reason": reason,
                "file": base64.b64encode(source),
                "size": len(source),
                "checksum": checksum,
                **more,
            }
        )

    @api.model
    def _read_head(self, source):
        """Subject and sender of a letter that may be broken everywhere."""
        try:
            head = email.message_from_bytes(
                source[:100_000], policy=email.policy.compat32
            )
        except Exception:  # noqa: BLE001  whatever it is, it is kept
            return "", ""
        found = (robots.get_header(head, name) for name in ("Subject", "From"))
        return tuple(
            text.encode("utf-8", "replace").decode().replace("\0", "")[:250]
            for text in found
        )

    # What a head does with them

    def action_process(self):
        """Try once more: as a letter of a person, whatever it was taken for."""
        self._check_head()
        failed = []
        for letter in self.filtered(lambda each: each.state == "waiting"):
            error = letter._process()
            if error:
                failed.append(f"{letter.name}: {error}")
        if failed and len(failed) == len(self):
            return self._notify("\n".join(failed[:5]))
        return True

    def action_discard(self):
        """Put them away: there is nothing in them."""
        self._check_head()
        self._write_server_fields({"state": "discarded"})
        return True

    def _check_head(self):
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group(HEAD)):
            raise AccessError(self.env._("Only a head may process kept mails."))

    def _process(self):
        """Process one letter; the sentence on what is wrong, or nothing."""
        self.ensure_one()
        source = base64.b64decode(self.file or b"")
        if not source:
            raise UserError(self.env._("The file of this letter is gone."))
        # sudo: a letter makes what it would have made, whoever lets it in
        threads = self.env["mail.thread"].sudo().with_context(service_mail_release=True)
        error = ""
        try:
            with self.env.cr.savepoint():
                threads.message_process(self.model or False, source)
        except Exception as reason:  # noqa: BLE001  the letter stays kept
            error = f"{type(reason).__name__}: {reason}"[:2000].replace("\0", "")
        self._write_server_fields(
            {
                "attempts": self.attempts + 1,
                **({"reason": error} if error else {"state": "done"}),
            }
        )
        return error

    def _notify(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning", "message": message, "sticky": True},
        }

    @api.model
    def _cron_process_busy(self):
        """Letters that came at a busy moment are processed by themselves."""
        letters = self.search(
            [("kind", "=", "busy"), ("state", "=", "waiting"), ("attempts", "<", 5)],
            limit=50,
        )
        for done, letter in enumerate(letters, start=1):
            letter._process()
            self.env["ir.cron"]._commit_progress(1, remaining=len(letters) - done)

    @api.autovacuum
    def _gc_letters(self):
        """What was decided goes after a month, what was held after its time."""
        now = fields.Datetime.now()
        old = self.search(
            [("state", "!=", "waiting"), ("write_date", "<", now - timedelta(days=30))],
            limit=2000,
        )
        for kind, _label in KINDS:
            before = now - timedelta(days=KEPT_DAYS.get(kind, 14))
            old |= self.search(
                [("kind", "=", kind), ("create_date", "<", before)], limit=2000
            )
        old.unlink()

    def _forget_sender(self, addresses):
        """Delete what these addresses wrote; for whoever is to be forgotten."""
        known = {email_normalize(each) for each in addresses} - {False, None}
        return self.search([]).filtered(
            lambda letter: email_normalize(letter.sender or "") in known
        )
