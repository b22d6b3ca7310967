import hashlib

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_intake import IntakeCommon


@tagged("post_install", "-at_install")
class TestConsent(IntakeCommon):
    """What the customer agreed to: in which words, told to whom, and when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consent.active = True

    def _hash(self, name, text):
        return hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()

    def test_an_answer_keeps_the_words_who_and_when(self):
        row = self._create_order().consent_ids.with_user(self.desk)
        row.action_agree()
        self.assertRecordValues(
            row,
            [
                {
                    "answer": "agreed",
                    "version": 1,
                    "text": "Data may be lost.",
                    "text_hash": self._hash("Loss of data", "Data may be lost."),
                    "user_id": self.desk.id,
                }
            ],
        )
        self.assertTrue(row.date)

    def test_the_same_answer_again_stays_of_whoever_noted_it_first(self):
        row = self._create_order().consent_ids
        row.with_user(self.desk).action_agree()
        row.with_user(self.head).action_agree()
        self.assertEqual(row.user_id, self.desk)
        row.with_user(self.head).action_decline()
        self.assertEqual(row.user_id, self.head)

    def test_the_database_keeps_a_consent_once_on_an_order(self):
        row = self._create_order().consent_ids
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            row.sudo().copy()
            self.env.flush_all()

    def test_new_words_do_not_change_an_old_answer(self):
        row = self._create_order().consent_ids.with_user(self.desk)
        row.action_agree()
        self.consent.text = "All data will be lost."
        self.assertEqual(self.consent.version, 2)
        self.assertEqual((row.text, row.version), ("Data may be lost.", 1))
        other = self._create_order(serial="SN-2").consent_ids
        self.assertEqual((other.text, other.version), ("All data will be lost.", 2))
        row.action_decline()
        self.assertEqual((row.text, row.version), ("Data may be lost.", 1))
        row.action_reopen()
        self.assertEqual((row.answer, row.version, row.user_id.id), ("open", 2, False))

    def test_an_open_row_is_answered_in_the_words_of_now(self):
        row = self._create_order().consent_ids.with_user(self.desk)
        self.consent.text = "All data will be lost."
        row.action_decline()
        self.assertEqual((row.text, row.version), ("All data will be lost.", 2))

    def test_the_customer_is_asked_in_his_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        text = self.consent.with_context(lang="pl_PL")
        text.write({"name": "Utrata danych", "text": "Dane mogą zostać utracone."})
        self.customer.lang = "pl_PL"
        row = self._create_order().consent_ids
        self.assertEqual(row.name, "Utrata danych")
        self.assertEqual(
            row.text_hash, self._hash("Utrata danych", "Dane mogą zostać utracone.")
        )
        self.consent.update_field_translations("text", {"pl_PL": "Dane przepadną."})
        self.assertGreaterEqual(self.consent.version, 3, "a translation counts")
        row.with_user(self.desk).with_context(lang="en_US").action_agree()
        self.assertEqual(row.text, "Dane przepadną.", "whoever notes the answer")

    def test_consents_are_for_types_and_companies(self):
        laptop = self.env.ref("service_center.service_device_type_laptop")
        company = self.env["res.company"].create({"name": "Another centre"})
        self.consent.device_type_ids = [Command.set(laptop.ids)]
        foreign = self.consent.copy(
            {"company_id": company.id, "device_type_ids": False}
        )
        order = self._create_order().with_user(self.desk)
        self.assertFalse(order.consent_ids)
        order.device_type_id = laptop
        self.assertEqual(order.consent_ids.consent_id, self.consent)
        order.device_type_id = self.phone_type
        self.assertFalse(order.consent_ids, "not asked for a phone")
        self.assertTrue(foreign.active)

    def test_consents_set_up_later_are_offered(self):
        order = self._create_order().with_user(self.desk)
        self.consent.copy({"name": "Opening"})
        order.invalidate_recordset()
        self.assertTrue(order.has_missing_consents)
        order.action_sync_consents()
        self.assertEqual(order.consent_ids.mapped("name"), ["Loss of data", "Opening"])
        self.assertFalse(order.has_missing_consents)

    def test_answers_stay_once_the_work_has_begun(self):
        order = self._create_order()
        row = order.consent_ids.with_user(self.desk)
        row.action_agree()
        order.with_user(self.engineer).action_start()
        for act in (row.action_decline, row.action_reopen):
            with self.assertRaisesRegex(UserError, "while the order is new"):
                act()
        with self.assertRaisesRegex(UserError, "stays on the order"):
            row.sudo().unlink()

    def test_nobody_writes_an_answer_or_the_words_past_the_buttons(self):
        row = self._create_order().consent_ids.with_user(self.desk)
        for vals in ({"answer": "agreed"}, {"text": "x"}, {"user_id": self.head.id}):
            with self.assertRaisesRegex(UserError, "by itself"):
                row.write(vals)
        with self.assertRaises(AccessError):
            row.with_user(self.engineer).action_agree()
        with self.assertRaises(AccessError):
            row.with_user(self.stranger).action_agree()
        with self.assertRaises(AccessError):
            row.with_user(self.desk).create({"order_id": row.order_id.id})

    def test_asking_does_not_cost_per_order(self):
        def cost(prefix, count):
            values = [
                {
                    "branch_id": self.branch.id,
                    "partner_id": self.customer.id,
                    "serial": f"{prefix}{number}",
                    "device_model_id": self.model.id,
                }
                for number in range(count)
            ]
            return self._count_queries(
                lambda: self.env["service.order"].with_user(self.desk).create(values)
            )

        cost("warm", 2)
        self.assertLessEqual(cost("many", 60), cost("few", 5) + 5)
