import json
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, config

from ..models.service_erasure import OPTION
from .common_secret import SecretCommon

NAME, PHONE, MAIL = "Zinaida Qwertova", "+7 912 555-44-33", "zinaida@qwertova.example"


@tagged("post_install", "-at_install")
class TestErasure(SecretCommon):
    """A customer is forgotten: in every corner, and nobody else is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create(
            {"name": NAME, "phone": PHONE, "email": MAIL, "street": "Qwertova st. 5"}
        )
        cls.order = cls._visit(cls.person, "SN-E-1")
        cls.env.flush_all()

    @classmethod
    def _visit(cls, partner, serial):
        """An order from intake to issue, talking of the customer everywhere."""
        order = cls._create_order(
            partner_id=partner.id,
            serial=serial,
            partner_phone=partner.phone,
            fault=f"{partner.name} dropped it",
            appearance=f"Engraved: {partner.name}",
            intake_note=f"Call {partner.name}",
        )
        order = order.with_context(**cls.TRACKED)
        order.message_post(
            body=f"Called {partner.name}",
            attachments=[("act.txt", partner.name.encode())],
        )
        order.write(
            {
                "line_ids": [
                    Command.create({"product_id": cls.work.id}),
                    Command.create(
                        {"display_type": "line_note", "name": f"For {partner.name}"}
                    ),
                ]
            }
        )
        cls._finish(order)
        order.with_user(cls.engineer).result = f"Told {partner.name}"
        order.action_issue()
        return order

    def _anonymize(self, partner=None):
        dialog = (
            self.env["service.customer.anonymize"]
            .with_user(self.head)
            .create(
                {
                    "partner_ids": [Command.set((partner or self.person).ids)],
                    "reason": "Asked",
                }
            )
        )
        dialog.action_anonymize()
        self._write_notes()
        return dialog

    def _where(self, *words):
        """The tables in which any of the words still stands."""
        self.env.flush_all()
        ask = self.env.execute_query
        tables = ask(SQL("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        return [
            table
            for (table,) in tables
            if ask(
                SQL(
                    "SELECT 1 FROM %s t WHERE t::text ILIKE ANY(%s) LIMIT 1",
                    SQL.identifier(table),
                    [f"%{word}%" for word in words],
                )
            )
        ]

    def test_nothing_in_the_database_names_the_customer_any_more(self):
        self._create_document(partner_id=self.person.id)
        self.person.with_context(**self.TRACKED).write({"phone": "+7 912 555-44-34"})
        self._write_notes()
        self.person.with_context(**self.TRACKED).write({"phone": PHONE})
        self.person.message_post(body=f"{NAME} wants a call")
        self.order.activity_schedule("mail.mail_activity_data_todo", note=NAME)
        self.env["mail.mail"].create(
            [
                {"subject": NAME, "recipient_ids": [Command.link(self.person.id)]},
                {"subject": "Ready", "email_to": f"{NAME} <{MAIL}>"},
            ]
        )
        self.env["res.partner.bank"].create(
            {"acc_number": "QWERTOVA-1", "partner_id": self.person.id}
        )
        self.env["res.partner"].create(
            {"name": "Brother Qwertov", "parent_id": self.person.id, "phone": PHONE}
        )
        self._write_notes()
        words = ("qwertov", "5554433", "555-44-3")
        before = self._where(*words)
        for table in (
            *("res_partner", "service_order", "service_order_line", "mail_message"),
            *("mail_mail", "mail_activity", "mail_tracking_value", "res_partner_bank"),
        ):
            self.assertIn(table, before)
        self._anonymize()
        self.assertEqual(self._where(*words), [])

    def test_the_order_stays_with_its_works_and_amounts(self):
        total, name = self.order.amount_total, self.order.name
        self._anonymize()
        self.order.invalidate_recordset()
        self.assertRecordValues(
            self.order.sudo(),
            [
                {
                    "name": name,
                    "amount_total": total,
                    "state": "issued",
                    "fault": False,
                    "result": False,
                    "partner_phone": False,
                    "partner_id": self.person.id,
                }
            ],
        )
        self.assertEqual(self.person.name, f"Customer {self.person.id}")
        self.assertFalse(self.person.active or self.person.phone_sanitized)
        self.assertTrue(self.person.service_erased_on)
        self.assertEqual(self.order.device_id.serial, "SN-E-1")
        self.assertFalse(self.order.device_id.partner_id)

    def test_others_are_left_alone(self):
        other = self._visit(self.customer, "SN-E-2")
        document = self._create_document()
        self._anonymize()
        self.assertIn(self.customer.name, other.fault)
        self.assertTrue(document.has_number)
        self.assertTrue(other.message_ids)

    def test_an_invoice_stays_without_the_name(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.person.id,
                "invoice_line_ids": [Command.create({"name": "Work", "price_unit": 1})],
            }
        )
        self.assertEqual(invoice.invoice_partner_display_name, NAME)
        self._anonymize()
        self.assertTrue(invoice.exists())
        self.assertNotIn("Qwertova", invoice.invoice_partner_display_name)

    def test_files_are_marked_for_collection(self):
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "service.order"), ("res_id", "=", self.order.id)]
        )
        self.assertTrue(file)
        names = file.mapped("store_fname")
        self._anonymize()
        self.assertFalse(file.exists())
        folder = Path(self.env["ir.attachment"]._full_path("checklist"))
        for name in names:
            self.assertTrue((folder / name).exists())

    def test_who_still_has_business_here_is_not_forgotten(self):
        self._create_order(partner_id=self.person.id, serial="SN-E-3")
        with self.assertRaisesRegex(UserError, "Still in the centre"):
            self._anonymize()
        with self.assertRaisesRegex(UserError, "is no customer"):
            self._anonymize(self.desk.partner_id)
        with self.assertRaisesRegex(UserError, "is no customer"):
            self._anonymize(self.env.company.partner_id)

    def test_only_a_head_forgets(self):
        for user in (self.desk, self.trusted, self.engineer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.person.with_user(user)._anonymize("Asked")

    def test_a_head_forgets_nobody_of_another_company(self):
        company = self.env["res.company"].create({"name": "Another centre"})
        foreign = self.env["res.partner"].create(
            {"name": "Foreign", "company_id": company.id}
        )
        with self.assertRaises(AccessError):
            foreign.with_user(self.head)._anonymize("Asked")

    def test_the_preview_says_what_the_report_will(self):
        self._create_document(partner_id=self.person.id)
        dialog = (
            self.env["service.customer.anonymize"]
            .with_user(self.head)
            .create({"partner_ids": [Command.set(self.person.ids)], "reason": "Asked"})
        )
        preview = dialog.preview
        self.assertIn("Identity documents: erased: 1", preview)
        dialog.action_anonymize()
        self.assertEqual(dialog.report, preview)
        self.assertFalse(dialog.preview.count("Identity"))

    def test_the_erasure_is_noted_without_a_name_and_replayed_after_a_restore(self):
        file = self.key_file.with_name("erasures.jsonl")
        before = config.options.get(OPTION)
        self.addCleanup(config.options.__setitem__, OPTION, before)
        config.options[OPTION] = str(file)
        self._anonymize()
        self.env.cr.postcommit.run()
        lines = file.read_text().splitlines()
        self.assertEqual(json.loads(lines[0])["contact"], self.person.id)
        self.assertNotIn("Qwertova", lines[0])
        # a restored backup knows the customer again
        self.person.write(
            {"name": NAME, "phone": PHONE, "active": True, "service_erased_on": False}
        )
        back = self.env["service.erasure"]._replay(lines)
        self.assertEqual(back, self.person)
        self.assertNotIn("Qwertova", self.person.name)
        self.assertFalse(self.env["service.erasure"]._replay(lines))

    def test_another_contact_with_that_number_is_not_touched(self):
        line = {"contact": self.customer.id, "fingerprint": "of another", "date": ""}
        self.env["service.erasure"]._replay([json.dumps(line)])
        self.assertFalse(self.customer.service_erased_on)

    def test_idle_customers_are_listed_for_the_head(self):
        partners = self.env["res.partner"].with_user(self.head)
        idle = [("service_is_idle", "=", True), ("id", "in", self.person.ids)]
        self.assertFalse(partners.search(idle))
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE service_order SET create_date = now() - interval '37 months' "
                "WHERE id = %s",
                self.order.id,
            )
        )
        self.env.invalidate_all()
        self.assertEqual(partners.search(idle), self.person)
        self.assertTrue(self.person.with_user(self.head).service_is_idle)
        self.env.company.service_idle_months = 0
        self.assertFalse(partners.search(idle))
        self.env.company.service_idle_months = 36
        self._create_order(partner_id=self.person.id, serial="SN-E-4")
        self.assertFalse(partners.search(idle))
