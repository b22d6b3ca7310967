from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from odoo.addons.service_center.tools.transact import transact

from ..tools import clock
from .service_order_text import FINISHED

GRACE = 2  # days after its own for which a rung is still written


class ServiceOrder(models.Model):
    """Reminders: so many days after the work was done, or after the issue.

    Days are those of the calendar of the branch. A rung that was missed by more than
    ``GRACE`` days is not made up for: a centre that begins to send texts does not write
    to everybody who was here in the last years.
    """

    _inherit = "service.order"

    @api.model
    def _cron_text_ladders(self, batch=200):
        """Write the reminders of today; what was written already is left alone."""
        for trigger, name, states in (
            ("uncollected", "date_end", FINISHED),
            ("aftercare", "date_issued", ("issued",)),
        ):
            rules = self._get_text_rules(trigger)
            if rules:
                for branch in self.env["service.branch"].search([]):
                    self._text_ladder(rules, branch, trigger, name, states, batch)

    @api.model
    def _text_ladder(self, rules, branch, trigger, name, states, batch):
        """The rungs of one ladder for one branch, the highest first: one per order."""
        if not branch.company_id._get_sms_provider(branch):
            return
        now, zone = fields.Datetime.now(), branch._get_text_zone()
        today = clock.to_local(now, zone).date()
        remind_at = branch.company_id.service_sms_remind_at
        moment = max(now, clock.at_hour(today, remind_at, zone))
        seen = set()
        for days in sorted({each.days for each in rules}, reverse=True):
            first, last = today - timedelta(days + GRACE), today - timedelta(days)
            orders = self.search(
                [
                    ("branch_id", "=", branch.id),
                    ("state", "in", states),
                    (name, ">=", clock.get_day_start(first, zone)),
                    (name, "<", clock.get_day_start(last + timedelta(1), zone)),
                    ("id", "not in", list(seen)),
                ]
            )
            seen.update(orders.ids)
            rung = [each for each in rules if each.days == days]
            for chunk in split_every(batch, orders.ids, self.browse):
                transact(self.env, chunk._text_rung, trigger, rung, name, moment)
                self.env["ir.cron"]._commit_progress(len(chunk))

    def _text_rung(self, trigger, rung, name, moment):
        vals_list = []
        for order in self._may_text():
            if rules := order._get_text_rule(rung):
                vals = order._prepare_text(rules, order[name], None)
                vals_list.append({**vals, "date_next": moment})
        # sudo: as in _text
        return self.env["service.sms"].sudo()._enqueue(vals_list)
