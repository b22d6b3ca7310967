from odoo import fields, models
from odoo.tools.misc import format_datetime, formatLang

from ..tools import clock
from .service_sms_limits import USED


class ServiceHome(models.AbstractModel):
    """How texts go: for the head, on the home screen."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        head = self.env.user.has_group("service_center.service_center_group_head")
        if head and self._has_sms_provider(branches):
            tiles.append(self._get_text_tile(branches))
        return tiles

    def _has_sms_provider(self, branches):
        company = self.env.company
        return bool(
            company._get_sms_provider()
            or any(branch.company_id._get_sms_provider(branch) for branch in branches)
        )

    def _get_text_tile(self, branches):
        company, rows = self.env.company, self.env["service.sms"]
        zone = company._get_text_zone()
        today = clock.to_local(fields.Datetime.now(), zone).date()
        day = clock.get_day_start(today, zone)
        month = clock.get_day_start(today.replace(day=1), zone)
        mine = [("company_id", "=", company.id)]
        if branches:
            mine += ["|", ("branch_id", "in", branches.ids), ("branch_id", "=", False)]
        last = rows.search(
            [*mine, ("date_sent", "!=", False)], order="date_sent desc", limit=1
        )
        figures = [
            self._get_text_figure(
                "sms_failed",
                self.env._("Failed Today"),
                [*mine, ("state", "=", "failed"), ("create_date", ">=", day)],
                tone="danger",
            ),
            self._get_text_figure(
                "sms_uncertain",
                self.env._("Uncertain"),
                [*mine, ("state", "=", "unknown"), ("date_poll", "=", False)],
                tone="warning",
            ),
            self._get_text_figure(
                "sms_waiting",
                self.env._("Waiting"),
                [*mine, ("state", "in", ("waiting", "sending"))],
            ),
            self._get_text_figure(
                "sms_today",
                self.env._("Sent Today"),
                [*mine, ("state", "in", USED), ("date_claimed", ">=", day)],
            ),
            self._get_spent_figure(company, branches, mine, month),
        ]
        when = last and format_datetime(
            self.env, last.date_sent, tz=zone.zone, dt_format="short"
        )
        title = self.env._("Texts: last accepted %(when)s", when=when)
        return {
            "key": "sms",
            "type": "figures",
            "sequence": 70,
            "title": title if when else self.env._("Texts"),
            "figures": figures,
        }

    def _get_text_figure(self, key, label, domain, **more):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_sms.service_sms_action"
        )
        count = self.env["service.sms"].search_count(domain)
        action = {**action, "domain": domain, "context": {}}
        return self._get_figure(key, label, count, action=action, **more)

    def _get_spent_figure(self, company, branches, mine, month):
        spent = self.env["service.sms"]._sum_prices(company, month)
        chosen = branches if len(branches) == 1 else None
        value = spent[chosen] if chosen else spent[company]
        budget = (chosen or company)[
            "sms_month_budget" if chosen else "service_sms_month_budget"
        ]
        label = self.env._("Spent This Month")
        if budget:
            shown = formatLang(self.env, budget, currency_obj=company.currency_id)
            label = self.env._("Spent This Month of %(budget)s", budget=shown)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_sms.service_sms_action_cost"
        )
        return self._get_figure(
            "sms_spent",
            label,
            value,
            format="monetary",
            currency_id=company.currency_id.id,
            tone="danger" if budget and value >= 0.9 * budget else "info",
            action={**action, "domain": [*mine, ("date_claimed", ">=", month)]},
        )

    def _get_setup_steps(self, company):
        steps = super()._get_setup_steps(company)
        if all(done for _key, _label, done, _action in steps):
            return steps  # texts are as one likes: they keep no list open
        return [
            *steps,
            (
                "sms",
                self.env._("If you like: texts to customers, through your provider"),
                company._get_sms_provider(),
                self._get_setup_action("service.sms.provider"),
            ),
        ]
