from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date
from odoo.tests import Form, tagged, users
from odoo.tools import SQL

from .common_secret import DETAILS, NUMBER, SecretCommon


@tagged("post_install", "-at_install")
class TestIdentity(SecretCommon):
    """An identity document: seen by default, kept only with a ground, then closed."""

    def _row(self, document):
        self.env.flush_all()
        [(row,)] = self.env.execute_query(
            SQL(
                "SELECT row_to_json(i)::text FROM service_identity i WHERE id = %s",
                document.id,
            )
        )
        return row

    @users("desk")
    def test_desk_notes_that_a_document_was_seen(self):
        form = Form(self.env["service.identity"])
        form.partner_id = self.customer
        form.number_tail = "946"
        document = form.save()
        self.assertEqual(document.user_id, self.env.user)
        self.assertTrue(document.date_seen)
        self.assertFalse(document.has_number)
        self.assertEqual(document.display_name, f"Document {document.id}")

    @users("desk")
    def test_a_number_typed_into_the_form_is_only_in_the_cipher(self):
        form = Form(self.env["service.identity"])
        form.partner_id = self.customer
        form.number = NUMBER
        form.details = DETAILS
        form.purpose = "Lent phone"
        form.legal_basis = "contract"
        document = form.save()
        self.assertEqual(document.number_tail, "946")
        self.assertTrue(document.has_number and document.has_details)
        self.assertFalse(document.number)
        self.assertFalse(document.read(["number", "details"])[0]["details"])
        row = self._row(document)
        for plain in (NUMBER, NUMBER.replace(" ", ""), DETAILS, "Zyqqur"):
            self.assertNotIn(plain, row)

    def test_more_than_seen_needs_a_purpose_and_a_ground(self):
        for vals in ({"purpose": False}, {"legal_basis": False}):
            with self.subTest(vals), self.assertRaisesRegex(ValidationError, "Purpose"):
                self._create_document(**vals)
        document = self._create_document()
        with self.assertRaisesRegex(ValidationError, "Purpose"):
            document.purpose = False

    def test_a_number_that_is_too_short_is_refused(self):
        with self.assertRaisesRegex(UserError, "too short"):
            self._create_document(number="12-34")
        with self.assertRaisesRegex(ValidationError, "Number Ends With"):
            self._create_document(number=False, details=False, number_tail="9 6")

    def test_nobody_sets_what_the_server_fills_in(self):
        for vals in (
            {"number_cipher": "x"},
            {"number_index": "x"},
            {"has_number": True},
            {"user_id": self.head.id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self._create_document(user=self.head, **vals)

    def test_neither_copied_nor_exported_nor_imported(self):
        document = self._create_document()
        with self.assertRaisesRegex(UserError, "note it anew"):
            document.copy()
        with self.assertRaisesRegex(AccessError, "not exported"):
            document.export_data(["number_tail"])
        importing = self.env["service.identity"].with_user(self.desk)
        with self.assertRaisesRegex(UserError, "not imported"):
            importing.with_context(import_file=True).create(
                {"partner_id": self.customer.id, "number": NUMBER}
            )

    def test_another_branch_does_not_see_it(self):
        document = self._create_document()
        self.assertTrue(document.with_user(self.head).number_tail)
        for user in (self.stranger, self.engineer, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                document.with_user(user).read(["number_tail"])

    def test_what_was_to_be_kept_until_yesterday_is_erased(self):
        document = self._create_document(scan=self._encode())
        document.expires_on = Date.today()
        self.env["service.identity"]._erase_due()
        self.assertTrue(document.has_number)
        document.expires_on = Date.subtract(Date.today(), days=1)
        self.env["service.identity"]._erase_due()
        self.assertRecordValues(
            document.sudo(),
            [
                {
                    "has_number": False,
                    "has_details": False,
                    "has_scan": False,
                    "number_cipher": False,
                    "details_cipher": False,
                    "number_index": False,
                    "number_tail": "946",
                }
            ],
        )
        self.assertFalse(document._get_scan_attachments())
        self.assertEqual(self._logged("erased")[-1].res_id, document.id)

    def test_what_is_replaced_is_logged(self):
        document = self._create_document(details=False)
        self.assertFalse(self._logged("replaced"))
        document.details = DETAILS  # added: there was nothing to lose
        document.purpose = "Lent phone, returned"
        self.assertFalse(self._logged("replaced"))
        for vals in ({"number": "4510 NEW99999"}, {"details": "Other"}):
            document.write(vals)
            [row] = self._logged("replaced")[-1:]
            self.assertEqual(row.user_id, self.desk)
            self.assertEqual((row.res_model, row.res_id), (document._name, document.id))
        self.assertEqual(len(self._logged("replaced")), 2)
        self.assertNotIn("NEW99999", str(self._logged("replaced").read()))

    def test_a_list_of_documents_takes_as_many_queries_as_one(self):
        documents = self._create_document()
        for _number in range(20):
            documents += self._create_document()
        spec = {
            name: {}
            for name in (
                "partner_id",
                "number_tail",
                "has_number",
                "user_id",
                "has_key",
            )
        }

        def cost(records):
            return self._count_queries(
                lambda: records.with_user(self.desk).web_read(spec)
            )

        cost(documents[:1])
        self.assertLessEqual(cost(documents), cost(documents[:1]))
