from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_paper import COUNTRIES, PaperCommon


@tagged("post_install", "-at_install")
class TestCashBook(PaperCommon):
    """The book says what the ledger says."""

    def _book(self, day=None, user=None):
        desk = self.desk_journal.with_user(user or self.cashier)
        return desk._get_cash_book(day or fields.Date.context_today(desk))["amounts"]

    def _sheet(self, user=None, **vals):
        book = self.env["service.cash.book"].with_user(user or self.cashier)
        return book.create({"journal_id": self.desk_journal.id, **vals})

    def test_the_book_equals_the_ledger_day_by_day(self):
        today = fields.Date.context_today(self.env.user)
        yesterday = today - timedelta(days=1)
        values = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.customer.id,
            "journal_id": self.desk_journal.id,
        }
        early = self.env["account.payment"].create(
            {**values, "amount": 700.55, "date": yesterday}
        )
        early.action_post()
        paid = self._pay(1000)
        self._spend(200.25)
        paid.with_user(self.controller).action_cash_void("mistake")
        self.env["account.payment"].create({**values, "amount": 9999})  # a draft
        self.assertEqual(
            self._book(yesterday),
            {"opening": 0, "in": 700.55, "out": 0, "closing": 700.55},
        )
        self.assertEqual(
            self._book(today),
            {"opening": 700.55, "in": 1000, "out": 1200.25, "closing": 500.3},
        )
        self.assertAlmostEqual(self._book(today)["closing"], self._get_ledger())
        self.assertEqual(self._book(today + timedelta(days=1))["opening"], 500.3)

    def test_each_cash_order_is_a_row_with_its_account(self):
        paid = self._pay(1000)
        spent = self._spend(300)
        more = self._pay(300)
        void = paid.with_user(self.controller).action_cash_void("mistake")
        self._set_country("ru")
        tree = self._render("book", self._sheet())
        rows = [
            " ".join(row.text_content().split())
            for row in tree.xpath("//tr[@name='row']")
        ]
        self.assertEqual(len(rows), 4)
        for row, payment in zip(rows, (paid, spent, more, void), strict=True):
            self.assertIn(payment.name, row)
        self.assertIn("FUEL1", rows[1])
        self.assertIn(f"Отменяет ордер {paid.name}", rows[3])
        found = self._says("book", self._sheet(), "№ КО-4", "0310004", "1 000,00")
        self.assertIn("приходных — два, расходных — два", found)

    def test_each_order_of_a_receipt_is_named_in_the_book(self):
        payment = self._pay_many(3)
        names = payment.allocation_ids.order_id.mapped("name")
        self.assertEqual(len(names), 3)
        self._says("book", self._sheet(), ", ".join(names))

    def test_each_country_has_its_book(self):
        self._pay(1000)
        titles = {
            "ru": "Остаток на конец",
            "by": "№ КО-4",
            "kz": "КО-4",
            "ua": "Залишок на кінець",
            "pl": "Raport kasowy",
            "de": "Closing balance",
        }
        self.assertEqual(set(titles), set(COUNTRIES))
        for code, title in titles.items():
            self._set_country(code)
            with self.subTest(code):
                self._says("book", self._sheet(), title, "Desk")

    def test_sheets_are_numbered_by_the_days_of_the_year(self):
        today = fields.Date.context_today(self.env.user)
        self._pay(100)
        self.assertEqual(self.desk_journal._get_cash_book(today)["sheet"], 1)
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": self.desk_journal.id,
                "amount": 1,
                "date": today - timedelta(days=1),
            }
        ).action_post()
        same_year = (today - timedelta(days=1)).year == today.year
        sheet = self.desk_journal._get_cash_book(today)["sheet"]
        self.assertEqual(sheet, 2 if same_year else 1)

    def test_a_foreign_desk_counts_in_its_currency(self):
        code = "EUR" if self.env.company.currency_id.name != "EUR" else "USD"
        foreign = self.env.ref(f"base.{code}")
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "rate": 0.5, "company_id": self.env.company.id}
        )
        desk = self._create_desk("Euro", "E1", self.branch, currency_id=foreign.id)
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": desk.id,
                "currency_id": foreign.id,
                "amount": 40,
            }
        ).action_post()
        book = desk._get_cash_book(fields.Date.context_today(desk))
        self.assertEqual(book["amounts"]["closing"], 40)
        self.assertEqual(book["amounts"]["closing"], desk.service_balance)
        self.assertEqual(book["money"], code)

    def _open_shift(self, counted=0.0):
        gain, loss = self.env["account.account"].create(
            [
                {"name": "Found", "code": "GAIN1", "account_type": "income_other"},
                {"name": "Lost", "code": "LOSS1", "account_type": "expense"},
            ]
        )
        self.desk_journal.write(
            {"profit_account_id": gain.id, "loss_account_id": loss.id}
        )
        shifts = self.env["service.cash.shift"].with_user(self.cashier)
        return shifts.create(
            {"journal_id": self.desk_journal.id, "opening_counted": counted}
        )

    def test_the_book_of_a_shift_goes_from_float_to_count(self):
        self._pay(100)
        shift = self._open_shift(150)
        self._pay(1000)
        self._spend(200)
        amounts = shift._get_cash_book()["amounts"]
        self.assertEqual(amounts["opening"], 100)
        self.assertEqual(amounts["closing"], self._get_ledger())
        shift.action_count()
        shift.action_close(940, "A coin is missing")
        book = shift._get_cash_book()
        self.assertEqual(
            book["amounts"], {"opening": 100, "in": 1050, "out": 210, "closing": 940}
        )
        self.assertEqual(book["amounts"]["closing"], self._get_ledger())
        self._says("book_shift", shift, "for the shift" if self._is_plain() else "Desk")

    def _is_plain(self):
        return not self.desk_journal._get_cash_forms()

    def test_who_counts_does_not_print_what_he_should_find(self):
        shift = self._open_shift()
        self._pay(1000)
        shift.action_count()
        with self.assertRaisesRegex(UserError, "being counted"):
            self._render("book_shift", shift)
        with self.assertRaisesRegex(UserError, "being counted"):
            self._sheet().action_print()
        with self.assertRaisesRegex(UserError, "being counted"):
            self._render("book", self._sheet())
        self._render("book_shift", shift, user=self.controller)

    def test_a_stranger_prints_no_book(self):
        self._pay(1000)
        other = self._create_user("till9", "manager", self.other_branch)
        other.group_ids += self.cashier.group_ids
        sheet = self._sheet(user=other)
        with self.assertRaises(AccessError):
            self._render("book", sheet, user=other)
        with self.assertRaises(UserError):
            self.desk_journal.with_user(self.desk)._check_cash_book()

    def test_only_desks_have_a_book(self):
        journal = self.env["account.journal"].create(
            {"name": "Plain", "code": "PLN", "type": "cash"}
        )
        with self.assertRaisesRegex(UserError, "no cash desk"):
            journal.with_user(self.head)._check_cash_book()
