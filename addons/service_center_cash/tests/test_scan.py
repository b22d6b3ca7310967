from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestScan(CashCommon):
    """The number of a cash order, scanned, opens it."""

    def _scan(self, code, user):
        return self.env["service.scan"].with_user(user).resolve(code)

    def test_a_cash_order_opens_on_any_layout(self):
        payment = self._pay(100)
        cyrillic = str.maketrans("KDESkdes/", "ЛВУЫлвуы.")
        for code in (payment.name, payment.name.translate(cyrillic)):
            with self.subTest(code):
                action = self._scan(code, self.cashier)
                self.assertEqual(action["res_model"], "account.payment")
                self.assertEqual(action["res_id"], payment.id)

    def test_who_may_not_see_the_desk_finds_nothing(self):
        payment = self._pay(100)
        self.assertFalse(self._scan(payment.name, self.engineer))
        self.assertFalse(self._scan(payment.name, self.stranger))

    def test_a_mere_cashier_scans_too(self):
        payment = self._pay(100)
        group = "service_center_cash.service_center_cash_group_cashier"
        cashier = new_test_user(self.env, "mere_cashier", groups=group)
        self.branch.user_ids += cashier
        self.assertEqual(self._scan(payment.name, cashier)["res_id"], payment.id)
        self.assertFalse(self._scan(self.order.code, cashier))
        with self.assertRaises(AccessError):
            self._scan(payment.name, self.outsider)
