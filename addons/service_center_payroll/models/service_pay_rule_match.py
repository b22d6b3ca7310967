from typing import NamedTuple

from odoo import api, models
from odoo.tools import ormcache


class PayRule(NamedTuple):
    """A rule as plain data; empty sets fit everything."""

    id: int
    kind: str
    rate: float
    payee: str
    clawback: float
    line_kind: str
    payer: str
    employee_ids: frozenset
    job_ids: frozenset
    product_ids: frozenset
    categ_ids: frozenset
    branch_ids: frozenset
    date_from: object
    date_to: object

    def fits(self, case):
        """Whether this rule is for a case: see ``PayCase``."""
        return (
            self.payee == case.payee
            and self.line_kind in (False, case.line_kind)
            and self.payer in (False, case.payer)
            and (not self.employee_ids or case.employee_id in self.employee_ids)
            and (not self.job_ids or case.job_id in self.job_ids)
            and (not self.product_ids or case.product_id in self.product_ids)
            and (not self.categ_ids or not self.categ_ids.isdisjoint(case.categ_ids))
            and (not self.branch_ids or case.branch_id in self.branch_ids)
            and (not self.date_from or self.date_from <= case.date)
            and (not self.date_to or case.date <= self.date_to)
        )


class PayCase(NamedTuple):
    """What a rule is asked about: a line, somebody, and the day."""

    payee: str
    line_kind: str
    payer: str
    employee_id: int
    job_id: int
    product_id: int
    categ_ids: frozenset
    branch_id: int
    date: object


class ServicePayRule(models.Model):
    """Finding the rule that pays, without asking the database again."""

    _inherit = "service.pay.rule"

    @api.model
    @ormcache("company_id")
    def _get_rules(self, company_id):
        """The rules of a company in their order, as plain data."""
        # sudo: whoever finishes an order, its people earn by the rules of the head
        rules = self.sudo().with_context(active_test=True)
        rules = rules.search([("company_id", "=", company_id)])
        return tuple(
            PayRule(
                *(rule.id, rule.kind, rule.rate, rule.payee, rule.clawback),
                *(rule.line_kind, rule.payer),
                *(
                    frozenset(rule[f"{name}_ids"].ids)
                    for name in ("employee", "job", "product", "categ", "branch")
                ),
                *(rule.date_from, rule.date_to),
            )
            for rule in rules.with_context(active_test=False)
        )

    @api.model
    def _find(self, company_id, case):
        """The first rule that fits, or ``None``."""
        rules = self._get_rules(company_id)
        return next((rule for rule in rules if rule.fits(case)), None)
