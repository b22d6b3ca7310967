from odoo.tests import tagged

from odoo.addons.service_center.tests.access import AccessCase, ReviewedAccess


@tagged("post_install", "-at_install")
class TestAccessMatrix(ReviewedAccess, AccessCase):
    """Who may do what with pay: found out by trying, compared with the review."""

    @classmethod
    def _get_people(cls):
        keeper = cls._create_user("matrix_keeper", "manager", cls.branch)
        keeper.group_ids += cls.env.ref(
            "service_center_payroll.service_center_payroll_group_manager"
        )
        return {**super()._get_people(), "keeps the pay": keeper}

    def _get_reference(self, model, place):
        if model == "hr.employee":
            return self._make_employee(place).id
        if model == "res.currency":
            return place.branch.company_id.currency_id.id
        return super()._get_reference(model, place)

    def _make_employee(self, place):
        """Whoever earns in this place: the engineer, nobody known, his colleague…"""
        self._number += 1
        values = {
            "name": f"Worker {self._number}",
            "company_id": place.branch.company_id.id,
        }
        known = self.env["hr.employee"].search(
            [
                ("user_id", "=", place.engineer.id),
                ("user_id", "!=", False),
                ("company_id", "=", place.branch.company_id.id),
            ],
            limit=1,
        )
        return known or self.env["hr.employee"].create(
            {**values, "user_id": place.engineer.id}
        )

    def _values(self, model, place):
        values = super()._values(model, place)
        if model == "service.pay.adjustment":
            values.pop("settlement_id", None)  # the program finds the month
        return values

    def _values_service_pay_settlement(self, place):
        months = self.env["service.pay.settlement"].search_count([])
        return {
            "employee_id": self._make_employee(place).id,
            "month": f"{2000 + months}-01-01",
            "company_id": place.branch.company_id.id,
        }

    def _values_service_earning(self, place):
        employee = self._make_employee(place)
        month = self.env["service.pay.settlement"].create(
            {
                **self._values_service_pay_settlement(place),
                "employee_id": employee.id,
            }
        )
        return {
            "employee_id": employee.id,
            "settlement_id": month.id,
            "company_id": place.branch.company_id.id,
            "type": "work",
            "line_key": 900000 + month.id,
        }

    def _values_service_pay_adjustment(self, place):
        return {"employee_id": self._make_employee(place).id}
