from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import answer, wire

# HTTP statuses by which a server says it did nothing, whatever stands in its answer
REFUSED = frozenset(
    (301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 410, 413, 415, 422)
)


@dataclass
class Outcome:
    """What came of a request, in the journal's words.

    ``state`` is one of ``sent``, ``failed``, ``waiting`` (not accepted: again
    later), ``unknown``; of a question after a message also ``delivered`` and
    ``missing``.
    """

    state: str
    ref: str | None = None
    reason: str | None = None
    failure_type: str | None = None
    price: float | None = None
    retry_after: float | None = None
    unreachable: bool = False


@dataclass
class Wiring:
    """Everything that sending through a provider needs, with no database in reach."""

    provider_id: int
    fields: dict = field(repr=False)
    values: dict = field(repr=False)
    words: dict = field(repr=False)
    line: wire.Line = field(default_factory=wire.Line, repr=False)
    rate: float = 0  # messages per second; 0: as many as possible
    next_at: float = 0  # on the monotonic clock
    facts: tuple = ()  # see ServiceSmsProvider._get_facts
    strikes: int = 0  # times in a row that it was out of reach

    def make(self, prefix, values):
        """The request that templates with this prefix make: message, poll, balance."""
        prefix = prefix and f"{prefix}_"
        data = self.fields
        return wire.build(
            data[f"{prefix}method"],
            data[f"{prefix}url"],
            data["content_type"],
            data[f"{prefix}body"],
            data["headers"],
            {**self.values, **self.prepare(values)},
            data["timeout"],
        )

    def prepare(self, values):
        if self.fields["number_format"] == "digits" and values.get("number"):
            values = {**values, "number": values["number"].lstrip("+")}
        return values

    def find(self, parsed, name, values):
        kind = self.fields["answer_kind"]
        return answer.find(parsed, self.fields[name], kind, self.prepare(values))

    def send(self, values):
        """Send one message; whatever happens is an ``Outcome``."""
        try:
            reply = self.line.ask(self.make("", values))
        except wire.NotSent as problem:
            return Outcome("waiting", reason=str(problem), unreachable=True)
        except wire.Uncertain as problem:
            return Outcome("unknown", reason=str(problem), unreachable=True)
        return self.understand(reply, values)

    def understand(self, reply, values):
        """Understand the answer to a message."""
        parsed = answer.parse(reply.text, self.fields["answer_kind"])
        status = self.find(parsed, "status_rule", values)
        ref = self.find(parsed, "ref_rule", values)
        told = {
            "ref": ref,
            "reason": self.find(parsed, "error_rule", values) or status,
            "retry_after": reply.retry_after,
        }
        if str(reply.status) in self.words["retry_http"]:
            return Outcome("waiting", **told | {"reason": f"HTTP {reply.status}"})
        words = self.words
        if answer.stands_in(status, words["duplicate_words"]):
            return Outcome("sent", **told | {"reason": None})
        for name, state in (("success_words", "sent"), ("retry_words", "waiting")):
            if status and status.strip().lower() in words[name]:
                return self._accept(state, told, parsed, values)
        if answer.stands_in(status, words["failure_words"]):
            kind = answer.meaning(status, words["failure_words"]) or "unknown"
            return Outcome("failed", failure_type=kind, **told)
        if reply.status in REFUSED:
            kind = "sms_acc" if reply.status in (401, 403) else "sms_server"
            reason = told["reason"] or f"HTTP {reply.status}"
            return Outcome("failed", failure_type=kind, **told | {"reason": reason})
        if reply.status < 300 and not status and not words["success_words"] and ref:
            return self._accept("sent", told, parsed, values)
        reason = f"HTTP {reply.status}: {status or '?'}"
        return Outcome("unknown", **told | {"reason": reason})

    def _accept(self, state, told, parsed, values):
        if state == "sent":
            if self.fields["ref_rule"] and not told["ref"]:
                return Outcome("unknown", **told)
            told["reason"] = None
        price = self.find(parsed, "price_rule", values)
        return Outcome(state, price=_number(price), **told)

    def poll(self, values):
        """Ask what became of a message."""
        try:
            reply = self.line.ask(self.make("poll", values))
        except (wire.NotSent, wire.Uncertain) as problem:
            return Outcome("unknown", reason=str(problem), unreachable=True)
        if reply.status >= 300:
            reason = f"HTTP {reply.status}"
            wait = reply.retry_after
            return Outcome("unknown", reason=reason, retry_after=wait, unreachable=True)
        parsed = answer.parse(reply.text, self.fields["answer_kind"])
        return judge(self.find(parsed, "poll_rule", values), self.words)


