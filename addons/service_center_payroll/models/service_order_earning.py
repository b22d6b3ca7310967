from typing import NamedTuple

from odoo import fields, models

EARNED = {"done", "issued"}


class Facts(NamedTuple):
    """What an earning depends on; while it stays, so does the earning."""

    product_id: int
    line_kind: str
    payer: str
    branch_id: int
    date: object
    subtotal: float
    quantity: float
    line_hours: float
    percent: float


class ServiceOrder(models.Model):
    """Earnings follow the orders: what is earned is compared with what should be.

    Whatever happened to an order, its lines or their performers, one comparison says
    which rows to reverse and which to add. Done again, it changes nothing.
    """

    _inherit = "service.order"

    def _sync_earnings(self, recount=False):
        """Reverse what is not earned any more, and accrue what is.

        :param recount: also where nothing changed but the rules
        """
        # sudo: people earn by what others do to an order, and may not see of each other
        orders = self.sudo().exists()
        orders |= orders.repeat_ids
        if not orders:
            return
        earnings = self.env["service.earning"].sudo()
        live = {
            (row.order_id.id, row.line_key, row.employee_id.id, row.role): row
            for row in earnings.search(
                [
                    ("order_id", "in", orders.ids),
                    ("is_reversed", "=", False),
                    ("type", "=", "work"),
                ]
            )
        }
        wanted = orders._get_wanted_earnings()
        gone, values = earnings, []
        reasons = {}
        for key, row in live.items():
            if key not in wanted:
                reasons[row] = self._get_reversal_reason(row)
        for key, (line, facts, make) in wanted.items():
            row = live.get(key)
            if row and row._get_facts() == facts and not recount:
                if row.kind != "margin" or not row._is_margin_changed(line):
                    continue
            made = make()
            if row and made and row._is_same_outcome(made):
                continue
            if row:
                reasons[row] = "recounted" if row._get_facts() == facts else "changed"
            if made:
                values.append(made)
        by_reason = {}
        for row, reason in reasons.items():
            by_reason.setdefault(reason, earnings)
            by_reason[reason] |= row
            gone |= row
        earnings._write_rows(by_reason, values)
        orders._sync_clawbacks()
        (orders | gone.order_id)._sum_up_pay()

    def _get_reversal_reason(self, row):
        order = row.order_id
        if not order._is_earned():
            return "undone"
        return "changed" if row.line_id else "removed"

    def _is_earned(self):
        """Whether the work on this order is done, and was not refused."""
        self.ensure_one()
        return self.state in EARNED and not self.is_refused

    def _get_wanted_earnings(self):
        """Who should have earned by which line, by the facts of now.

        :return: dictionary from order, line, employee and role to the line, the facts,
            and what makes the values of a row
        """
        earned = self.filtered(lambda order: order._is_earned())
        lines = earned.line_ids.filtered(
            lambda line: line._is_charged() and line.approval != "refused"
        )
        people = earned._get_people()
        wanted = {}
        for line in lines:
            order = line.order_id
            done = order._get_local_day(order.date_end or fields.Datetime.now())
            for employee, role, percent in line._get_payees(people):
                facts = line._get_pay_facts(done, percent)
                key = (order.id, line.id, employee.id, role)
                wanted[key] = (
                    line,
                    facts,
                    lambda line=line, e=employee, r=role, f=facts: (
                        line._prepare_earning_values(e, r, f)
                    ),
                )
        return wanted

    def _get_people(self):
        """The employees behind engineers and managers, by user and company."""
        employees = self.env["hr.employee"].search_fetch(
            [
                ("user_id", "in", (self.engineer_id | self.user_id).ids),
                ("company_id", "in", self.company_id.ids),
            ],
            ["user_id", "company_id"],
        )
        return {(each.user_id, each.company_id): each for each in employees}
