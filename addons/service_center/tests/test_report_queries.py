from odoo.tests import tagged

from .common_report import REPORTS, ReportCommon


@tagged("post_install", "-at_install")
class TestReportQueries(ReportCommon):
    """Fifty documents ask the database no more than five do."""

    def _make(self, count, prefix, refused):
        partners = self.customer.create(
            [{"name": f"{prefix} {number}"} for number in range(count)]
        )
        orders = self.env["service.order"].with_user(self.desk)
        orders = orders.create(
            [
                {
                    "branch_id": self.branch.id,
                    "partner_id": partner.id,
                    "serial": f"{prefix}{partner.id}",
                    "device_model_id": self.model.id,
                    "line_ids": self._lines(self.work, self.part, self.goods),
                }
                for partner in partners
            ]
        )
        if refused:
            orders.refusal_reason = "Too expensive"
            orders.action_refuse()
        else:
            orders.write({"engineer_id": self.engineer.id, "diagnosis": "Broken"})
            orders.with_user(self.engineer).action_start()
            orders.with_user(self.engineer).action_done()
        self.env.flush_all()
        return orders

    def _count(self, report, orders):
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._render(report, orders)
        return self.cr.sql_log_count - before

    def test_printing_does_not_cost_per_order(self):
        few, many = self._make(5, "few", False), self._make(50, "many", False)
        refused = self._make(5, "ref", True), self._make(50, "refs", True)
        for report in REPORTS:
            some, more = refused if report == "refusal" else (few, many)
            self._render(report, some[:1])  # templates and the like are cached
            with self.subTest(report):
                cost = self._count(report, some)
                self.assertLessEqual(self._count(report, more), cost + 1)
                self.assertLessEqual(cost, 80)
