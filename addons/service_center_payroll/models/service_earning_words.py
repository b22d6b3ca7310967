from odoo import api, fields, models
from odoo.tools import formatLang


class ServiceEarning(models.Model):
    """How an earning was counted, in the reader's own language and numbers."""

    _inherit = "service.earning"

    arithmetic = fields.Char(
        "How It Was Counted",
        compute="_compute_arithmetic",
        help="Every number that went into it, to be counted again by hand.",
    )

    @api.depends("amount", "base", "percent", "rate", "kind", "type", "reverses_id")
    @api.depends_context("lang")
    def _compute_arithmetic(self):
        for earning in self:
            if earning.type == "reversal":
                # what it takes back, turned round
                count, sign = earning._describe_count(-earning.amount), "−"
                earning.arithmetic = f"{sign} ({count})"
            else:
                earning.arithmetic = earning._describe_count(earning.amount)

    def _describe_count(self, amount):
        self.ensure_one()
        numbers = {
            "base": self._format_money(self.base),
            "rate": self._format_number(self.rate),
            "money": self._format_money(self.rate),
            "quantity": self._format_number(self.quantity),
            "hours": self._format_number(self.line_hours),
            "share": self._format_number(self.percent),
            "amount": self._format_money(amount),
        }
        if self.source_id:
            return self.env._(
                "%(base)s × %(rate)s %% taken back = %(amount)s", **numbers
            )
        if self.kind == "percent":
            return self.env._(
                "%(base)s × %(share)s %% share × %(rate)s %% = %(amount)s", **numbers
            )
        if self.kind == "margin":
            return self.env._(
                "margin %(base)s × %(share)s %% share × %(rate)s %% = %(amount)s",
                **numbers,
            )
        if self.kind == "fixed":
            return self.env._(
                "%(quantity)s × %(money)s × %(share)s %% share = %(amount)s", **numbers
            )
        return self.env._(
            "%(hours)s norm-hours × %(money)s × %(share)s %% share = %(amount)s",
            **numbers,
        )

    def _format_money(self, amount):
        return formatLang(self.env, amount, digits=self.currency_id.decimal_places)

    def _format_number(self, number):
        """A number without noughts at its end."""
        text = formatLang(self.env, number, digits=4)
        point = self.env["res.lang"]._get_data(code=self.env.lang).decimal_point or "."
        return text.rstrip("0").rstrip(point) if point in text else text
