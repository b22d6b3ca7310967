import time

from odoo import api, fields, models
from odoo.tools import consteq

from odoo.addons.service_center.tools.transact import transact

from ..tools import answer

POLLS = 50  # texts asked for in one go


class ServiceSms(models.Model):
    """Asking what became of texts, where the provider does not tell by itself.

    As in sending, no transaction is open while a provider is asked.
    """

    _inherit = "service.sms"

    @api.model
    def _cron_poll(self, seconds=40):
        """Ask for what is due, until there is nothing left or the time is over."""
        end, paused, wirings = time.monotonic() + seconds, set(), {}
        try:
            while time.monotonic() < end:
                questions = transact(self.env, self._get_questions, wirings, paused)
                if not questions:
                    break
                for row_id, provider_id, values in questions:
                    if provider_id in paused or time.monotonic() > end:
                        continue
                    outcome = wirings[provider_id].poll(values)
                    transact(self.env, self.browse(row_id)._take_answer, outcome)
                    self._count_poll_strikes(wirings[provider_id], outcome, paused)
                self.env["ir.cron"]._commit_progress(len(questions))
        finally:
            for wiring in wirings.values():
                wiring.line.close()
        remaining = self.search_count(self._get_poll_domain(paused), limit=1000)
        self.env["ir.cron"]._commit_progress(0, remaining=remaining)

    @api.model
    def _get_poll_domain(self, paused):
        providers = self._get_ready_providers(paused)
        return [
            ("date_poll", "<=", fields.Datetime.now()),
            ("state", "in", ("sent", "unknown")),
            ("provider_id", "in", providers.filtered("poll_url").ids),
        ]

    def _get_questions(self, wirings, paused):
        rows = self.search(
            self._get_poll_domain(paused), order="date_poll, id", limit=POLLS
        )
        for provider in rows.provider_id:
            if provider.id not in wirings:
                wirings[provider.id] = provider._get_wiring()
        return [
            (
                sms.id,
                sms.provider_id.id,
                {"id": sms.uuid, "ref": sms.provider_ref, "number": sms.number},
            )
            for sms in rows
        ]

    def _take_answer(self, outcome):
        """Write down an answer, and when to ask again if it was not the last one."""
        self.ensure_one()
        now = fields.Datetime.now()
        if self.state in ("sent", "unknown"):
            vals = {"polls": self.polls + 1, "date_poll": self._get_next_poll(now)}
            self._change(["sent", "unknown"], **vals)
        self._report(outcome)

    @api.model
    def _count_poll_strikes(self, wiring, outcome, paused):
        wiring.strikes = wiring.strikes + 1 if outcome.unreachable else 0
        if wiring.strikes >= 3:
            paused.add(wiring.provider_id)

    @api.model
    def _take_report(self, uuid, secret, params):
        """A provider reports on a text: whatever is wrong about it changes nothing.

        :return: what the provider wants to hear, or ``None`` if the address is not ours
        """
        genuine = consteq(secret.encode(), self._make_report_secret(uuid).encode())
        sms = genuine and self.search([("uuid", "=", uuid)], limit=1)
        if not sms:
            return None
        provider = sms.provider_id
        word = answer.find(params, provider.report_rule, "json")
        sms._report(provider._judge_report(word))
        return provider.report_answer or "OK"
