from odoo.tests import tagged

from .common import PayCommon


@tagged("post_install", "-at_install")
class TestEarning(PayCommon):
    def test_an_earning_comes_when_the_order_is_done(self):
        order = self._create_repair()
        self.assertFalse(self._get_earnings(order))
        self._finish(order)
        row = self._get_earnings(order)
        self.assertRecordValues(
            row,
            [{"employee_id": self.worker.id, "amount": 600, "rule_id": self.rule.id}],
        )
        self.assertEqual(
            row.with_context(lang="en_US").arithmetic,
            "1,500.00 × 100 % share × 40 % = 600.00",
        )
        self.assertEqual(self._get_month().accrued, 600)
