from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestTransfer(CashCommon):
    """Money goes to desks whose books the sender does not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_transit()
        cls.safe = cls._create_desk("Safe", "K2", cls.other_branch)
        cls.keeper = cls._create_cashier("safe", cls.other_branch)

    def _get_arriving(self, user=None):
        payments = self.env["account.payment"].with_user(user or self.keeper)
        return payments.search([("journal_id", "=", self.safe.id)])

    def test_money_goes_from_desk_to_desk(self):
        self._pay(500)
        dialog = self._write_transfer(self.safe, 400)
        dialog.action_send()
        dialog.action_send()
        self.assertEqual(self._get_ledger(), 100)
        self.assertEqual(self._get_ledger(self.safe), 0)
        arriving = self._get_arriving()
        self.assertEqual(arriving.state, "draft")
        arriving.action_cash_post()
        self.assertEqual(self._get_ledger(self.safe), 400)
        transit = self.env["account.move.line"].search(
            [("account_id", "=", self.transit.id)]
        )
        self.assertEqual(transit.mapped("reconciled"), [True, True])

    def test_the_dialog_offers_names_of_desks_elsewhere_and_nothing_else(self):
        """Filled in as on the screen, by a cashier of another branch."""
        self._pay(500)
        self.safe.invalidate_recordset()
        dialogs = self.env["service.cash.transfer"].with_user(self.cashier)
        with Form(dialogs) as form:
            self.assertEqual(form.journal_id, self.desk_journal)
            form.desk_to = str(self.safe.id)
            form.amount = 50
        form.record.action_send()
        self.assertEqual(self._get_arriving().amount, 50)
        choices = dict(dialogs.fields_get(["desk_to"])["desk_to"]["selection"])
        self.assertEqual(choices[str(self.safe.id)], "Safe")
        with self.assertRaises(AccessError):
            self.safe.with_user(self.cashier).read(["service_balance"])

    def test_no_desk_of_another_company_is_offered(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        account = self.env["account.account"].with_company(company)
        account = account.create(
            {"name": "Far", "code": "FAR", "account_type": "asset_cash"}
        )
        far = self.env["account.journal"].create(
            {
                "name": "Far",
                "code": "FAR",
                "type": "cash",
                "company_id": company.id,
                "default_account_id": account.id,
                "is_service_desk": True,
            }
        )
        dialogs = self.env["service.cash.transfer"].with_user(self.cashier)
        choices = dialogs.fields_get(["desk_to"])["desk_to"]["selection"]
        self.assertNotIn("Far", dict(choices).values())
        self._pay(500)
        with self.assertRaisesRegex(UserError, "another desk of the same company"):
            self._write_transfer(far, 1).action_send()

    def test_what_one_cashier_fills_in_is_no_other_ones(self):
        dialog = self._write_transfer(self.safe, 1)
        dialogs = self.env["service.cash.transfer"].with_user(self.keeper)
        self.assertFalse(dialogs.search([]))
        with self.assertRaises(AccessError):
            dialog.with_user(self.keeper).action_send()

    def test_a_desk_sends_nothing_to_itself(self):
        self._pay(500)
        with self.assertRaisesRegex(UserError, "another desk"):
            self._write_transfer(self.desk_journal, 1).action_send()

    def test_nobody_sends_from_where_he_does_not_work(self):
        self._pay(500)
        with self.assertRaises(AccessError):
            self._write_transfer(self.safe, 1, user=self.keeper).action_send()

    def test_money_on_its_way_is_accepted_or_taken_back_never_deleted(self):
        self._pay(500)
        self._write_transfer(self.safe, 400).action_send()
        arriving = self._get_arriving()
        with self.assertRaisesRegex(UserError, "is on its way"):
            arriving.unlink()
        sent = arriving.sudo().cash_sent_id
        sent.with_user(self.controller).action_cash_void("Not today")
        self.assertFalse(arriving.exists())
        self.assertEqual(self._get_ledger(), 500)

    def test_what_arrived_is_voided_there_first(self):
        self._pay(500)
        self._write_transfer(self.safe, 400).action_send()
        arrived = self._get_arriving()
        arrived.action_cash_post()
        sent = arrived.sudo().cash_sent_id.with_user(self.controller)
        with self.assertRaisesRegex(UserError, "void its receipt first"):
            sent.action_cash_void("Not today")
        controller = self._create_user("far", "manager", self.other_branch)
        controller.group_ids += self.controller.group_ids
        arrived.with_user(controller).action_cash_void("Counted wrong")
        sent.action_cash_void("Not today")
        self.assertEqual(self._get_ledger(), 500)
        self.assertEqual(self._get_ledger(self.safe), 0)

    def test_no_more_arrives_than_was_sent(self):
        self._pay(500)
        self._write_transfer(self.safe, 400).action_send()
        arriving = self._get_arriving()
        arriving.amount = 401
        with self.assertRaisesRegex(UserError, "not more can arrive"):
            arriving.action_cash_post()
