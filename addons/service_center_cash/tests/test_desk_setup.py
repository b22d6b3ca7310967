from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestDeskSetup(CashCommon):
    """One form makes a desk, and the head fills it in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._create_user("head_of_cash", "head", cls.branch)

    def _fill_in(self, user):
        desks = self.env["account.journal"].with_user(user)
        desks = desks.with_context(default_is_service_desk=True, default_type="cash")
        return Form(desks, "service_center_cash.account_journal_view_form_desk")

    def test_the_head_makes_a_desk_that_takes_money_at_once(self):
        with self._fill_in(self.head) as form:
            form.name = "Second desk"
            form.code = "SD"
            form.service_branch_ids.add(self.branch)
        desk = form.record.sudo()
        self.assertTrue(desk.default_account_id)
        self.assertEqual(
            desk.inbound_payment_method_line_ids.payment_account_id,
            desk.default_account_id,
        )
        self.desk_journal = desk
        self._pay(30)
        self.assertEqual(self._get_ledger(desk), 30)

    def test_the_head_changes_who_works_there(self):
        desk = self.desk_journal.with_user(self.head)
        desk.service_user_ids = self.cashier
        self.assertEqual(self.desk_journal.service_user_ids, self.cashier)

    def test_accounts_stay_the_accountants_matter(self):
        desk = self.desk_journal.with_user(self.head)
        other = self._create_desk("Other", "K2", self.branch).default_account_id
        for values in (
            {"default_account_id": other.id},
            {"profit_account_id": other.id},
            {"restrict_mode_hash_table": True},
        ):
            with self.assertRaises(AccessError):
                desk.write(values)

    def test_a_desk_does_not_become_another_journal(self):
        with self.assertRaises(AccessError):
            self.desk_journal.with_user(self.head).is_service_desk = False

    def test_no_other_journal_is_made_or_changed_by_the_head(self):
        journals = self.env["account.journal"].with_user(self.head)
        with self.assertRaises(AccessError):
            journals.create({"name": "Sales 2", "code": "S2", "type": "sale"})
        sale = self.env["account.journal"].search([("type", "=", "sale")], limit=1)
        with self.assertRaises(AccessError):
            sale.with_user(self.head).name = "Mine"
        with self.assertRaises(AccessError):
            sale.with_user(self.head).is_service_desk = True

    def test_a_cashier_makes_no_desk(self):
        with self.assertRaises(AccessError):
            self.desk_journal.with_user(self.cashier).service_overdraft = True
        with self.assertRaises(AccessError):
            self.env["account.journal"].with_user(self.cashier).create(
                {"name": "Mine", "code": "MY", "type": "cash", "is_service_desk": True}
            )
