from odoo.fields import Command

from odoo.addons.service_center_cash.tests.common import CashCommon


class PayCommon(CashCommon):
    """An engineer, a colleague and a manager with their cards, and a rule: 40 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls._create_user("keeper", "manager", cls.branch)
        cls.keeper.group_ids += cls.env.ref(
            "service_center_payroll.service_center_payroll_group_manager"
        )
        cls.worker, cls.mate, cls.clerk = cls.env["hr.employee"].create(
            [
                {"name": "Ivan", "user_id": cls.engineer.id},
                {"name": "Pavel", "user_id": cls.colleague.id},
                {"name": "Olga", "user_id": cls.desk.id},
            ]
        )
        cls.rule = cls._create_rule("Works, 40 %", 40, clawback=50)

    @classmethod
    def _create_rule(cls, name, rate, **vals):
        return cls.env["service.pay.rule"].create({"name": name, "rate": rate, **vals})

    @classmethod
    def _create_repair(cls, *products, serial="PAY-1", **vals):
        return cls._create_order(
            serial=serial,
            line_ids=[
                Command.create({"product_id": product.id})
                for product in products or (cls.work,)
            ],
            **vals,
        )

    def _repair(self, *products, **vals):
        """An order that the engineer repaired to the end."""
        order = self._create_repair(*products, **vals)
        self._finish(order)
        return order

    def _get_earnings(self, order=None, employee=None):
        domain = [("order_id", "=", order.id)] if order else []
        if employee:
            domain.append(("employee_id", "=", employee.id))
        return self.env["service.earning"].sudo().search(domain, order="id")

    def _get_month(self, employee=None):
        return (
            self.env["service.pay.settlement"]
            .sudo()
            .search([("employee_id", "=", (employee or self.worker).id)], order="month")
        )

    def _share(self, line, shares, user=None):
        """Say who did a line: a dictionary from employee to percent."""
        line.with_user(user or self.desk).share_ids = [
            Command.clear(),
            *(
                Command.create({"employee_id": employee.id, "percent": percent})
                for employee, percent in shares.items()
            ),
        ]
