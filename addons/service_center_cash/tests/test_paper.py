from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_paper import COUNTRIES, REPORTS, PaperCommon


@tagged("post_install", "-at_install")
class TestPaper(PaperCommon):
    """What stands on the papers of cash orders."""

    def test_each_country_has_its_form(self):
        received = self._pay(1800)
        spent = self._spend()
        titles = {
            "ru": (
                ("№ КО-1", "0310001", "Квитанция", "Принято от", "REG-42"),
                ("№ КО-2", "0310002", "Выдать", "удостоверяющего"),
            ),
            "by": (("№ КО-1", "Квитанция"), ("№ КО-2", "Расходный")),
            "kz": (("КО-1", "№ 562"), ("КО-2", "ИИН/БИН")),
            "ua": (
                ("№ КО-1", "Прибутковий касовий ордер", "Квитанція", "Підстава"),
                ("№ КО-2", "Видатковий касовий ордер", "Видати"),
            ),
            "pl": (
                ("KP — Dowód wpłaty", "kasa przyjmie", "Od kogo", "7707083893"),
                ("KW — Dowód wypłaty", "kasa wypłaci", "Komu"),
            ),
            "de": (("Cash receipt", "Received from"), ("Cash expense", "Paid to")),
        }
        self.assertEqual(set(titles), set(COUNTRIES))
        for code, (inbound, outbound) in titles.items():
            self._set_country(code)
            with self.subTest(code):
                self._says("order", received, *inbound)
                self._says("order", spent, *outbound)

    def test_a_paper_names_all_that_it_has_to(self):
        order = self._pay(1800)
        spent = self._spend()
        names = (self.desk_journal.name, self.env.company.name)
        names += (self.cashier.name, "Helena Head", "Ada Accountant")
        for code in COUNTRIES:
            self._set_country(code)
            inside = () if code == "de" else ("DESKK1", "FUEL1")
            with self.subTest(code):
                found = self._says(
                    "order", order, order.name, self.order.name, "Анна Крылова"
                )
                self.assertIn("800", found)
                self._says("order", spent, spent.name, "Petrol", "Ticket 17", *names)
                self._says("order", spent, *inside)

    def test_amounts_stand_in_figures_and_in_words(self):
        self.env.company.currency_id = self.env.ref("base.PLN")
        payment = self._pay(1534.05)
        cases = {
            "ru": ("1 534,05", "Одна тысяча пятьсот тридцать четыре злотых 05 грошей"),
            "ua": ("1 534,05", "Одна тисяча п'ятсот тридцять чотири злоті 05 грошів"),
            "pl": ("1 534,05", "Tysiąc pięćset trzydzieści cztery złote 05 groszy"),
            "de": ("1,534.05", "One thousand, five hundred and thirty-four zlotys"),
        }
        for code, texts in cases.items():
            self._set_country(code)
            with self.subTest(code):
                self._says("order", payment, *texts)

    def test_the_tear_off_says_what_the_order_says(self):
        self._set_country("ru")
        payment = self._pay(1800)
        (tear,) = self._render("order", payment).find_class("sc_tear")
        text = " ".join(tear.text_content().split())
        for part in (payment.name, "1 800,00", "Анна Крылова", self.order.name):
            self.assertIn(part, text)
        self.assertFalse(self._render("order", self._spend()).find_class("sc_tear"))

    def test_each_part_stands_with_its_amount(self):
        payment = self._pay_many(12, 111)
        self.assertEqual(len(payment.allocation_ids), 12)
        for code in COUNTRIES:
            self._set_country(code)
            for report in REPORTS:
                with self.subTest(code=code, report=report):
                    found = self._text(report, payment)
                    for part in payment.allocation_ids:
                        self.assertIn(part.order_id.name, found)
                    self.assertGreaterEqual(found.count("111"), 12)

    def test_what_is_in_no_part_is_not_lost(self):
        payment = self._pay_many(2, 100).sudo()
        amounts = [part[2] for part in payment._get_cash_parts(None)]
        self.assertEqual(len(amounts), 2)
        copy = payment.new({"journal_id": self.desk_journal.id, "amount": 250})
        copy.allocation_ids = payment.allocation_ids
        rest = copy._get_cash_parts(None)[-1]
        self.assertEqual(rest[0], "—")
        self.assertIn("50.00", rest[2])

    def test_the_invoice_is_named(self):
        self._finish(self.order)
        self.order.with_user(self.cashier).action_create_invoice()
        invoice = self.order.sudo().invoice_ids
        payment = self._pay_for({invoice: 1000})
        for report in REPORTS:
            self._says(report, payment, invoice.name, self.order.name)

    def test_a_voided_order_says_so_and_both_name_each_other(self):
        payment = self._pay(500)
        void = payment.with_user(self.controller).action_cash_void("Wrong sum")
        marks = {
            "ru": ("Отменён ордером", "Отменяет ордер"),
            "ua": ("Скасовано ордером", "Скасовує ордер"),
            "pl": ("Anulowano dowodem", "Anuluje dowód"),
            "de": ("VOIDED by", "Voids"),
        }
        for code, (voided, voids) in marks.items():
            self._set_country(code)
            with self.subTest(code):
                self._says("order", payment, f"{voided} {void.name}", "Wrong sum")
                self._says("order", void, f"{voids} {payment.name}", "Wrong sum")
        self._says("slip", payment, f"VOIDED by {void.name}")
        self._set_country("ru")
        (tear,) = self._render("order", payment).find_class("sc_tear")
        self.assertIn(void.name, tear.text_content())

    def test_an_employee_and_a_desk_are_named(self):
        employee = self.env["hr.employee"].create({"name": "Ivan Master"})
        self._pay(1000)
        spent = self._spend(service_employee_id=employee.id)
        self._says("order", spent, "Ivan Master")
        sent = spent.sudo().new({"cash_sent_to_id": self.desk_journal.id})
        self.assertEqual(sent._get_cash_party(), "Desk")

    def test_attached_papers_are_named(self):
        payment = self._pay(100)
        self.env["ir.attachment"].create(
            [
                {
                    "name": f"scan{number}.txt",
                    "raw": b"x",
                    "res_model": "account.payment",
                    "res_id": payment.id,
                }
                for number in range(7)
            ]
        )
        self._says("order", payment, "scan0.txt", "(+2)")

    def test_a_bank_account_prints_no_form_of_cash(self):
        self._set_country("ru")
        bank = self._create_desk("Card", "B1", self.branch, type="bank")
        self.assertIsNone(bank._get_cash_forms())
        self.assertIsNotNone(self.desk_journal._get_cash_forms())

    def test_the_slip_says_that_it_is_not_fiscal(self):
        payment = self._pay(100)
        found = self._says(
            "slip", payment, payment.name, "100.00", self.order.name, "Not a fiscal"
        )
        self.assertNotIn("Helena", found)
        payment.fiscal_number = "FN-77"
        found = self._says("slip", payment, "FN-77")
        self.assertNotIn("Not a fiscal", found)

    def test_the_slip_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        view = self.env.ref("service_center_cash.report_cash_slip_document")
        view.update_field_translations(
            "arch_db", {"ru_RU": {"Not a fiscal receipt": "Не чек"}}
        )
        self.customer.lang = "ru_RU"
        other = self._pay(100)
        self.customer.lang = "en_US"
        self._says("slip", other, "Not a fiscal receipt")
        self.customer.lang = "ru_RU"
        self._says("slip", other, "Не чек", "рубл" if self._is_rub() else "")

    def _is_rub(self):
        return self.env.company.currency_id.name == "RUB"

    def test_a_form_is_of_its_country_whatever_the_customer_speaks(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.customer.lang = "pl_PL"
        self._set_country("ua")
        self._says("order", self._pay(100), "Прибутковий касовий ордер", "Сто")

    def test_a_draft_is_not_printed(self):
        draft = (
            self.env["account.payment"]
            .with_user(self.cashier)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.customer.id,
                    "journal_id": self.desk_journal.id,
                    "amount": 10,
                }
            )
        )
        for report in REPORTS:
            with self.subTest(report), self.assertRaisesRegex(UserError, "Record it"):
                self._render(report, draft)

    def test_nobody_prints_what_he_may_not_see(self):
        payment = self._pay(100)
        other = self._create_user("till9", "manager", self.other_branch)
        other.group_ids += self.cashier.group_ids
        for report in REPORTS:
            for user in (other, self.desk):
                self.env.invalidate_all()
                with self.subTest(report), self.assertRaises(AccessError):
                    self._render(report, payment, user=user)

    def test_many_orders_are_one_print(self):
        payments = self._pay(100) + self._pay(200) + self._pay(300)
        for report in REPORTS:
            tree = self._render(report, payments)
            self.assertEqual(len(tree.find_class("article")), 1)
            pages = tree.find_class("page")
            self.assertEqual(len(pages), 3)
            self.assertNotIn("style", pages[0].attrib)
            self.assertIn("page-break-before", pages[1].get("style"))
