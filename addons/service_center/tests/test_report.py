from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import formatLang

from .common_report import REPORTS, ReportCommon

PNG = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    b"AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestReport(ReportCommon):
    """The markup of the documents; the printed PDF is read by the black-box tests."""

    def _says(self, report, orders, *texts, user=None):
        found = self._text(report, orders, user)
        for text in texts:
            self.assertIn(text, found)
        return found

    def test_receipt_says_what_was_taken_in(self):
        order = self._create_order(
            serial="RCPT-1",
            appearance="Scratch on the back",
            intake_note="Call after six",
            approval_limit=4000,
        )
        for report in ("intake", "intake_roll"):
            with self.subTest(report):
                self._says(
                    report,
                    order,
                    order.name,
                    order.code,
                    "Анна Крылова",
                    "+7 912 345-67-89",
                    "RCPT-1",
                    "Nokla",
                    "Does not switch on",
                    "Scratch on the back",
                    "4,000.00",
                    "condition described above",
                )
        self._says("intake", order, "Call after six")

    def test_every_document_carries_code_and_company(self):
        self.env.company.write(
            {
                "vat": "7707083893",
                "company_registry": "1027700132195",
                "street": "Harbour 1",
                "email": "hello@example.com",
                "website": "https://example.com",
                "phone": "+7 495 000",
            }
        )
        self.env["res.partner.bank"].create(
            {"acc_number": "BANK-77", "partner_id": self.env.company.partner_id.id}
        )
        self.branch.partner_id = self.env["res.partner"].create(
            {"name": "Branch", "street": "Market Square 5", "phone": "+7 812 111"}
        )
        repaired, refused = self._repaired(), self._refused(serial="REF-1")
        for report in REPORTS:
            order = refused if report == "refusal" else repaired
            with self.subTest(report):
                self._says(
                    report,
                    order,
                    order.name,
                    order.code,
                    self.env.company.name,
                    "7707083893",
                    "1027700132195",
                    "Harbour 1",
                    "hello@example.com",
                    "https://example.com",
                    "+7 495 000",
                    "BANK-77",
                    "Station",
                    "Market Square 5",
                    "+7 812 111",
                )
                sources = self._render(report, order).xpath("//main//img/@src")
                self.assertEqual(len(sources), 2, "bars and QR")
                for source in sources:
                    self.assertTrue(source.startswith("data:image/png;base64,"))

    def test_own_logo_is_printed_and_the_placeholder_is_not(self):
        order = self._create_order()
        logo = "//img[@alt='Logo']"
        self.assertFalse(self._render("intake", order).xpath(logo))
        self.env.company.logo = PNG
        self.assertTrue(self._render("intake", order).xpath(logo))

    def test_act_lists_what_the_customer_pays_to_the_cent(self):
        order = self._repaired()
        order.line_ids[1].discount = 7
        found = self._says(
            "act",
            order,
            "Broken screen",
            "New screen",
            "Screen replacement",
            "under warranty",
            "VAT 20",
            "30 days",
            order.currency_id._get_amount_in_words(order.amount_total),
        )
        for amount in ("amount_untaxed", "amount_tax", "amount_total"):
            self.assertIn(formatLang(self.env, order[amount]), found)
        self.assertNotIn("Secret favour", found)

    def test_a_tax_that_changes_later_changes_no_document(self):
        order = self._repaired()
        totals = order._get_document_totals()
        self.assertEqual(
            totals["taxes"], [(self.tax.tax_group_id.name, order.amount_tax)]
        )
        self.tax.amount = 7
        totals = order._get_document_totals()
        self.assertEqual(totals["total"], order.amount_total)
        self.assertEqual(totals["taxes"], [("Taxes", order.amount_tax)])

    def test_act_shows_the_quality_check(self):
        checklist = self.env["service.checklist"].create(
            {
                "name": "Quality",
                "second_person": True,
                "item_ids": [Command.create({"name": "Touch works"})],
            }
        )
        order = self._repaired()
        self.assertNotIn("Touch works", self._text("act", order))
        order.check_ids.filtered(
            lambda check: check.checklist_id == checklist
        ).with_user(self.desk).action_pass()
        self._says("act", order, "Checked after the repair", "Touch works", "Passed")

    def test_worksheet_has_no_prices_and_no_contact(self):
        self.customer.write({"email": "anna@example.com", "street": "Garden 7"})
        order = self._repaired(approval_limit=4321)
        order.line_ids[0].norm_hours = 1.5
        found = self._says(
            "worksheet",
            order,
            "Анна Крылова",
            "SN-000-1",
            "Does not switch on",
            "Screen X7",
            "Secret favour",
            "1.5",
            user=self.engineer,
        )
        for text in ("345-67-89", "anna@", "Garden", "1,500", "3,333", "4,321", "VAT"):
            self.assertNotIn(text, found)
        self.assertNotIn(order.currency_id.symbol, found)

    def test_worksheet_lists_checks_and_notices(self):
        self.env["service.checklist"].create(
            {"name": "L", "item_ids": [Command.create({"name": "No water inside"})]}
        )
        self.env["service.model.notice"].create(
            {"text": "Test the audio chip", "device_type_id": self.phone_type.id}
        )
        order = self._create_order()
        self._says("worksheet", order, "No water inside", "Test the audio chip")

    def test_work_order_names_performers_and_agreement(self):
        self.env["hr.employee"].create(
            {"name": "Ivan Master", "user_id": self.engineer.id}
        )
        order = self._repaired(approval_limit=4000)
        self._says("work_order", order, "Ivan Master", "4,000.00", "Screen X7")

    def test_inspection_act_says_what_was_found(self):
        order = self._repaired()
        self._says("inspection", order, "Broken screen", "Proposed works", "Screen X7")

    def test_warranty_card_says_how_long_on_what(self):
        order = self._repaired(warranty_days=45)
        found = self._says("warranty", order, "Screen replacement", "Screen X7")
        self.assertEqual(found.count("45 days"), 4, "one per charged line")
        order.with_user(self.desk).action_issue()
        self._says("warranty", order, order.warranty_until.strftime("%m/%d/%Y"))

    def test_warranty_of_a_repeat_ends_with_the_first_one(self):
        first = self._repaired()
        first.with_user(self.desk).action_issue()
        order = self._repaired()
        self.assertEqual(order.repeat_of_id, first)
        order.line_ids[0].payer = "customer"
        found = self._text("warranty", order)
        self.assertIn(f"until {first.warranty_until:%m/%d/%Y}", found)
        self.assertNotIn("30 days", found)

    def test_refusal_sheet_says_why_and_what_it_costs(self):
        order = self._refused()
        words = order.currency_id._get_amount_in_words(600)
        self._says(
            "refusal", order, "Too expensive", "Diagnostics", "500.00", "600.00", words
        )
        self.branch.diagnostic_product_id = False
        free = self._refused(serial="FREE", diagnostic_fee=0)
        self._says("refusal", free, "Nothing is charged")

    def test_sales_receipt_is_about_goods_alone(self):
        order = self._repaired()
        for report in ("sale", "sale_roll"):
            with self.subTest(report):
                # 990.45 and 20 % of tax
                found = self._says(report, order, "Phone case", "990.45", "1,188.54")
                self.assertNotIn("Screen", found)

    def test_documents_speak_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.env["service.document.terms"].search(
            [("document", "=", "intake")]
        ).with_context(lang="ru_RU").text = "Условия"
        title = self.env.ref("service_center.report_intake_document")
        title.update_field_translations(
            "arch_db", {"ru_RU": {"Intake receipt": "Квитанция"}}
        )
        russian = self.customer.copy({"name": "Иван", "lang": "ru_RU"})
        self.desk.lang = "en_US"
        orders = self._create_order() + self._create_order(
            serial="RU", partner_id=russian.id
        )
        found = self._says("intake", orders, "Intake receipt", "Квитанция", "Условия")
        self.assertIn("condition described above", found)
        self.assertEqual(found.count("Квитанция"), 1)

    def test_worksheet_speaks_the_language_of_the_bench(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.customer.lang = "ru_RU"
        order = self._create_order()
        self.assertEqual(order._get_document_lang("worksheet"), "en_US")
        self.assertEqual(order._get_document_lang("act"), "ru_RU")

    def test_documents_of_many_orders_are_one_print(self):
        orders = self._create_order(serial="M1") + self._create_order(serial="M2")
        tree = self._render("intake", orders)
        # one article: the unpatched wkhtmltopdf prints no more than one
        self.assertEqual(len(tree.find_class("article")), 1)
        first, second = tree.find_class("sc_doc")
        self.assertNotIn("style", first.attrib)
        self.assertIn("page-break-before", second.get("style"))

    def test_stored_signature_stands_on_its_line(self):
        order = self._create_order()
        asked = []

        def signature(order, document, signer):
            asked.append((document, signer))
            return PNG if signer == "customer" else False

        self.patch(type(order), "_get_document_signature", signature)
        for report in ("intake", "intake_roll"):
            images = self._render(report, order).xpath("//img[@alt='Signature']")
            self.assertEqual(len(images), 1)
        self.assertIn(("intake", "center"), asked)

    def test_the_last_terms_stay_with_the_signatures(self):
        order = self._create_order()
        for terms in ("One\n\nTwo", ""):
            self.env["service.document.terms"].search(
                [("document", "=", "intake")]
            ).text = terms
            (closing,) = self._render("intake", order).find_class("sc_keep")
            self.assertTrue(closing.xpath(".//table[@name='signatures']"))
            self.assertEqual("Two" in closing.text_content(), bool(terms))
            self.assertNotIn("One", closing.text_content())

    def test_a_seam_adds_to_a_document(self):
        self.env["ir.ui.view"].create(
            {
                "name": "a seam",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": self.env.ref("service_center.report_totals").id,
                "arch": "<xpath expr=\"//tr[@name='total']\" position='after'>"
                "<tr><td>Prepaid</td></tr></xpath>",
            }
        )
        self._says("act", self._repaired(), "Prepaid")
