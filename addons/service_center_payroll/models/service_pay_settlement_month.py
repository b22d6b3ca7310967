from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL


class ServicePaySettlement(models.Model):
    """In which month something counts: its own, or the next one that is open."""

    _inherit = "service.pay.settlement"

    @api.model
    def _find_open(self, cases):
        """The open months where something of these days counts; made where missing.

        They stay held until the end of the transaction: whoever closes one of them
        meanwhile waits, begins anew and counts what was written here.

        :param cases: pairs of an employee and a day
        :return: dictionary from each pair to a month
        """
        cases = set(cases)
        if not cases:
            return {}
        first = {(employee, day): day.replace(day=1) for employee, day in cases}
        employees = self.env["hr.employee"].union(*(each for each, _day in cases))
        known = self.sudo().search(
            [
                ("employee_id", "in", employees.ids),
                ("month", ">=", min(first.values())),
            ]
        )
        known.fetch(["employee_id", "month", "state"])
        by_key = {(each.employee_id.id, each.month): each for each in known}
        wanted = {}
        for (employee, day), month in first.items():
            key = (employee.id, month)
            while key in by_key and by_key[key].state == "closed":
                key = (employee.id, key[1] + relativedelta(months=1))
            wanted[employee, day] = key
        missing = {
            (key, employee.company_id.id)
            for (employee, _day), key in wanted.items()
            if key not in by_key
        }
        if missing:
            by_key.update(self._open_months(missing))
        found = {case: by_key[key] for case, key in wanted.items()}
        self.union(*found.values())._hold()
        return {case: month.with_env(self.env) for case, month in found.items()}

    @api.model
    def _open_months(self, keys):
        """Make months; one made by somebody else at once makes us begin anew.

        :param keys: an employee and a month, and the company
        """
        rows = SQL(", ").join(
            SQL(
                "(%s, %s, %s, 'open', %s, %s, now() at time zone 'UTC', "
                "now() at time zone 'UTC')",
                *(employee_id, month, company_id, self.env.uid, self.env.uid),
            )
            for (employee_id, month), company_id in sorted(keys)
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_pay_settlement (employee_id, month, company_id, "
                "state, create_uid, write_uid, create_date, write_date) VALUES %s "
                "ON CONFLICT DO NOTHING",
                rows,
            )
        )
        employee_ids = [employee_id for (employee_id, _month), _company in keys]
        months = [month for (_employee, month), _company in keys]
        # sudo: the month of whoever earned, whoever finished the order
        made = self.sudo().search(
            [("employee_id", "in", employee_ids), ("month", "in", months)]
        )
        return {(each.employee_id.id, each.month): each for each in made}

    def _hold(self):
        """Whoever writes into these months stands in line with whoever closes them."""
        if self:
            self.env.cr.execute(
                SQL(
                    "UPDATE service_pay_settlement SET write_uid = write_uid "
                    "WHERE id IN %s",
                    self._ids,
                )
            )
