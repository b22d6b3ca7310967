import base64
import hashlib

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_intake import IntakeCommon, picture, signature


@tagged("post_install", "-at_install")
class TestReceipt(IntakeCommon):
    """The signed receipt: a frozen version, beside the others, with a sum over it.

    Here the papers are markup, as everywhere in Odoo's tests; the black-box tests open
    the PDF.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(appearance="Scratch")

    def _content(self, receipt):
        return base64.b64decode(receipt.with_context(bin_size=False).file)

    def test_signing_keeps_the_receipt_with_who_when_and_its_sum(self):
        receipt = self._sign(self.order.with_context(**self.TRACKED))
        content = self._content(receipt)
        self.assertRecordValues(
            receipt,
            [
                {
                    "order_id": self.order.id,
                    "number": 1,
                    "method": "screen",
                    "signed_by": "Анна Крылова",
                    "user_id": self.desk.id,
                    "file_hash": hashlib.sha256(content).hexdigest(),
                    "file_name": f"{self.order.name}-v1.pdf",
                }
            ],
        )
        self.assertTrue(receipt.date_signed)
        self.assertEqual(self.order.receipt_number, 1)
        text = content.decode()
        self.assertIn(signature(), text, "the signature stands on the paper")
        self.assertIn("Scratch", text)
        notes = " ".join(self.order.message_ids.mapped("body"))
        self.assertIn(receipt.file_hash, notes)

    def test_the_paper_shows_what_was_agreed(self):
        self.consent.active = True
        self.order.action_sync_consents()
        self.order.consent_ids.with_user(self.desk).action_agree()
        self._photo(self.order)
        self.order.with_user(self.desk).write(
            {"no_accessories": True, "data_choice": "keep"}
        )
        text = self._content(self._sign(self.order)).decode()
        for fact in (
            *("Nothing was handed in", "Data may be lost.", "Agreed", "Must be kept"),
            *("Photos taken", "Version", 'alt="Photo"'),
        ):
            self.assertIn(fact, text)

    def test_the_paper_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.consent.active = True
        self.consent.with_context(lang="pl_PL").text = "Dane mogą zostać utracone."
        self.customer.lang = "pl_PL"
        self.order.action_sync_consents()
        self.order.consent_ids.with_user(self.desk).action_agree()
        receipt = self._sign(self.order)
        self.assertEqual(receipt.lang, "pl_PL")
        self.assertIn("Dane mogą zostać utracone.", self._content(receipt).decode())

    def test_a_second_signature_for_the_same_is_refused(self):
        self._sign(self.order)
        with self.assertRaisesRegex(UserError, "nothing was changed since"):
            self._sign(self.order)
        with self.assertRaisesRegex(UserError, "nothing was changed since"):
            self.order.with_user(self.desk).action_sign_receipt()
        self.assertEqual(len(self.order.receipt_ids), 1)

    def test_a_change_makes_a_version_beside_not_over(self):
        first = self._sign(self.order)
        content = self._content(first)
        self.assertFalse(self.order.is_receipt_changed)
        self.order.with_user(self.desk).appearance = "Scratch and dent"
        self.env.invalidate_all()
        self.assertTrue(self.order.is_receipt_changed)
        self.assertIn("Appearance", self.order.receipt_status)
        second = self._sign(self.order)
        self.assertEqual(second.number, 2)
        self.assertEqual(self._content(first), content)
        self.assertIn("Scratch and dent", self._content(second).decode())
        self.env.invalidate_all()
        self.assertFalse(self.order.is_receipt_changed)

    def test_whatever_was_agreed_counts_as_a_change(self):
        self.consent.active = True
        order = self.order.with_user(self.desk)
        order.action_sync_consents()
        order.consent_ids.action_agree()
        optional = self.consent.copy({"name": "News", "required": False})
        order.action_sync_consents()
        self._sign(order)
        payer = self.env["res.partner"].create({"name": "Payer"})

        def answer():
            order.consent_ids.filtered(
                lambda row: row.consent_id == optional
            ).action_agree()

        for label, change in (
            ("Stated Fault", lambda: order.write({"fault": "Other"})),
            ("Completeness", lambda: order.write({"accessory_ids": self.charger.ids})),
            ("Serial", lambda: order.write({"serial": "SN-000-9"})),
            ("Promised", lambda: order.write({"date_promised": "2030-01-01 10:00:00"})),
            ("Payer", lambda: order.write({"payer_id": payer.id})),
            ("Repair without calling", lambda: order.write({"approval_limit": 500})),
            ("Photos", lambda: self._photo(order)),
            ("Photos", lambda: order.photo_ids.unlink()),
            ("Consents", answer),
        ):
            with self.subTest(label):
                change()
                order.env.invalidate_all()
                self.assertTrue(order.is_receipt_changed)
                self._sign(order)
                order.env.invalidate_all()
                self.assertFalse(order.is_receipt_changed)

    def test_the_work_is_no_change_of_what_was_agreed(self):
        self._sign(self.order)
        self._finish(self.order)
        self.order.with_user(self.desk).user_id = self.head
        self._photo(self.order, self.engineer)
        self.env.invalidate_all()
        self.assertFalse(self.order.is_receipt_changed)

    def test_paper_signed_by_hand_comes_in_as_a_scan(self):
        scan = picture((600, 800))
        receipt = self._sign(self.order, signature=None, scan=scan.decode())
        self.assertEqual(receipt.method, "paper")
        self.assertEqual(self._content(receipt), base64.b64decode(scan))
        self.assertTrue(receipt.file_name.endswith("-v1.jpg"))
        self.order.with_user(self.desk).fault = "Other"
        pdf = base64.b64encode(b"%PDF-1.4\n%%EOF").decode()
        second = self._sign(self.order, signature=None, scan=pdf)
        self.assertTrue(second.file_name.endswith("-v2.pdf"))

    def test_nonsense_is_not_signed(self):
        html = base64.b64encode(b"<html><script>1</script></html>").decode()
        gif = picture(kind="GIF").decode()
        for kwargs, message in (
            ({"signed_by": "  "}, "name"),
            ({"signature": None}, "Draw the signature"),
            ({"scan": picture().decode()}, "Draw the signature"),
            ({"signature": signature(blank=True)}, "no signature yet"),
            ({"signature": html}, "no signature yet"),
            ({"signature": "!!"}, "no signature yet"),
            ({"signature": picture().decode()}, "no signature yet"),
            ({"signature": None, "scan": html}, "A scan is"),
            ({"signature": None, "scan": gif}, "A scan is"),
        ):
            with self.subTest(kwargs), self.assertRaisesRegex(UserError, message):
                self._sign(self.order, **kwargs)
        self.assertFalse(self.order.receipt_ids)
        self.assertFalse(self.order.receipt_number)

    def test_the_desk_has_it_signed_and_nobody_else(self):
        for user in (self.engineer, self.stranger, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._sign(self.order, user)
        self._sign(self.order, self.head)

    def test_an_issued_order_is_not_signed(self):
        self._finish(self.order)
        self.order.with_user(self.desk).action_issue()
        with self.assertRaisesRegex(UserError, "issued"):
            self._sign(self.order)

    def test_nobody_makes_changes_or_deletes_a_version(self):
        receipt = self._sign(self.order)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "service.receipt"), ("res_field", "=", "file")]
        )
        self.assertEqual(len(file), 1)
        self.assertFalse(file.public)
        admin = self.env.ref("base.user_admin")
        for user in (self.engineer, self.desk, self.head, admin):
            mine, copy = receipt.with_user(user), file.with_user(user)
            for act in (
                lambda mine=mine: mine.write({"file": picture()}),
                lambda mine=mine: mine.write({"signed_by": "x"}),
                mine.unlink,
                mine.copy,
                lambda copy=copy: copy.write({"raw": b"x"}),
                lambda copy=copy: copy.write({"public": True}),
                copy.unlink,
                lambda user=user: self.order.with_user(user).write(
                    {"receipt_number": 0}
                ),
                lambda user=user: (
                    self.env["ir.attachment"]
                    .with_user(user)
                    .create(
                        {
                            "name": "x",
                            "raw": b"x",
                            "res_model": "service.receipt",
                            "res_id": receipt.id,
                            "res_field": "file",
                        }
                    )
                ),
            ):
                with self.subTest(user.login), self.assertRaises(UserError):
                    act()
        self.assertTrue(receipt._is_intact())

    def test_an_order_with_a_signed_receipt_stays(self):
        self._sign(self.order)
        with self.assertRaisesRegex(UserError, "signed the receipt"):
            self.order.with_user(self.head).unlink()

    def test_verifying_tells_a_changed_file(self):
        receipt = self._sign(self.order)
        intact = receipt.with_user(self.desk).action_verify()["params"]
        self.assertEqual(intact["type"], "success")
        self.assertIn(receipt.file_hash, intact["message"])
        receipt.sudo()._write_server_fields({"file": picture()})
        changed = receipt.with_user(self.desk).action_verify()["params"]
        self.assertEqual(changed["type"], "danger")

    def test_printing_again_shows_no_signature(self):
        self._sign(self.order)
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.desk)
            ._render_qweb_html("service_center.report_intake", self.order.ids)
        )
        self.assertNotIn(signature(), html.decode())

    def test_the_button_prints_what_was_signed_until_something_changes(self):
        order = self.order.with_user(self.desk)
        self.assertEqual(order.action_print_receipt()["type"], "ir.actions.report")
        receipt = self._sign(self.order)
        self.assertIn(
            f"/service.receipt/{receipt.id}/", order.action_print_receipt()["url"]
        )
        self.order.with_user(self.head).appearance = "Scratch, dent"
        order.invalidate_recordset()
        self.assertEqual(order.action_print_receipt()["type"], "ir.actions.report")

    def test_the_time_of_signing_is_by_the_clock_of_the_branch(self):
        self.branch.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Warsaw", "tz": "Europe/Warsaw"}
        )
        with freeze_time("2026-07-01 10:00:00"):
            receipt = self._sign(self.order)
        self.assertIn("2026-07-01 12:00:00 CEST", self._content(receipt).decode())

    def test_the_preview_shows_what_will_be_signed(self):
        """Nobody answers by hand on a screen; on paper there is room for it."""
        self.consent.write({"active": True, "required": False})
        self.order.action_sync_consents()
        reports = self.env["ir.actions.report"].with_user(self.desk)

        def receipt(**context):
            name = "service_center.report_intake"
            shown = reports.with_context(**context)
            return shown._render_qweb_html(name, self.order.ids)[0].decode()

        self.assertIn("yes / no", receipt())
        preview = receipt(service_on_screen=True)
        signed = self._content(self._sign(self.order)).decode()
        for text in (preview, signed):
            self.assertIn("No answer", text)
            self.assertNotIn("yes / no", text)

    def test_the_desk_sees_its_own_next_step_first(self):
        def buttons(user):
            arch = self.order.with_user(user).get_view(view_type="form")["arch"]
            return etree.fromstring(arch).xpath("//header/button")

        desk = buttons(self.desk)
        self.assertEqual(desk[0].get("name"), "action_sign_receipt")
        (start,) = [each for each in desk if each.get("string") == "Take to Work"]
        self.assertIn("not engineer_id", start.get("invisible"))
        (start,) = [
            each
            for each in buttons(self.engineer)
            if each.get("string") == "Take to Work"
        ]
        self.assertNotIn("engineer_id", start.get("invisible"))
        for user in (self.head, self.engineer, self.desk):
            names = [each.get("string") for each in buttons(user)]
            self.assertEqual(names.count("Take to Work"), 1)

    def test_who_does_not_see_the_order_sees_no_receipt(self):
        receipt = self._sign(self.order)
        self.order.with_user(self.engineer).action_start()
        self.assertTrue(receipt.with_user(self.engineer).file)
        for user in (self.stranger, self.colleague, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                receipt.with_user(user).read(["file"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                receipt.with_user(user).action_verify()

    def test_a_forgotten_customer_leaves_only_the_sum(self):
        receipt = self._sign(self.order)
        self._photo(self.order)
        plan = self.customer._get_erasure_plan()
        for _label, records, act in plan:
            if getattr(records, "_name", None) in (
                "service.receipt",
                "service.order.photo",
            ):
                act()
        self.assertFalse(self.order.photo_ids)
        self.assertFalse(receipt.file)
        self.assertEqual(receipt.signed_by, "—")
        self.assertEqual(len(receipt.file_hash), 64)
        with self.assertRaisesRegex(UserError, "was erased"):
            receipt.with_user(self.desk).action_verify()
