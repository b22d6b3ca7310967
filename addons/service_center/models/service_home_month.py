from odoo import fields, models
from odoo.fields import Domain

THIS_MONTH = "today =1d"  # in the user's time zone


class ServiceHome(models.AbstractModel):
    """What this month brought: to the person, and to the branches."""

    _inherit = "service.home"

    def _get_my_month_tile(self, is_manager):
        """What this person finished, or for whoever stands at the desk: handed out."""
        if is_manager:
            domain = Domain("user_id", "=", self.env.uid)
            domain &= Domain("date_issued", ">=", THIS_MONTH)
            label = self.env._("Issued")
        else:
            domain = Domain("engineer_id", "=", self.env.uid)
            domain &= Domain("date_end", ">=", THIS_MONTH)
            domain &= Domain("state", "in", ("done", "issued"))
            label = self.env._("Repaired")
        title = self.env._("My Month")
        groups = self.env["service.order"]._read_group(
            domain, ["currency_id"], ["__count", "amount_total:sum", "work_hours:sum"]
        )
        action = self._get_orders_action(title, domain)
        figures = [
            self._get_figure(
                "orders", label, sum(each[1] for each in groups), action=action
            )
        ]
        if not is_manager:
            hours = sum(each[3] for each in groups)
            figures.append(
                self._get_figure(
                    "hours",
                    self.env._("Hours"),
                    round(hours, 2),
                    format="hours",
                    action=action,
                )
            )
        return {
            "key": "my_month",
            "type": "figures",
            "sequence": 50,
            "title": title,
            "figures": figures
            + self._get_amount_figures(
                ((currency, amount) for currency, _count, amount, _hours in groups),
                action,
            ),
        }

    def _get_amount_figures(self, amounts, action):
        """One sum per currency: what is not the same money is not added up."""
        return [
            self._get_figure(
                f"amount_{currency.id}",
                self.env._("Amount"),
                amount,
                format="monetary",
                currency_id=currency.id,
                action=action,
            )
            for currency, amount in amounts
        ]

    def _get_branch_month_tiles(self, branches):
        """Taken in and issued by day of this month, and what was charged."""
        orders = self.env["service.order"]
        scope = Domain("branch_id", "in", branches.ids)
        taken_domain = scope & Domain("create_date", ">=", THIS_MONTH)
        issued_domain = scope & Domain("date_issued", ">=", THIS_MONTH)
        taken = orders._read_group(taken_domain, ["create_date:day"], ["__count"])
        issued = orders._read_group(
            issued_domain,
            ["date_issued:day", "currency_id"],
            ["__count", "amount_total:sum"],
        )
        out, amounts = {}, {}
        for day, currency, count, amount in issued:
            out[day] = out.get(day, 0) + count
            amounts[currency] = amounts.get(currency, 0) + amount
        into = dict(taken)
        days = self._get_days_of_month()
        action = self._get_orders_action(self.env._("Issued This Month"), issued_domain)
        return [
            {
                "key": "branch_month",
                "type": "chart",
                "sequence": 60,
                "title": self.env._("This Month"),
                "figures": [
                    self._get_figure(
                        "taken",
                        self.env._("Taken In"),
                        sum(into.values()),
                        action=self._get_orders_action(
                            self.env._("Taken In This Month"), taken_domain
                        ),
                    ),
                    self._get_figure(
                        "issued", self.env._("Issued"), sum(out.values()), action=action
                    ),
                    *self._get_amount_figures(amounts.items(), action),
                ],
                "labels": [day.day for day in days],
                "series": [
                    {
                        "label": self.env._("Taken In"),
                        "values": self._get_values_by_day(into, days),
                    },
                    {
                        "label": self.env._("Issued"),
                        "values": self._get_values_by_day(out, days),
                    },
                ],
            }
        ]

    def _get_days_of_month(self):
        """The days of this month until today, in the user's time zone."""
        today = fields.Date.context_today(self)
        return [today.replace(day=number) for number in range(1, today.day + 1)]

    def _get_values_by_day(self, values, days):
        by_date = {day.date(): number for day, number in values.items()}
        return [by_date.get(day, 0) for day in days]
