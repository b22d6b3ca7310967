from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import Form, tagged, users

from .common_secret import PASSCODE, SecretCommon


@tagged("post_install", "-at_install")
class TestPasscode(SecretCommon):
    """A passcode: for the engineer of the order, while he works on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(
            passcode=PASSCODE, engineer_id=cls.engineer.id, data_choice="keep"
        )

    def _stored(self, order=None):
        return self.env["service.passcode"].search_count(
            [("order_id", "=", (order or self.order).id)]
        )

    def _reveal(self, user):
        return self.order.with_user(user)._reveal_passcode()

    @users("desk")
    def test_desk_types_it_into_the_form_and_does_not_see_it_again(self):
        with Form(
            self.env["service.order"].with_context(default_branch_id=self.branch.id)
        ) as form:
            form.partner_id = self.customer
            form.device_model_id = self.model
            form.unlock_method = "kept"
            form.passcode = PASSCODE
        order = form.record
        self.assertTrue(order.has_unlock_code)
        self.assertFalse(order.passcode)
        self.assertFalse(order.read(["passcode"])[0]["passcode"])

    def test_only_the_engineer_of_the_order_in_work_sees_it(self):
        everybody = (self.engineer, self.colleague, self.desk, self.head, self.trusted)
        for user in everybody:
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._reveal(user)  # not in work yet
        self.order.with_user(self.engineer).action_start()
        self.assertEqual(self._reveal(self.engineer), PASSCODE)
        for user in everybody[1:]:
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._reveal(user)
        self.assertEqual(self._logged("passcode").user_id, self.engineer)
        self.order.with_user(self.engineer).write(
            {"stage_id": self.stage_waiting_parts.id}
        )
        with self.assertRaisesRegex(AccessError, "in work"):
            self._reveal(self.engineer)

    def test_handing_the_order_over_hands_the_passcode_over(self):
        self.order.with_user(self.engineer).action_start()
        self.order.with_user(self.desk).engineer_id = self.colleague
        with self.assertRaises(AccessError):
            self._reveal(self.engineer)
        self.assertEqual(self._reveal(self.colleague), PASSCODE)

    def test_erased_at_issue(self):
        order = self._finish(self.order)
        self.assertTrue(order.has_unlock_code)
        order.with_user(self.desk).action_issue()
        self.assertFalse(self._stored())
        self.assertFalse(order.has_unlock_code)
        self.assertEqual(order.unlock_method, "kept", "what was agreed stays known")
        self.assertEqual(self._logged("erased").res_id, order.id)

    def test_erased_at_refusal(self):
        order = self.order.with_user(self.engineer)
        order.action_start()
        order.write({"refusal_reason": "Too dear", "stage_id": self.stage_refused.id})
        self.assertFalse(self._stored())

    def test_erased_some_hours_after_the_end_of_work(self):
        order = self._finish(self.order).sudo()
        erase = self.env["service.passcode"]._erase_due
        now = Datetime.now()
        order._write_server_fields({"date_end": now - timedelta(hours=23)})
        erase()
        self.assertTrue(self._stored())
        order._write_server_fields({"date_end": now - timedelta(hours=25)})
        erase()
        self.assertFalse(self._stored())
        self.assertFalse(order.has_unlock_code)

    def test_an_order_in_work_keeps_it_however_long_it_takes(self):
        self.order.with_user(self.engineer).action_start()
        self.order.sudo()._write_server_fields({"date_start": "2026-01-01 09:00:00"})
        self.env["service.passcode"]._erase_due()
        self.assertTrue(self._stored())

    def test_choosing_another_way_of_unlocking_erases_it(self):
        self.order.with_user(self.desk).unlock_method = "customer"
        self.assertFalse(self._stored())
        self.assertFalse(self.order.has_unlock_code)

    def test_a_new_one_replaces_the_old_one(self):
        self.order.with_user(self.desk).passcode = "000000"
        self.order.with_user(self.engineer).action_start()
        self.assertEqual(self._reveal(self.engineer), "000000")
        self.assertEqual(self._stored(), 1)

    def test_what_does_not_fit_together_is_refused(self):
        for vals, sentence in (
            ({"passcode": "1", "unlock_method": "customer"}, "Clear the one"),
            ({"unlock_method": "kept"}, "type it into"),
            ({"passcode": "1", "data_choice": "no_access"}, "nobody may look"),
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex((UserError, ValidationError), sentence),
            ):
                self._create_order(serial="SN-7", **vals)

    def test_an_issued_order_takes_none(self):
        order = self._finish(self.order).with_user(self.desk)
        order.action_issue()
        with self.assertRaises(UserError):
            order.passcode = "1234"
        self.assertFalse(self._stored())

    @users("engineer")
    def test_bench_does_not_set_what_the_counter_agreed(self):
        order = self.order.with_env(self.env)
        for vals in (
            {"passcode": "1"},
            {"unlock_method": False},
            {"data_choice": False},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                order.write(vals)

    def test_not_imported_not_copied(self):
        orders = self.env["service.order"].with_user(self.desk)
        with self.assertRaisesRegex(UserError, "not imported"):
            orders.with_context(import_file=True).create(
                {"partner_id": self.customer.id, "passcode": "1"}
            )
        twin = self.order.with_user(self.desk).copy()
        self.assertFalse(twin.unlock_method or twin.has_unlock_code or twin.data_choice)
        self.assertFalse(self._stored(twin))

    def test_orders_without_a_passcode_cost_no_query_more(self):
        def cost(**vals):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._create_order(serial=f"Q{before}", **vals)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost()
        plain = cost()
        with_choice = cost(unlock_method="not_needed", data_choice="wipe")
        self.assertLessEqual(with_choice, plain)
