from collections import Counter
from datetime import timedelta

from odoo import api, fields, models

from ..tools import clock

USED = ("sending", "sent", "delivered", "unknown")


class ServiceSms(models.Model):
    """Limits: so many a day to one number, a branch, a company; so much a month.

    What is beyond waits for the next day or month, when it may not be true any more and
    is cancelled. The heads are told once.
    """

    _inherit = "service.sms"

    _number_day = models.Index("(number, date_claimed) WHERE date_claimed IS NOT NULL")
    _company_day = models.Index(
        "(company_id, date_claimed) WHERE date_claimed IS NOT NULL"
    )

    @api.model
    def _get_screens(self):
        return [*super()._get_screens(), "_screen_limits"]

    def _screen_limits(self):
        held = {}
        rows = self.filtered(lambda sms: sms.event != "test")
        for company, mine in rows.grouped("company_id").items():
            held |= mine._screen_company_limits(company)
        return held

    def _screen_company_limits(self, company):
        now, zone = fields.Datetime.now(), company._get_text_zone()
        today = clock.to_local(now, zone).date()
        tomorrow = clock.get_day_start(today + timedelta(1), zone)
        month = today.replace(day=1)
        next_month = clock.get_day_start((month + timedelta(32)).replace(day=1), zone)
        since_day = clock.get_day_start(today, zone)
        since_month = clock.get_day_start(month, zone)
        days = self._count_texts(company, since_day)
        money = self._sum_prices(company, since_month)
        held = {}
        for sms in self.sorted("id"):
            for limit in sms._get_limits(company):
                until = next_month if limit["money"] else tomorrow
                used = (money if limit["money"] else days)[limit["key"]]
                more = sms._estimate_price(company) if limit["money"] else 1
                if used + more > limit["most"]:
                    held[sms.id] = {"date_next": until, "reason": limit["reason"]}
                    sms._alert_limit(limit, month if limit["money"] else today)
                    break
            else:
                days.update((sms.number, sms.branch_id, company))
                price = sms._estimate_price(company)
                money[sms.branch_id] += price
                money[company] += price
        return held

    def _get_limits(self, company):
        """The limits of this text, closest first: dictionaries without empty ones."""
        branch = self.branch_id
        name = branch.name
        limits = [
            {
                "key": self.number,
                "most": self.order_id and company.service_sms_number_limit,
                "reason": self.env._("The number got enough texts today."),
                "owner": None,
                "money": False,
            },
            {
                "key": branch,
                "most": branch.sms_day_limit,
                "reason": self.env._("Texts a day of %(name)s: used up.", name=name),
                "owner": branch,
                "money": False,
            },
            {
                "key": company,
                "most": company.service_sms_day_limit,
                "reason": self.env._("Texts a day of the company: used up."),
                "owner": company,
                "money": False,
            },
            {
                "key": branch,
                "most": branch.sms_month_budget,
                "reason": self.env._("Month's budget of %(name)s: spent.", name=name),
                "owner": branch,
                "money": True,
            },
            {
                "key": company,
                "most": company.service_sms_month_budget,
                "reason": self.env._("Month's budget of the company: spent."),
                "owner": company,
                "money": True,
            },
        ]
        return [limit for limit in limits if limit["most"]]

    def _count_texts(self, company, since):
        """How many went today: by number, by branch, and of the company."""
        domain = [("state", "in", USED), ("date_claimed", ">=", since)]
        numbers = [*domain, ("number", "in", list(set(self.mapped("number"))))]
        counts = Counter(dict(self._read_group(numbers, ["number"], ["__count"])))
        mine = [*domain, ("company_id", "=", company.id)]
        for branch, count in self._read_group(mine, ["branch_id"], ["__count"]):
            counts[branch] += count
            counts[company] += count
        return counts

    @api.model
    def _sum_prices(self, company, since):
        """What was spent since then in the company's currency, by branch and in all."""
        spent = Counter()
        for branch, currency, price in self._read_group(
            [("company_id", "=", company.id), ("date_claimed", ">=", since)],
            ["branch_id", "currency_id"],
            ["price:sum"],
        ):
            price = company._get_text_price(price, currency)
            spent[branch] += price
            spent[company] += price
        return spent

    def _estimate_price(self, company):
        """What this text may cost, in the company's currency."""
        provider_sudo = self.provider_id.sudo()  # sudo: its prices alone
        price = provider_sudo.price_segment * self.segments
        return company._get_text_price(price, provider_sudo.currency_id)

    def _alert_limit(self, limit, since):
        """Tell the heads that a limit is reached, once in the day or month."""
        owner = limit["owner"]
        if not owner:
            return
        name = (
            "sms_alerted" if owner._name == "service.branch" else "service_sms_alerted"
        )
        mark = f"{'money' if limit['money'] else 'count'} {since}"
        if owner[name] == mark:
            return
        owner[name] = mark
        waits = self.env._(
            "Texts that are due wait. Raise the limit if they should go."
        )
        self.company_id._alert_text_heads(f"{limit['reason']} {waits}")


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_text_price(self, price, currency):
        """A price in the currency of the company."""
        self.ensure_one()
        if not price or not currency or currency == self.currency_id:
            return price or 0.0
        today = fields.Date.context_today(self)
        return currency._convert(price, self.currency_id, self, today, round=False)

    def _alert_text_heads(self, summary):
        """An activity for each head of this company."""
        self.ensure_one()
        group = self.env.ref("service_center.service_center_group_head")
        heads = group.all_user_ids.filtered(lambda user: self in user.company_ids)
        kind = self.env.ref("mail.mail_activity_data_warning", raise_if_not_found=False)
        self.env["mail.activity"].create(
            [
                {
                    "user_id": head.id,
                    "activity_type_id": kind and kind.id,
                    "summary": summary,
                }
                for head in heads
            ]
        )
