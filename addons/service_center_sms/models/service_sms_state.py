from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

ATTEMPTS = 10
ASK_AFTER = timedelta(minutes=5)  # by then no request is under way any more


class Facts(NamedTuple):
    """What settling a text depends on; the engine has it without another query."""

    attempts: int
    in_doubt: bool
    segments: int
    is_idempotent: bool
    is_asked: bool  # the provider can be asked by our ID
    is_polled: bool
    price_segment: float


class ServiceSms(models.Model):
    """How a text comes from one state into another; each way is guarded in SQL.

    ``delivered`` is final. A report that comes late, twice or out of order finds its
    row in a state it does not change.
    """

    _inherit = "service.sms"

    def _change(self, states, **vals):
        """Set values on those of these texts that are in ``states``; tell about them.

        :return: those that were changed
        """
        if not self:
            return self
        self.flush_recordset()
        vals["write_date"] = self.env.cr.now()
        found = self.env.execute_query(
            SQL(
                "UPDATE service_sms SET %s WHERE id IN %s AND state IN %s "
                "RETURNING id, sms_uuid",
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value)
                    for name, value in vals.items()
                ),
                tuple(self.ids),
                tuple(states),
            )
        )
        changed = self.browse(row[0] for row in found)
        changed.invalidate_recordset()
        if changed and "state" in vals:
            changed._on_state_changed(vals["state"])
            self.browse(row[0] for row in found if row[1])._tell_odoo()
        return changed

    # What came of an attempt

    def _get_facts(self):
        self.ensure_one()
        provider_sudo = self.provider_id.sudo()  # sudo: its rules, not its secrets
        mine = (self.attempts, self.in_doubt, self.segments)
        return Facts(*mine, *provider_sudo._get_facts())

    def _settle(self, outcome, facts=None):
        """Write down what came of sending this text."""
        self.ensure_one()
        facts = facts or self._get_facts()
        now = fields.Datetime.now()
        state, vals = outcome.state, {"reason": outcome.reason and outcome.reason[:250]}
        if state == "unknown":
            vals["in_doubt"] = True
            if facts.is_idempotent:
                state = "waiting"
        if state == "waiting" and facts.attempts >= ATTEMPTS:
            state = "failed"
            vals["failure_type"] = "sms_server"
        elif state == "waiting":
            vals["date_next"] = now + _get_wait(facts.attempts, outcome.retry_after)
        doubt = facts.in_doubt or vals.get("in_doubt")
        if state == "failed" and doubt:
            state = "unknown"  # an earlier attempt may have gone through
        if state == "failed":
            vals.setdefault("failure_type", outcome.failure_type or "unknown")
        if state == "unknown" and facts.is_asked:
            vals["date_poll"] = now + ASK_AFTER
        if state == "sent":
            vals |= self._prepare_sent(outcome, facts, now)
        if not self._change(["sending"], state=state, **vals):
            self._complete(outcome, facts)
        return state

    def _prepare_sent(self, outcome, facts, now):
        price = outcome.price
        if price is None:
            price = facts.price_segment * facts.segments
        return {
            "failure_type": None,
            "provider_ref": outcome.ref,
            "price": price,
            "in_doubt": False,
            "date_sent": now,
            "date_poll": now + timedelta(minutes=1) if facts.is_polled else None,
        }

    def _complete(self, outcome, facts):
        """A report was quicker than the answer: keep its state, add what is known."""
        if outcome.state != "sent":
            return
        vals = self._prepare_sent(outcome, facts, fields.Datetime.now())
        states = ("sent", "delivered", "failed")
        if self.state in ("delivered", "failed"):
            vals = {name: vals[name] for name in ("provider_ref", "price", "date_sent")}
        self._change(states, **vals)

    # What came of a question or in a report

    def _report(self, outcome):
        """Take in what is said about the delivery; the same twice changes nothing.

        :return: whether anything was changed
        """
        self.ensure_one()
        now = fields.Datetime.now()
        tried = self.attempts or self.in_doubt
        asked = ["waiting", "cancelled"] if tried else []  # else it was never sent
        if outcome.state == "delivered":
            return self._change(
                ["sending", "sent", "unknown", "failed", *asked],
                state="delivered",
                date_delivered=now,
                date_poll=None,
                reason=None,
                failure_type=None,
                in_doubt=False,
                date_sent=self.date_sent or now,
            )
        if outcome.state == "failed":
            return self._change(
                ["sending", "sent", "unknown"],
                state="failed",
                date_poll=None,
                in_doubt=False,
                reason=outcome.reason,
                failure_type=outcome.failure_type,
            )
        if outcome.state == "sent":
            return self._change(
                ["unknown", *asked],
                state="sent",
                reason=None,
                in_doubt=False,
                date_sent=now,
                date_poll=self._get_next_poll(now),
            )
        if outcome.state == "missing":
            return self._change(
                ["unknown"] if self.in_doubt else [""],
                state="waiting",
                in_doubt=False,
                reason=None,
                date_next=now,
                date_poll=None,
            )
        return self.browse()

    def _get_next_poll(self, now):
        """When the provider is asked again: after a minute, then ever more rarely."""
        provider_sudo = self.provider_id.sudo()  # sudo: its rules, not its secrets
        since = self.date_sent or self.date_claimed or now
        if not provider_sudo.poll_url or now > since + timedelta(
            days=provider_sudo.poll_days
        ):
            return None
        return now + timedelta(minutes=min(2**self.polls, 360))

    # What a person decides

    def _check_states(self, states, sentence):
        self.check_access("write")
        if not self or self.filtered(lambda sms: sms.state not in states):
            raise UserError(sentence)

    def action_send_again(self):
        """Send failed or uncertain texts again: somebody has looked."""
        self._check_states(
            ("failed", "unknown"),
            self.env._("Only what failed or is uncertain is sent again."),
        )
        again = {"attempts": 0, "polls": 0, "date_next": fields.Datetime.now()}
        again |= {"state": "waiting", "reason": None, "failure_type": None}
        again |= {"date_poll": None, "provider_ref": None}
        for sms in self:
            # what was accepted once and failed is another message for the provider
            new = {"uuid": uuid4().hex, "in_doubt": False}
            new = new if sms.state == "failed" else {}
            sms._change(["failed", "unknown"], **again, **new)
        return True

    def action_mark_sent(self):
        """It was sent after all: somebody has seen it in the provider's account."""
        self._check_states(
            ("unknown",), self.env._("Only what is uncertain is marked as sent.")
        )
        self._change(
            ["unknown"],
            state="sent",
            date_sent=fields.Datetime.now(),
            date_poll=None,
            in_doubt=False,
        )
        return True

    def action_cancel(self):
        """Give these texts up."""
        self._check_states(
            ("waiting", "failed", "unknown"),
            self.env._("What was sent, or is being sent, cannot be cancelled."),
        )
        self._change(
            ["waiting", "failed", "unknown"], state="cancelled", date_poll=None
        )
        return True

    @api.model
    def _get_trouble_domain(self):
        """Texts that somebody has to look at."""
        return [("state", "in", ("failed", "unknown")), ("date_poll", "=", False)]


def _get_wait(attempts, retry_after):
    """How long until the next attempt: doubled each time, or as it was told."""
    return timedelta(seconds=max(min(30 * 2**attempts, 7200), retry_after or 0))
