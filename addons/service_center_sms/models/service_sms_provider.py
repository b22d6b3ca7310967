from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools import answer, wire

METHODS = [("POST", "POST"), ("GET", "GET")]
RULE_HELP = (
    "Where it stands in the answer. JSON: a path such as result.0.id, where a number "
    "is a place in a list, * whatever comes first, {number} the number as it was sent; "
    "several paths are separated by |. Plain text: a regular expression whose first "
    "group is taken."
)
WORDS_HELP = "Separated by commas; * stands for any other word."


class ServiceSmsProvider(models.Model):
    """A company that carries texts, described as data: what to send it, how it answers.

    Templates know a fixed list of placeholders and no code. Their values are encoded
    one by one; see ``tools/wire.py`` and ``tools/answer.py``.
    """

    _name = "service.sms.provider"
    _description = "SMS Provider"
    _inherit = ["service.readonly.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True,
        help="Off: nothing is sent through it, and what waits goes on waiting.",
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: all companies may use it.",
    )
    documentation = fields.Char(
        help="Address of the provider's own description of its API."
    )
    sender = fields.Char(
        help="Name or number the texts come from, as the provider knows it. Branches "
        "and companies may have one of their own."
    )

    # Request
    url = fields.Char("Address", required=True, help="Where messages are sent to.")
    method = fields.Selection(METHODS, default="POST", required=True)
    content_type = fields.Selection(
        [("form", "Form: name=value"), ("json", "JSON")], default="form", required=True
    )
    body = fields.Text(
        "Parameters",
        help="Form: one name=value in each line. JSON: the body. Placeholders: "
        "{number}, {text}, {sender}, {login}, {secret}, {id} (ours), {ref} (the "
        "provider's) and {callback} (address for reports of delivery). A parameter "
        "that is one empty placeholder is left out.",
    )
    headers = fields.Text(help="One in each line: Authorization: Bearer {secret}")
    number_format = fields.Selection(
        [("plus", "+79121234567"), ("digits", "79121234567")],
        default="plus",
        required=True,
    )
    timeout = fields.Integer(
        default=10, required=True, help="Seconds to wait for an answer, up to 20."
    )

    # Answer
    answer_kind = fields.Selection(
        [("json", "JSON"), ("text", "Plain Text")], default="json", required=True
    )
    ref_rule = fields.Char("Message ID", help=RULE_HELP)
    status_rule = fields.Char("Status or Error Code", help=RULE_HELP)
    error_rule = fields.Char("Error Text", help=RULE_HELP)
    price_rule = fields.Char("Price", help=RULE_HELP)
    success_words = fields.Text(
        "Accepted",
        help="Words of the status that mean the message was accepted. With none given, "
        f"an answer with an ID and without a status means so. {WORDS_HELP}",
    )
    failure_words = fields.Text(
        "Refused for Good",
        help="Words that mean it was not accepted and will not be, each with what is "
        f"wrong if it is known: 3=sms_credit, 7=sms_number_format. {WORDS_HELP}",
    )
    retry_words = fields.Text(
        "Not Now",
        help="Words that mean it was not accepted, and may be sent again later. "
        + WORDS_HELP,
    )
    duplicate_words = fields.Text(
        "Has It Already",
        help=f"Words that mean a message with our ID was accepted before. {WORDS_HELP}",
    )
    retry_http = fields.Char(
        "HTTP: Not Now",
        default="429, 503",
        help="HTTP statuses by which the provider says that it did not accept the "
        "message, and that it may be sent again later. Other 5xx leave in doubt.",
    )
    is_idempotent = fields.Boolean(
        "A Repeat Is Harmless",
        help="The provider takes our ID and accepts one message for it, however often "
        "it is sent: then a message whose answer was lost is sent again by itself.",
    )
    can_ask = fields.Boolean(
        "Can Be Asked by Our ID",
        help="The request of the status finds a message by our ID: then a message "
        "whose answer was lost is asked for, rather than left to a person.",
    )

    # Delivery
    poll_url = fields.Char("Address of Status", help="Where the status is asked for.")
    poll_method = fields.Selection(METHODS, default="POST", required=True)
    poll_body = fields.Text("Parameters of Status")
    poll_rule = fields.Char("Status of Delivery", help=RULE_HELP)
    poll_days = fields.Integer(
        "Ask for, Days", default=3, help="After so many days nobody asks any more."
    )
    report_rule = fields.Char(
        "Status in a Report",
        help="Where the status stands in what the provider sends to {callback}: the "
        "name of a parameter, or a path of JSON.",
    )
    report_answer = fields.Char(
        "Answer to a Report", default="OK", help="What the provider wants to hear."
    )
    delivered_words = fields.Text("Delivered", help=WORDS_HELP)
    undelivered_words = fields.Text(
        "Not Delivered",
        help="Each with what is wrong if it is known: 3=sms_expired, "
        f"22=sms_invalid_destination. {WORDS_HELP}",
    )
    progress_words = fields.Text("On the Way", help=WORDS_HELP)
    missing_words = fields.Text(
        "Not Known There",
        help="Words by which the provider says it has no message with our ID: then it "
        f"is safe to send it. {WORDS_HELP}",
    )

    # Limits and money
    rate = fields.Float(
        "Messages per Second", default=20, help="No more than so many. 0: no limit."
    )
    price_segment = fields.Float(
        "Price of One Part",
        digits=(16, 4),
        help="Taken if the answer says no price. A text of Cyrillic letters has 70 "
        "characters in one part.",
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    balance_url = fields.Char("Address of Balance")
    balance_method = fields.Selection(METHODS, default="POST", required=True)
    balance_body = fields.Text("Parameters of Balance")
    balance_rule = fields.Char("Balance", help=RULE_HELP)

    # How it goes
    date_resume = fields.Datetime(
        "Paused Until",
        readonly=True,
        copy=False,
        help="It could not be reached several times in a row: it is left alone until "
        "then, and what waits for it waits.",
    )
    failures = fields.Integer("Pauses in a Row", readonly=True, copy=False)
    sms_ids = fields.One2many("service.sms", "provider_id", "Messages")

    _timeout_range = models.Constraint(
        "CHECK(timeout BETWEEN 1 AND 20)",
        "Timeout: between 1 and 20 seconds, for others wait behind it.",
    )
    _limits_positive = models.Constraint(
        "CHECK(rate >= 0 AND price_segment >= 0 AND poll_days >= 0)",
        "Messages per second, price and days cannot be negative.",
    )

    @api.model
    def _get_wiring_fields(self):
        """What makes the requests: it can lead them, and the password, anywhere."""
        return {
            *("url", "method", "content_type", "body", "headers", "timeout"),
            *("poll_url", "poll_method", "poll_body"),
            *("balance_url", "balance_method", "balance_body"),
        }

    @api.constrains("url", "poll_url", "balance_url")
    def _check_addresses(self):
        for provider in self:
            for name in ("url", "poll_url", "balance_url"):
                address = provider[name]
                if not address:
                    continue
                if not address.lower().startswith(("https://", "http://")):
                    raise ValidationError(
                        self.env._(
                            "“%(address)s”: an address begins with https://.",
                            address=address,
                        )
                    )
                if set(wire.PLACEHOLDER.findall(address)) & wire.SECRET:
                    raise ValidationError(
                        self.env._(
                            "Login and password do not stand in the address, for "
                            "addresses are shown and logged. Put them among the "
                            "parameters or headers."
                        )
                    )

    @api.constrains(
        *("body", "poll_body", "balance_body", "headers", "content_type", "method"),
        *("url", "poll_url", "balance_url", "poll_method", "balance_method"),
    )
    def _check_templates(self):
        for provider in self:
            try:
                provider._try_templates()
            except wire.BadTemplate as problem:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: this cannot be read: %(part)s. Headers are lines "
                        "of Name: value; parameters are lines of name=value, or JSON.",
                        name=provider.name,
                        part=str(problem)[:200],
                    )
                ) from problem

    def _try_templates(self):
        self.ensure_one()
        for part in ("url", "body", "headers", "poll_url", "poll_body", "balance_body"):
            if unknown := wire.unknown_placeholders(self[part]):
                raise wire.BadTemplate(", ".join(f"{{{name}}}" for name in unknown))
        wire.parse_lines(self.headers, ":")
        for address, method, body in (
            (self.url, self.method, self.body),
            (self.poll_url, self.poll_method, self.poll_body),
            (self.balance_url, self.balance_method, self.balance_body),
        ):
            if not address:
                continue
            if self.content_type == "json" and method != "GET":
                wire.parse_json(body)
            else:
                wire.parse_lines(body, "=")

    @api.constrains(
        *("answer_kind", "ref_rule", "status_rule", "error_rule", "price_rule"),
        *("poll_rule", "balance_rule"),
    )
    def _check_rules(self):
        names = ("ref_rule", "status_rule", "error_rule", "price_rule", "poll_rule")
        for provider in self:
            for name in (*names, "balance_rule"):
                try:
                    answer.check_rule(provider[name], provider.answer_kind)
                except answer.BadRule as problem:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s”: %(problem)s cannot be searched for.",
                            field=provider._fields[name]._description_string(self.env),
                            problem=problem,
                        )
                    ) from problem

    @api.constrains("failure_words", "undelivered_words")
    def _check_failure_types(self):
        known = set(dict(self.env["service.sms"]._fields["failure_type"].selection))
        for provider in self:
            for text in (provider.failure_words, provider.undelivered_words):
                if strange := set(filter(None, answer.words(text).values())) - known:
                    raise ValidationError(
                        self.env._(
                            "%(words)s: no such reason of a failure. Known are: "
                            "%(known)s.",
                            words=", ".join(sorted(strange)),
                            known=", ".join(sorted(known)),
                        )
                    )

    @api.constrains(
        *("can_ask", "poll_url", "poll_body", "missing_words"),
        *("is_idempotent", "url", "body", "headers"),
    )
    def _check_our_id(self):
        """A repeat without our ID would be a second text."""
        for provider in self:
            asking = f"{provider.poll_url} {provider.poll_body}"
            if provider.can_ask and "{id}" not in asking:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” cannot be asked by our ID: the request of the "
                        "status has no {id}.",
                        name=provider.name,
                    )
                )
            sending = f"{provider.url} {provider.body} {provider.headers}"
            if provider.is_idempotent and "{id}" not in sending:
                raise ValidationError(
                    self.env._(
                        "A repeat cannot be harmless to “%(name)s”: the request has no "
                        "{id}.",
                        name=provider.name,
                    )
                )

    def _check_wiring(self, vals):
        """Who may lead requests elsewhere: the administrator of the server's data."""
        names = self._get_wiring_fields().intersection(vals)
        changed = any(
            (provider[name] or "") != (vals[name] or "")
            for provider in self
            for name in names
        )
        if changed and not (
            self.env.su or self.env.user.has_group("base.group_system")
        ):
            raise AccessError(
                self.env._(
                    "Addresses and parameters of a provider are set by an "
                    "administrator. You may set its login, password, sender, limits "
                    "and prices."
                )
            )

    def write(self, vals):
        self._check_wiring(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_used(self):
        # sudo: the journal of every branch counts, whoever asks
        journal_sudo = self.env["service.sms"].sudo()
        if journal_sudo.search_count([("provider_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Messages were sent through this provider: archive it instead, "
                    "the journal needs it."
                )
            )
