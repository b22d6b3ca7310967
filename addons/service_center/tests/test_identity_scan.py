from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from .common_secret import PDF, SecretCommon

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@tagged("post_install", "-at_install")
class TestIdentityScan(SecretCommon):
    """A scan: off by default, never stored as it comes, gone in time."""

    def _document(self, content=PDF, **vals):
        return self._create_document(
            number=False,
            details=False,
            number_tail="946",
            scan=self._encode(content),
            **vals,
        )

    def test_off_by_default(self):
        company = self.env["res.company"].create({"name": "New centre"})
        self.assertFalse(company.service_keep_scans)
        self.env.company.service_keep_scans = False
        with self.assertRaisesRegex(UserError, "not kept here"):
            self._document()

    def test_stored_encrypted_without_type_index_or_public_access(self):
        document = self._document()
        attachment = document._get_scan_attachments()
        self.assertRecordValues(
            attachment,
            [
                {
                    "mimetype": "application/x-encrypted",
                    "index_content": False,
                    "public": False,
                    "access_token": False,
                    "res_id": document.id,
                    "res_field": "scan_cipher",
                    "name": "scan",
                }
            ],
        )
        self.assertNotIn(b"Canary", attachment.raw)
        self.assertEqual(document._get_scan(), (PDF, f"document-{document.id}.pdf"))

    def test_encrypted_bytes_that_look_like_a_file_are_not_taken_for_one(self):
        document = self._document()
        for bytes_by_chance in (PNG, PDF, b"GIF89a" + bytes(20), b"plain words here"):
            with self.subTest(bytes_by_chance[:6]):
                document._store_scan(bytes_by_chance)
                attachment = document._get_scan_attachments()
                self.assertEqual(attachment.raw, bytes_by_chance)
                self.assertEqual(attachment.mimetype, "application/x-encrypted")
                self.assertFalse(attachment.index_content)

    def test_a_picture_is_neither_resized_nor_named(self):
        document = self._document(PNG)
        self.assertEqual(document._get_scan()[0], PNG)
        self.assertEqual(document.scan_type, "image/png")

    def test_a_new_scan_replaces_the_old_one(self):
        document = self._document()
        document.scan = self._encode(PNG)
        self.assertEqual(len(document._get_scan_attachments()), 1)
        self.assertEqual(document._get_scan()[0], PNG)

    def test_other_files_are_refused(self):
        for content in (b"<html><script>1</script></html>", b"MZ\x90", b"plain", b""):
            with self.subTest(content), self.assertRaises(UserError):
                self._document(content or b" ")
        with self.assertRaisesRegex(UserError, "up to 10 MB"):
            self._document(PDF + b" " * (10 * 1024 * 1024))

    def test_erased_some_days_after_the_last_order_was_issued(self):
        document = self._document(purpose="Lent phone", legal_basis="contract")
        order = self._finish(self._create_order())
        order.with_user(self.desk).action_issue()
        erase = self.env["service.identity"]._erase_due

        def age(days):
            then = Datetime.now() - timedelta(days=days)
            document.sudo().date_seen = then
            order.sudo()._write_server_fields({"date_issued": then})
            self.env.flush_all()

        age(29)
        erase()
        self.assertTrue(document.has_scan)
        age(31)
        second = self._create_order(serial="SN-000-2")
        erase()
        self.assertTrue(document.has_scan, "the customer has an order in the centre")
        second.with_user(self.head).unlink()
        erase()
        self.assertFalse(document.has_scan)
        self.assertFalse(document._get_scan_attachments())

    def test_deleting_the_document_deletes_the_scan(self):
        document = self._document()
        attachment = document._get_scan_attachments()
        document.with_user(self.head).unlink()
        self.assertFalse(attachment.exists())
        self.assertTrue(self._logged("erased"))
