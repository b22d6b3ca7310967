from ast import literal_eval

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_report import REPORTS, ReportCommon


@tagged("post_install", "-at_install")
class TestReportFits(ReportCommon):
    """A document is offered, and printed, for the orders that it is for."""

    def _report(self, name):
        return self.env.ref(f"service_center.service_order_report_{name}")

    def _offered(self, order):
        """What the print menu of an order shows."""
        reports = self.env["ir.actions.report"].browse(
            [self._report(name).id for name in REPORTS]
        )
        ids = reports.with_user(self.desk).get_valid_action_reports(
            order._name, order.ids
        )
        return {name for name in REPORTS if self._report(name).id in ids}

    def test_the_print_menu_offers_what_fits(self):
        taken_in = {"intake", "intake_roll", "work_order", "worksheet"}
        new = self._create_order(serial="NEW")
        repaired = self._repaired(serial="DONE")
        refused = self._refused(serial="REF")
        self.assertEqual(self._offered(new), taken_in)
        self.assertEqual(self._offered(repaired), set(REPORTS) - {"refusal"})
        self.assertEqual(self._offered(refused), taken_in | {"refusal"})
        for order in (repaired, refused):
            before = self._offered(order)
            order.with_user(self.desk).action_issue()
            self.assertEqual(self._offered(order), before, "issued")

    def test_what_is_not_offered_is_not_printed(self):
        order = self._create_order()
        offered = self._offered(order)
        for name in REPORTS:
            with self.subTest(name):
                if name in offered:
                    self._render(name, order)
                    continue
                with self.assertRaises(UserError) as caught:
                    self._render(name, order)
                message = str(caught.exception)
                for text in (self._report(name).name, order.name):
                    self.assertIn(text, message)
                self.assertIn(self._report(name).service_condition, message)

    def test_among_several_the_misfits_are_named(self):
        done = self._repaired(serial="A")
        new = self._create_order(serial="B") + self._create_order(serial="C")
        with self.assertRaises(UserError) as caught:
            self._render("act", done + new)
        message = str(caught.exception)
        for order in new:
            self.assertIn(order.name, message)
        self.assertNotIn(done.name, message)

    def test_a_long_list_of_misfits_is_cut(self):
        orders = self.env["service.order"].union(
            *(self._create_order(serial=f"L{number}") for number in range(12))
        )
        with self.assertRaises(UserError) as caught:
            self._render("act", orders)
        self.assertIn("…", str(caught.exception))
        self.assertNotIn(orders[11].name, str(caught.exception))

    def test_warranty_card_needs_a_warranty(self):
        order = self._repaired(warranty_days=0)
        self.assertNotIn("warranty", self._offered(order))

    def test_sales_receipt_needs_goods_of_the_customer(self):
        order = self._create_order(line_ids=self._lines(self.goods, payer="center"))
        self.assertNotIn("sale", self._offered(order))

    def test_every_condition_is_said_in_words(self):
        for name in REPORTS:
            report = self._report(name)
            self.assertEqual(bool(report.domain), bool(report.service_condition), name)
            if report.domain:
                literal_eval(report.domain)  # Odoo takes nothing but a literal

    def test_nobody_prints_what_he_may_not_see(self):
        order = self._create_order()
        self._render("intake", order)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self._render("intake", order, user=self.stranger)
