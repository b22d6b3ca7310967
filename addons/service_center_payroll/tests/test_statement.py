from odoo.tests import tagged

from .common import PayCommon


@tagged("post_install", "-at_install")
class TestStatement(PayCommon):
    def _print(self, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.engineer)
        html, _kind = report._render_qweb_html(
            "service_center_payroll.report_settlement", self._get_month().ids
        )
        return html.decode()

    def test_an_engineer_prints_his_own_with_every_count(self):
        order = self._repair()
        order.line_ids.with_user(self.desk).price_unit = 2000
        self.env["service.pay.adjustment"].create(
            {"employee_id": self.worker.id, "amount": 25, "reason": "Clean bench"}
        )
        order.sudo().engineer_id = self.colleague  # he may not open it any more
        text = self._print()
        for part in (
            "1,500.00 × 100 % share × 40 % = 600.00",
            "2,000.00 × 100 % share × 40 % = 800.00",
            "Clean bench",
            order.name,
            "Ivan",
            "in words",
        ):
            with self.subTest(part=part):
                self.assertIn(part, text)

    def test_it_is_in_the_language_of_the_employee(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.engineer.lang = "ru_RU"
        self._repair()
        text = self._print(self.head)
        self.assertIn("1\xa0500,00", text)
        self.assertRegex(text, r"[Шш]естьсот")

    def test_each_reads_the_count_in_his_own_numbers(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        row = self._get_earnings(self._repair())
        counts = [row.with_context(lang=lang).arithmetic for lang in ("en_US", "ru_RU")]
        self.assertIn("1,500.00", counts[0])
        self.assertIn("1\xa0500,00", counts[1])
