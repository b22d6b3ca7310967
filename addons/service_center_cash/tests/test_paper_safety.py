from itertools import count, cycle

from odoo.tests import tagged

from odoo.addons.service_center.tests.injections import STRINGS

from .common_paper import COUNTRIES, REPORTS, PaperCommon


@tagged("post_install", "-at_install")
class TestPaperInjection(PaperCommon):
    """Whatever is typed into a field is printed as a text, and loads nothing."""

    def _fill(self, payments, text):
        for payment in payments.sudo():
            payment.partner_id.name = text()
            self.env.cr.execute(  # past the guard: what is posted does not change
                "UPDATE account_payment SET cash_basis = %s, fiscal_number = %s, "
                "cash_void_reason = %s WHERE id = %s",
                [text(), text(), text(), payment.id],
            )
        self.env["ir.attachment"].search([("res_model", "=", "account.payment")]).write(
            {"name": text()}
        )
        self.desk_journal.name = text()
        self.purpose.name = text()
        company = self.env.company
        company.write({"name": text(), "street": text(), "company_registry": text()})
        company.write({"vat": text(), "phone": text()})
        company.cash_head_id.write({"name": text(), "job_title": text()})
        company.cash_accountant_id.name = text()
        self.cashier.partner_id.name = text()
        self.env.flush_all()
        self.env.invalidate_all()

    def _shape(self, tree):
        return [
            (element.tag, *sorted(element.attrib))
            for element in tree.xpath("//main")[0].iter()
        ]

    def test_markup_in_a_field_changes_nothing_but_the_text(self):
        payments = self._pay(1000) + self._pay_many(3)
        for _number in range(3):
            payments += self._spend(10, partner_id=self.customer.copy().id)
        payments += self._pay(50).with_user(self.controller).action_cash_void("x")
        payments = payments.with_user(self.cashier)
        self.env["ir.attachment"].create(
            {
                "name": "a",
                "raw": b"x",
                "res_model": "account.payment",
                "res_id": payments[0].id,
            }
        )
        book = self.env["service.cash.book"].with_user(self.cashier)
        book = book.create({"journal_id": self.desk_journal.id})
        shapes = {}
        corpus = cycle(STRINGS)
        for kind in ("harmless", *range(3)):
            plain = map("harmless {}".format, count())
            self._fill(payments, (plain if kind == "harmless" else corpus).__next__)
            for country in COUNTRIES:
                self._set_country(country)
                for report in (*REPORTS, "book"):
                    tree = self._render(report, book if report == "book" else payments)
                    shape = self._shape(tree)
                    key = (country, report)
                    self.assertEqual(shapes.setdefault(key, shape), shape, key)
                    self._check_loads_nothing(tree)

    def _check_loads_nothing(self, tree):
        main = tree.xpath("//main")[0]
        self.assertFalse(main.xpath(".//@src | .//@href | .//@data | .//@background"))
        self.assertFalse(main.xpath(".//script | .//iframe | .//object | .//link"))
        for style in main.xpath(".//style/text() | .//@style"):
            self.assertNotIn("url(", style)
            self.assertNotIn("@import", style)


@tagged("post_install", "-at_install")
class TestPaperQueries(PaperCommon):
    """Fifty papers ask the database no more than five do."""

    def _make(self, number):
        payments = self.env["account.payment"].with_user(self.cashier)
        for _each in range(number):
            order = self._create_order(partner_id=self.customer.copy().id)
            payments += self._pay(10, order=order)
        return payments

    def _count(self, report, docs):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._render(report, docs)
        return self.cr.sql_log_count - before

    def test_printing_does_not_cost_per_order(self):
        few, many = self._make(5), self._make(50)
        for country in ("ru", "pl", "de"):
            self._set_country(country)
            for report in REPORTS:
                self._render(report, few[:1])  # templates and the like are cached
                with self.subTest(country=country, report=report):
                    cost = self._count(report, few)
                    self.assertLessEqual(self._count(report, many), cost + 1)
                    self.assertLessEqual(cost, 60)

    def test_the_book_does_not_cost_per_row(self):
        book = self.env["service.cash.book"].with_user(self.cashier)
        book = book.create({"journal_id": self.desk_journal.id})
        self._make(5)
        self._render("book", book)
        cost = self._count("book", book)
        self._make(50)
        self.assertLessEqual(self._count("book", book), cost + 1)
        self.assertLessEqual(cost, 60)
