from typing import NamedTuple

from odoo import fields, models

from .service_pay_rule_match import PayCase

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


class ServiceOrderLine(models.Model):
    _inherit = "service.order.line"

    def _get_payees(self, people):
        """Who is paid for this line: employee, role and share in percent."""
        self.ensure_one()
        order = self.order_id
        payees = [
            (share.employee_id, "performer", share.percent) for share in self.share_ids
        ]
        if not payees and self.kind != "work":
            engineer = people.get((order.engineer_id, order.company_id))
            payees = [(engineer, "performer", 100.0)] if engineer else []
        manager = people.get((order.user_id, order.company_id))
        if manager:
            payees.append((manager, "manager", 100.0))
        return payees

    def _get_pay_facts(self, date, percent):
        self.ensure_one()
        return Facts(
            product_id=self.product_id.id,
            line_kind=self.kind,
            payer=self.payer,
            branch_id=self.order_id.branch_id.id,
            date=date,
            subtotal=self.price_subtotal,
            quantity=self.quantity,
            line_hours=self.norm_hours,
            percent=percent,
        )

    def _get_line_margin(self):
        """Hook: what is left of each line's amount after its own cost.

        :return: dictionary from line to an amount without tax
        """
        margins = {}
        for line in self:
            # sudo: whoever finishes the order need not know what parts cost
            product = line.sudo().product_id.with_company(line.company_id)
            cost = product.standard_price if line.kind in ("part", "goods") else 0.0
            units = line.product_uom_id._compute_quantity(
                line.quantity, product.uom_id, round=False
            )
            margins[line] = line.currency_id.round(line.price_subtotal - cost * units)
        return margins

    def _prepare_earning_values(self, employee, role, facts):
        """Hook: the row of what somebody earned by this line; ``None``: nothing."""
        self.ensure_one()
        order = self.order_id
        rules = self.env["service.pay.rule"]
        rule = rules._find(
            order.company_id.id,
            PayCase(
                payee=role,
                line_kind=facts.line_kind,
                payer=facts.payer,
                employee_id=employee.id,
                job_id=employee.job_id.id,
                product_id=facts.product_id,
                categ_ids=self.product_id.categ_id._get_pay_ids(),
                branch_id=facts.branch_id,
                date=facts.date,
            ),
        )
        if not rule or not rule.rate:
            return None
        base = self._get_pay_base(rule.kind)
        part = facts.percent / 100
        amount = order.currency_id.round(
            {
                "percent": base * rule.rate / 100,
                "margin": base * rule.rate / 100,
                "fixed": facts.quantity * rule.rate,
                "hour": facts.line_hours * rule.rate,
            }[rule.kind]
            * part
        )
        return {
            "type": "work",
            "employee_id": employee.id,
            "order_id": order.id,
            "line_id": self.id,
            "line_key": self.id,
            "name": self.name,
            "company_id": order.company_id.id,
            "currency_id": order.currency_id.id,
            "role": role,
            "rule_id": rule.id,
            "rule_name": rules.browse(rule.id).name,
            "kind": rule.kind,
            "rate": rule.rate,
            "clawback": rule.clawback,
            "base": base,
            "norm_hours": facts.line_hours * part if role == "performer" else 0.0,
            "amount": amount,
            **facts._asdict(),
        }

    def _get_pay_base(self, kind):
        """The amount that a percentage is of: a loss earns nothing."""
        self.ensure_one()
        if kind == "margin":
            return max(self._get_line_margin()[self], 0.0)
        return self.price_subtotal if kind == "percent" else 0.0


class ProductCategory(models.Model):
    _inherit = "product.category"

    def _get_pay_ids(self):
        """This category and all above it."""
        return frozenset(int(each) for each in (self.parent_path or "").split("/")[:-1])


class ServiceEarning(models.Model):
    _inherit = "service.earning"

    def _get_facts(self):
        self.ensure_one()
        return Facts(
            product_id=self.product_id.id,
            **{
                name: self[name]
                for name in Facts._fields
                if name not in ("product_id", "branch_id")
            },
            branch_id=self.branch_id.id,
        )

    def _is_margin_changed(self, line):
        return bool(
            self.currency_id.compare_amounts(line._get_pay_base("margin"), self.base)
        )

    def _is_same_outcome(self, values):
        """Whether a row with these values would say the same as this one."""
        self.ensure_one()
        same = ("kind", "rate", "amount", "percent", "date", "line_kind", "clawback")
        return (
            self.rule_id.id == values["rule_id"]
            and self.branch_id.id == values["branch_id"]
            and self.product_id.id == values["product_id"]
            and all(self[name] == values[name] for name in same)
            and {
                "percent": self.base == values["base"],
                "margin": self.base == values["base"],
                "fixed": self.quantity == values["quantity"],
                "hour": self.line_hours == values["line_hours"],
            }[self.kind]
        )

    def _write_rows(self, gone, values):
        """Take rows back and add others, in the months where they count.

        :param gone: dictionary from a reason to rows
        :param values: of the rows to add, without their month
        """
        rows = self.union(*gone.values())
        if not (rows or values):
            return self
        employees = self.env["hr.employee"]
        months = self.env["service.pay.settlement"]._find_open(
            {(row.employee_id, row.date) for row in rows}
            | {(employees.browse(v["employee_id"]), v["date"]) for v in values}
        )
        rows._write_server_fields({"is_reversed": True})
        rows.flush_recordset(["is_reversed"])
        added = []
        for reason, each in gone.items():
            added += each._reverse(reason, months)
        for vals in values:
            case = (employees.browse(vals["employee_id"]), vals["date"])
            added.append({**vals, "settlement_id": months[case].id})
        return self.create(added)
