from odoo import models
from odoo.tools import format_date


class ServicePaySettlement(models.Model):
    """What the printed statement of a month says."""

    _inherit = "service.pay.settlement"

    def _get_statement_lang(self):
        """The language of whoever reads it: the employee."""
        self.ensure_one()
        # sudo: the language of a colleague is no secret
        employee = self.sudo().employee_id
        return (
            employee.user_id.lang
            or employee.work_contact_id.lang
            or self.sudo().company_id.partner_id.lang
            or self.env.lang
        )

    def _get_statement(self):
        """Everything the paper shows, as plain values in the language of ``self``.

        An engineer earns by orders that he may not open: so nothing is read as him
        but whether this month is his.
        """
        self.ensure_one()
        self.check_access("read")
        month = self.sudo()  # sudo: checked above
        return {
            "earnings": [
                {
                    "date": format_date(month.env, each.date),
                    "order": each.order_id.name,
                    "name": each.name,
                    "rule": each.rule_name or "",
                    "arithmetic": each.arithmetic,
                    "note": each._get_statement_note(),
                    "amount": each.amount,
                }
                for each in month.earning_ids.sorted(lambda e: (e.date, e.id))
            ],
            "adjustments": [
                {
                    "date": format_date(month.env, each.date),
                    "name": each._get_statement_name(),
                    "amount": each.amount_signed,
                }
                for each in month.adjustment_ids.sorted(lambda a: (a.date, a.id))
            ],
            "payments": [
                {
                    "date": format_date(month.env, each.date),
                    "name": each.name,
                    "purpose": each._get_wage_name(),
                    "amount": -each.amount_company_currency_signed,
                }
                for each in month.payment_ids._get_posted().sorted("date")
            ],
        }


class ServiceEarning(models.Model):
    _inherit = "service.earning"

    def _get_statement_note(self):
        """Why a row takes something back, in words."""
        self.ensure_one()
        labels = dict(self._fields["reason"]._description_selection(self.env))
        types = dict(self._fields["type"]._description_selection(self.env))
        if self.type == "work":
            return ""
        return ": ".join(filter(None, (types[self.type], labels.get(self.reason))))
