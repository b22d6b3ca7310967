from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestNewCompany(CashCommon):
    """Purposes of cash are there for companies and branches that come later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later = cls._create_company("Later")
        cls.child = cls._create_company("Its branch", parent_id=cls.later.id)
        cls.fuel = cls.env.ref("service_center_cash.service_cash_purpose_fuel")
        cls.income = cls.env.ref(
            "service_center_cash.service_cash_purpose_other_receipt"
        )

    @classmethod
    def _create_company(cls, name, **vals):
        return cls.env["res.company"].create({"name": name, "country_id": 233, **vals})

    def _load_chart(self):
        self.env["account.chart.template"].try_loading(
            "generic_coa", self.later, install_demo=False
        )
        self.env.cr.precommit.run()  # as at the end of the request

    def _create_account(self, company):
        accounts = self.env["account.account"].with_company(company)
        return accounts.create(
            {"name": "Petrol", "code": "PET1", "account_type": "expense"}
        )

    def test_each_books_to_the_default_account_of_its_own(self):
        self._load_chart()
        for company in (self.later, self.child):
            with self.subTest(company=company.name):
                self.assertEqual(
                    self.fuel._get_account(company, "outbound"),
                    self.later.expense_account_id,
                )
                self.assertEqual(
                    self.income._get_account(company, "inbound"),
                    self.later.income_account_id,
                )
        self.assertTrue(self.later.expense_account_id)
        self.assertIn(self.later, self.later.expense_account_id.company_ids)

    def test_an_account_is_set_for_one_company_and_what_is_below_it(self):
        self._load_chart()
        account = self._create_account(self.later)
        self.fuel.with_company(self.later).account_id = account
        for company in (self.later, self.child):
            self.assertEqual(self.fuel._get_account(company, "outbound"), account)
        self.assertNotEqual(
            self.fuel._get_account(self.env.company, "outbound"), account
        )

    def test_what_goes_both_ways_takes_the_account_of_its_way(self):
        self._load_chart()
        self.fuel.direction = "both"
        self.assertEqual(
            self.fuel._get_account(self.later, "inbound"), self.later.income_account_id
        )

    def test_what_settles_bills_books_to_no_account_of_its_own(self):
        parts = self.env.ref("service_center_cash.service_cash_purpose_parts")
        self.assertFalse(parts._get_account(self.env.company, "outbound"))

    def _spend(self):
        self._pay(500)
        payments = self.env["account.payment"].with_user(self.cashier)
        return payments.create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "journal_id": self.desk_journal.id,
                "amount": 30,
                "cash_purpose_id": self.fuel.id,
                "cash_basis": "Ticket 17",
            }
        )

    def test_without_any_account_the_cashier_is_told_the_cure(self):
        self.env.company.expense_account_id = False
        payment = self._spend()
        with self.assertRaisesRegex(UserError, "“Fuel” has no account.*Set one"):
            payment.action_cash_post()
        # a draft is booked to what was set meanwhile
        self.fuel.account_id = account = self._create_account(self.env.company)
        payment.action_cash_post()
        self.assertIn(account, payment.sudo().move_id.line_ids.account_id)

    def test_a_purpose_of_one_company_is_no_purpose_of_another(self):
        self.fuel.company_id = self.later
        cashier = self.env["service.cash.purpose"].with_user(self.cashier)
        self.assertNotIn(self.fuel, cashier.search([]))
        with self.assertRaises(UserError):
            self._spend()