def judge(word, words):
    """What a word about the delivery means."""
    told = {"reason": word and word[:200]}
    if word is None:
        return Outcome("unknown", **told)
    for name, state in (
        ("delivered_words", "delivered"),
        ("missing_words", "missing"),
        ("progress_words", "sent"),
    ):
        if answer.stands_in(word, words[name]):
            return Outcome(state)
    if answer.stands_in(word, words["undelivered_words"]):
        kind = answer.meaning(word, words["undelivered_words"])
        return Outcome("failed", failure_type=kind or "sms_not_delivered", **told)
    return Outcome("unknown", **told)


def _number(text):
    try:
        return float(str(text).replace(",", "."))
    except ValueError:
        return None


class ServiceSmsProvider(models.Model):
    """Talking to the provider: what is read beforehand, and what a person may try."""

    _inherit = "service.sms.provider"

    hold_reason = fields.Char("Why Nothing Is Sent", compute="_compute_hold_reason")

    @api.depends("active", "is_foreign", "has_secret", "name")
    @api.depends_context("lang")
    def _compute_hold_reason(self):
        for provider in self:
            provider.hold_reason = provider._get_hold_reason()

    @api.model
    def _get_word_fields(self):
        return (
            *("success_words", "failure_words", "retry_words", "duplicate_words"),
            *("delivered_words", "undelivered_words", "progress_words"),
            *("missing_words", "retry_http"),
        )

    def _get_hold_reason(self):
        """Why nothing is sent through this provider now; empty if it may."""
        self.ensure_one()
        if not self.active:
            return self.env._("“%(name)s” is switched off.", name=self.name)
        if self.is_foreign:
            return self.env._(
                "This database is a copy: “%(name)s” was set up in "
                "another one. Nothing is sent until somebody presses “This Database "
                "May Send” on the provider.",
                name=self.name,
            )
        asked = f"{self.body} {self.headers}"
        if "{secret}" in asked and not self.has_secret:
            return self.env._("“%(name)s” has no password yet.", name=self.name)
        return ""

    def _get_wiring(self):
        """Read everything that requests need, the password too: keep it to yourself.

        :raise UserError: if the password cannot be decrypted
        """
        self.ensure_one()
        self_sudo = self.sudo()  # sudo: login and templates, for requests alone
        columns = [
            name
            for name, column in self._fields.items()
            if column.store and column.type in ("char", "text", "selection", "integer")
        ]
        return Wiring(
            self.id,
            {name: self_sudo[name] or "" for name in columns}
            | {"timeout": self.timeout},
            {"login": self_sudo.login or "", "secret": self_sudo._get_secret()},
            self._get_words(),
        )

    def _get_words(self):
        return {name: answer.words(self[name]) for name in self._get_word_fields()}

    def _judge_report(self, word):
        """What a word in a report of delivery means; it never asks for a repeat."""
        outcome = judge(word, self._get_words())
        return Outcome("unknown") if outcome.state == "missing" else outcome

    def action_check(self):
        """Ask for the balance: it tells whether login and password are right."""
        self.ensure_one()
        self.check_access("write")
        if not self.balance_url:
            raise UserError(
                self.env._(
                    "“%(name)s” has no address of a balance. Send a test instead.",
                    name=self.name,
                )
            )
        if reason := self._get_hold_reason():
            raise UserError(reason)
        wiring = self._get_wiring()
        try:
            reply = wiring.line.ask(wiring.make("balance", {}))
        except (wire.NotSent, wire.Uncertain) as problem:
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be reached: %(problem)s.",
                    name=self.name,
                    problem=problem,
                )
            ) from problem
        finally:
            wiring.line.close()
        parsed = answer.parse(reply.text, self.answer_kind)
        balance = wiring.find(parsed, "balance_rule", {})
        if balance is None:
            words = wiring.find(parsed, "error_rule", {})
            raise UserError(
                self.env._(
                    "“%(name)s” does not tell its balance: %(problem)s. Look at login "
                    "and password.",
                    name=self.name,
                    problem=words or f"HTTP {reply.status}",
                )
            )
        return self._get_note(self.env._("Balance: %(amount)s", amount=balance))

    def _get_note(self, text):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "title": self.name, "message": text},
        }

    def action_test(self):
        """Write a text to a number of one's own, and see it go."""
        self.ensure_one()
        self.check_access("write")
        if reason := self._get_hold_reason():
            raise UserError(reason)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_sms.service_sms_test_action"
        )
        return action | {"context": {"default_provider_id": self.id}}
