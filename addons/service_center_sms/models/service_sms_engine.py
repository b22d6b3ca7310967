import logging
import time
from collections import deque
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.service_center.tools.transact import transact

from .service_sms_provider_talk import Outcome
from .service_sms_state import Facts

_logger = logging.getLogger(__name__)
BATCH = 50  # texts of one provider that are looked at together
SECONDS = 40  # of one run: cron's own time limit is beyond
FRESH = 5  # seconds after which what may be sent is looked at anew
STRIKES = 3  # times in a row that a provider may be out of reach
LOST = timedelta(minutes=5)  # a request never takes so long


class ServiceSms(models.Model):
    """Sending: claim one, COMMIT, ask the provider, write down, COMMIT.

    While a request is under way the transaction is over: nothing is locked and nothing
    is read. One text is claimed at a time, so that a killed process leaves one behind;
    ``_give_up_lost`` finds it. Several processes may do this at once.
    """

    _inherit = "service.sms"

    @api.model
    def _cron_send(self, limit=2000):
        """Send what is waiting, provider by provider in turn, for a limited time."""
        self = self.with_context(service_sms_show_later=True)  # for many at once
        transact(self.env, self._give_up_lost)
        wirings, paused, done = {}, set(), 0
        end = time.monotonic() + SECONDS
        try:
            while done < limit and time.monotonic() < end:
                queues = transact(self.env, self._get_queues, wirings, paused)
                if not queues:
                    break
                count = self._send_queues(queues, wirings, paused, end)
                transact(self.env, self._show_rest)
                self.env["ir.cron"]._commit_progress(count)
                done += count
        finally:
            for wiring in wirings.values():
                wiring.line.close()
        while transact(self.env, self._show_rest):
            pass
        remaining = self._count_due(paused)
        self.env["ir.cron"]._commit_progress(0, remaining=remaining)

    # What there is to do

    @api.model
    def _get_due_domain(self):
        return [("state", "=", "waiting"), ("date_next", "<=", fields.Datetime.now())]

    @api.model
    def _count_due(self, paused):
        """How many could go now: their providers are neither held nor out of reach."""
        providers = self._get_ready_providers(paused)
        return self.search_count(
            [*self._get_due_domain(), ("provider_id", "in", providers.ids)], limit=1000
        )

    @api.model
    def _get_ready_providers(self, paused):
        now = fields.Datetime.now()
        return (
            self.env["service.sms.provider"]
            .search([("id", "not in", list(paused))])
            .filtered(
                lambda provider: (
                    not provider._get_hold_reason()
                    and (not provider.date_resume or provider.date_resume <= now)
                )
            )
        )

    def _get_queues(self, wirings, paused):
        """A few due texts of each provider, those left out that may not go now."""
        queues = {}
        for provider in self._get_ready_providers(paused):
            domain = [*self._get_due_domain(), ("provider_id", "=", provider.id)]
            due = self.search(domain, order="date_next, id", limit=BATCH)
            if not due:
                continue
            held = due._screen()
            for row_id, vals in held.items():
                self.browse(row_id)._change(["waiting"], **vals)
            try:
                wiring = provider._get_wiring()
            except UserError as problem:
                _logger.error(
                    "SMS provider %s cannot be used: %s", provider.id, problem
                )
                paused.add(provider.id)
                continue
            if (
                provider.id in wirings
            ):  # its settings may have changed, its line is kept
                wiring.line.close()
                wiring.line = wirings[provider.id].line
                wiring.next_at = wirings[provider.id].next_at
                wiring.strikes = wirings[provider.id].strikes
            wiring.rate = provider.rate
            wiring.facts = provider._get_facts()
            wirings[provider.id] = wiring
            queues[provider.id] = deque(id_ for id_ in due.ids if id_ not in held)
        return queues

    # Doing it

    def _send_queues(self, queues, wirings, paused, end):
        """Send texts of several providers in turn, none faster than it wants them.

        :return: how many rows were dealt with
        """
        done = sum(not queue for queue in queues.values())  # all of it was held
        queues = {key: queue for key, queue in queues.items() if queue}
        fresh = time.monotonic() + FRESH
        while queues and time.monotonic() < end:
            provider_id = min(queues, key=lambda key: wirings[key].next_at)
            wiring, queue = wirings[provider_id], queues[provider_id]
            time.sleep(max(0, min(wiring.next_at - time.monotonic(), SECONDS)))
            row, done = self.browse(queue.popleft()), done + 1
            values = transact(self.env, row._claim)
            if values:
                if wiring.rate:
                    wiring.next_at = time.monotonic() + 1 / wiring.rate
                facts = Facts(*values.pop("facts"), *wiring.facts)
                outcome = wiring.send(values)
                transact(self.env, row._settle, outcome, facts)
                self._count_strikes(wiring, outcome, paused)
            if not queue or provider_id in paused:
                del queues[provider_id]
            if time.monotonic() > fresh:
                break  # the customer may have said no meanwhile
        return done

    def _claim(self):
        """Take this text, if nobody else has: from now on it is never sent unasked.

        :return: the values its request needs, or ``None``
        """
        if not self.try_lock_for_update(allow_referencing=True):
            return None
        found = self.env.execute_query(
            SQL(
                "UPDATE service_sms SET state = 'sending', date_claimed = %s, "
                "attempts = attempts + 1 WHERE id = %s AND state = 'waiting' "
                "RETURNING number, body, sender, uuid, attempts, in_doubt, segments",
                *(fields.Datetime.now(), self.id),
            )
        )
        self.invalidate_recordset()
        if not found:
            return None
        number, body, sender, uuid, *facts = found[0]
        values = {"number": number, "text": body, "sender": sender, "id": uuid}
        values["callback"] = self._make_callback(uuid)
        return values | {"facts": facts}

    def _count_strikes(self, wiring, outcome, paused):
        """Leave a provider alone that cannot be reached: others' texts go on."""
        provider = self.env["service.sms.provider"].browse(wiring.provider_id)
        if outcome.unreachable:
            wiring.strikes += 1
            if wiring.strikes >= STRIKES:
                paused.add(provider.id)
                transact(self.env, provider._pause)
        else:
            wiring.strikes = 0
            if wiring.fields["failures"]:
                transact(self.env, provider._resume)
                wiring.fields["failures"] = 0

    @api.model
    def _give_up_lost(self):
        """Claimed and never settled: the process ended while the provider was asked."""
        since = fields.Datetime.now() - LOST
        lost = self.search([("state", "=", "sending"), ("date_claimed", "<", since)])
        for sms in lost:
            sms._settle(Outcome("unknown", reason="Interrupted"))


class ServiceSmsProvider(models.Model):
    _inherit = "service.sms.provider"

    def _get_facts(self):
        """What settling its texts depends on: the later half of ``Facts``."""
        self.ensure_one()
        polled = bool(self.poll_url)
        asked = self.can_ask and polled
        return self.is_idempotent, asked, polled, self.price_segment

    def _pause(self):
        """Nothing goes through it for a while: a minute, then two, up to an hour."""
        minutes = min(2**self.failures, 60)
        self._write_server_fields(
            {
                "failures": self.failures + 1,
                "date_resume": fields.Datetime.now() + timedelta(minutes=minutes),
            }
        )

    def _resume(self):
        self._write_server_fields({"failures": 0, "date_resume": False})
