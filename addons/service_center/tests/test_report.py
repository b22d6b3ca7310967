from odoo.tests import tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestReport(ServiceCommon):
    """The markup of the documents; the printed PDF is read by the black-box tests."""

    def _render(self, report, orders):
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.desk)
            ._render_qweb_html(f"service_center.{report}", orders.ids)
        )
        return html.decode()

    def test_receipt_says_what_was_taken_in(self):
        order = self._create_order(serial="RCPT-1", appearance="Scratch on the back")
        html = self._render("report_intake", order)
        for text in (
            order.name,
            order.code,
            "Анна Крылова",
            "RCPT-1",
            "Nokla",
            "Does not switch on",
            "Scratch on the back",
            "data:image/png;base64",
        ):
            self.assertIn(text, html)

    def test_act_lists_works_and_total(self):
        order = self._finish(self._create_order(serial="ACT-1"))
        order.line_ids.create({"order_id": order.id, "product_id": self.work.id})
        html = self._render("report_act", order)
        for text in ("Broken screen", "Screen replacement", "1,800.00"):
            self.assertIn(text, html)

    def test_documents_of_many_orders_are_one_print(self):
        orders = self._create_order(serial="M1") + self._create_order(serial="M2")
        html = self._render("report_intake", orders)
        self.assertEqual(html.count("page sc_doc"), 2)

    def test_text_of_a_customer_is_text(self):
        order = self._create_order(serial="X1", fault="<script>alert(1)</script>")
        self.assertNotIn("<script>alert(1)", self._render("report_intake", order))
