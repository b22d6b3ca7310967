from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, hmac

from ..tools import segments

STATES = [
    ("waiting", "Waiting"),
    ("sending", "Being Sent"),
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("failed", "Failed"),
    ("unknown", "Uncertain"),
    ("cancelled", "Cancelled"),
]
# Odoo's own words for what is wrong with a text, in sms.sms and in the chatter
FAILURES = [
    ("unknown", "Unknown error"),
    ("sms_number_missing", "Missing Number"),
    ("sms_number_format", "Wrong Number Format"),
    ("sms_country_not_supported", "Country Not Supported"),
    ("sms_registration_needed", "Country-specific Registration Required"),
    ("sms_credit", "Insufficient Credit"),
    ("sms_server", "Server Error"),
    ("sms_acc", "Unregistered Account"),
    ("sms_blacklist", "Blacklisted"),
    ("sms_duplicate", "Duplicate"),
    ("sms_optout", "Opted Out"),
    ("sms_expired", "Expired"),
    ("sms_invalid_destination", "Invalid Destination"),
    ("sms_not_allowed", "Not Allowed"),
    ("sms_not_delivered", "Not Delivered"),
    ("sms_rejected", "Rejected"),
]


class ServiceSms(models.Model):
    """One text to one number: waiting to be sent, and afterwards what became of it.

    The row is written in the transaction of what it tells about, under a key that is
    unique: one event, one text. ``service_sms_engine.py`` sends it; the row stays as
    the journal. See ``_enqueue``.
    """

    _name = "service.sms"
    _description = "Text Message"
    _inherit = ["service.readonly.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "order_id"]
    _check_company_auto = True

    key = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        help="What it is about: order, event and channel. There is one text for a key.",
    )
    uuid = fields.Char("Our ID", required=True, readonly=True, copy=False)
    event = fields.Char(readonly=True, help="Name of the event that it tells about.")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    branch_id = fields.Many2one(
        "service.branch",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    order_id = fields.Many2one(
        "service.order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    number = fields.Char(readonly=True, help="International: +79121234567.")
    body = fields.Text("Text", readonly=True)
    segments = fields.Integer(
        "Parts",
        readonly=True,
        help="How many texts the networks count and charge: 160 Latin or 70 Cyrillic "
        "characters in one.",
    )
    provider_id = fields.Many2one(
        "service.sms.provider",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sender = fields.Char(readonly=True)
    state = fields.Selection(
        STATES, required=True, readonly=True, default="waiting", index=True
    )
    reason = fields.Char(readonly=True, help="What the provider or the network said.")
    failure_type = fields.Selection(FAILURES, "What Is Wrong", readonly=True)
    hint = fields.Char("What to Do", compute="_compute_hint")
    provider_ref = fields.Char("Provider's ID", readonly=True, copy=False)
    price = fields.Monetary(readonly=True, aggregator="sum")
    currency_id = fields.Many2one("res.currency", readonly=True)
    attempts = fields.Integer(readonly=True)
    in_doubt = fields.Boolean(
        readonly=True,
        help="An attempt may have been accepted though its answer was lost.",
    )
    date_next = fields.Datetime("Not Before", readonly=True)
    date_claimed = fields.Datetime(readonly=True)
    date_sent = fields.Datetime("Sent On", readonly=True)
    date_delivered = fields.Datetime("Delivered On", readonly=True)
    date_poll = fields.Datetime("Asked Next", readonly=True)
    polls = fields.Integer("Times Asked", readonly=True)
    sms_uuid = fields.Char(
        "Odoo's SMS",
        readonly=True,
        index="btree_not_null",
        help="The text of Odoo's own queue that was handed over.",
    )

    _key_uniq = models.UniqueIndex("(key)", "There is a text about this already.")
    _uuid_uniq = models.UniqueIndex("(uuid)", "There is a text with this ID already.")
    _to_send = models.Index("(provider_id, date_next, id) WHERE state = 'waiting'")
    _claimed = models.Index("(date_claimed) WHERE state = 'sending'")
    _to_poll = models.Index("(date_poll) WHERE date_poll IS NOT NULL")

    @api.depends("state", "provider_id", "in_doubt", "date_poll")
    @api.depends_context("lang")
    def _compute_hint(self):
        for sms in self:
            sms.hint = sms._get_hint()

    def _get_hint(self):
        """A sentence for people about what to do with this text, if anything."""
        self.ensure_one()
        provider = self.provider_id.name
        if self.state == "waiting":
            return self.provider_id.sudo()._get_hold_reason()  # sudo: its words alone
        if self.state == "unknown" and self.date_poll:
            return self.env._("“%(name)s” is asked what became of it.", name=provider)
        if self.state == "unknown":
            return self.env._(
                "The answer of “%(name)s” was lost: it may have been sent. Look into "
                "its account, then mark it as sent, send it again or cancel it.",
                name=provider,
            )
        if self.state == "failed":
            return self.env._(
                "It was not delivered. Mend what is wrong, then send again."
            )
        return False

    @api.depends("number")
    def _compute_display_name(self):
        for sms in self:
            sms.display_name = self.env._("Text %(id)s", id=sms.id or "")

    # Hooks and ways in, for what decides that something is sent

    @api.model
    def _enqueue(self, vals_list):
        """Write texts into the outbox: one INSERT, in the transaction of the event.

        Nothing is sent here, and nothing is asked of a network. Who was quicker with
        the same key wins, the others get no row; a replayed transaction sends one.

        :param vals_list: dictionaries with ``key``, ``number`` (international, see
            ``_format_number``), ``body`` and ``company_id``; and whichever of
            ``branch_id``, ``order_id``, ``partner_id``, ``provider_id``, ``sender``,
            ``event``, ``date_next``, ``sms_uuid``, ``uuid`` are known; with a
            ``failure_type`` the text is noted as failed at once. Without a
            provider that of the branch or company is taken; where there is none,
            nothing is written.
        :return: the new texts, in no particular order
        """
        rows = [self._prepare_row(vals) for vals in vals_list]
        rows = [row for row in rows if row["provider_id"]]
        if not rows:
            return self.browse()
        names = list(rows[0])
        found = self.env.execute_query(
            SQL(
                "INSERT INTO service_sms (%s) VALUES %s "
                "ON CONFLICT (key) DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(
                    SQL("(%s)", SQL(", ").join(SQL("%s", row[name]) for name in names))
                    for row in rows
                ),
            )
        )
        return self.browse(row[0] for row in found)

    @api.model
    def _prepare_row(self, vals):
        """All columns of a new text."""
        company = self.env["res.company"].browse(vals["company_id"])
        branch = self.env["service.branch"].browse(vals.get("branch_id"))
        provider = self.env["service.sms.provider"].browse(vals.get("provider_id"))
        provider = provider or company._get_sms_provider(branch)
        sender = vals.get("sender") or company._get_sms_sender(branch, provider)
        number, body, now = vals.get("number"), vals.get("body"), self.env.cr.now()
        failure = vals.get("failure_type") or (None if number else "sms_number_missing")
        row = {
            "key": vals["key"],
            "uuid": vals.get("uuid") or uuid4().hex,
            "company_id": company.id,
            "provider_id": provider.id,
            "sender": sender or None,
            "number": number or None,
            "body": body or None,
            "segments": segments.count_segments(body),
            "currency_id": provider.sudo().currency_id.id,  # sudo: to be priced in it
            "state": "failed" if failure or not body else "waiting",
            "failure_type": failure or (None if body else "sms_rejected"),
            "date_next": vals.get("date_next") or fields.Datetime.now(),
            "attempts": 0,
            "polls": 0,
            "in_doubt": False,
            **dict.fromkeys(("create_uid", "write_uid"), self.env.uid),
            **dict.fromkeys(("create_date", "write_date"), now),
        }
        names = ("branch_id", "order_id", "partner_id", "event", "sms_uuid")
        return row | {name: vals.get(name) or None for name in names}

    @api.model
    def _format_number(self, number, company):
        """A number as E.164, or ``False`` if it is none."""
        country = company.country_id
        return company._phone_format(
            number=number or "", country=country, force_format="E164"
        )

    def _screen(self):
        """Hook: which of these waiting texts may not go now.

        Asked for each small batch, right before it is sent. An addon calls super and
        adds ``{id: {"state": "cancelled", "failure_type": "sms_optout", "reason": …}}``
        for what is never to be sent, and ``{id: {"date_next": …, "reason": …}}`` for
        what waits. Their numbers must not cost a query each.
        """
        return {}

    def _on_state_changed(self, state):
        """Hook: these texts have just come into ``state``, in this transaction."""

    # What a report of delivery has to know

    def _get_report_secret(self):
        """The secret in the address for reports on this text."""
        self.ensure_one()
        return self._make_report_secret(self.uuid)

    @api.model
    def _make_report_secret(self, uuid):
        return hmac(self.env(su=True), "service-sms-report", uuid)[:40]

    @api.model
    def _make_callback(self, uuid):
        # sudo: parameters are the administrator's; it is the public address
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return f"{base}/service/sms/{uuid}/{self._make_report_secret(uuid)}"

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Texts are kept: they tell what customers were told and charged."
            )
        )
