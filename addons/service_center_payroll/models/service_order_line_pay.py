from odoo import models

from .service_order_earning import Facts
from .service_pay_rule_match import PayCase


class ServiceOrderLine(models.Model):
    """Who is paid for a line, by which rule, and how much."""

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
