from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, tagged, users

from ..tools import placeholders, segments
from .common_text import TextCommon

EVIL = [
    "{phone}",
    "{{object.env}}",
    "{0.__class__.__mro__}",
    "${7*7}",
    "{{7*7}}",
    "{customer}",
    "a\r\nBcc: x\n\tb",
    "a\x00\x07\x1b[31mb",
    "a\u202eb\u200b\u2028c\ufeff",
    "\ud83dx",
    "<script>alert(1)</script>",
    "&to=+79990000000&text=x",
    "'; DROP TABLE service_sms; --",
]


@tagged("post_install", "-at_install")
class TestPlaceholders(TransactionCase):
    def test_what_people_typed_is_a_value_and_nothing_else(self):
        for evil in EVIL:
            with self.subTest(evil):
                line = placeholders.fill(
                    "Dear {customer}, call {phone}", {"customer": evil, "phone": "112"}
                )
                self.assertEqual(line.count("112"), 1)
                self.assertTrue(line.isprintable(), repr(line))
                self.assertLess(len(line), 60)

    def test_line_breaks_and_invisible_characters_are_gone(self):
        self.assertEqual(placeholders.clean(" a\r\n\tb\u202e\x00 c\u00a0d "), "a b c d")

    def test_an_empty_value_leaves_no_gap(self):
        self.assertEqual(
            placeholders.fill("Order {number} , {link} .", {"number": "1"}), "Order 1,."
        )

    def test_a_long_name_is_cut(self):
        self.assertEqual(len(placeholders.clean_value("customer", "x" * 500)), 30)

    def test_every_brace_is_looked_at(self):
        self.assertFalse(placeholders.get_unknown("{number} {due}"))
        for body in ("{x}", "{number", "number}", "{}", "{number!r}", "{ number }"):
            with self.subTest(body):
                self.assertTrue(placeholders.get_unknown(body))


@tagged("post_install", "-at_install")
class TestText(TextCommon):
    def test_an_unknown_placeholder_is_refused_and_the_known_are_named(self):
        text = self._use("done")
        with self.assertRaisesRegex(
            ValidationError, r"\{price\}.*Known are.*\{number\}"
        ):
            text.body = "It costs {price}"

    def test_it_is_refused_in_every_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        text = self._use("done")
        with self.assertRaises(ValidationError):
            text.with_context(lang="pl_PL").body = "Gotowe {x}"
        with self.assertRaises(ValidationError):
            text.update_field_translations("body", {"pl_PL": "Gotowe {x}"})

    def test_a_text_that_says_nothing_is_refused(self):
        with self.assertRaises(ValidationError):
            self._use("done").body = "\n \u200b"

    def test_a_stage_text_names_its_stages_and_a_rung_its_days(self):
        with self.assertRaises(ValidationError):
            self._use("done").stage_ids = False
        with self.assertRaises(ValidationError):
            self._use("uncollected_3").days = 0

    def test_two_are_in_use_to_begin_with(self):
        self.assertEqual(
            self.env["service.sms.text"].search([]).mapped("name"),
            ["Work started", "Work done"],
        )

    def test_every_shipped_text_fits_one_part_in_every_language(self):
        languages = ("en_US", "ru_RU", "uk_UA", "pl_PL")
        for code in languages[1:]:
            self.env["res.lang"]._activate_lang(code)
        self.env["ir.module.module"]._load_module_terms(
            ["service_center_sms"], list(languages[1:])
        )
        ours = self.env["ir.model.data"].search(
            [("module", "=", "service_center_sms"), ("model", "=", self.texts._name)]
        )
        self.assertEqual(len(ours), 13)
        for record in self.texts.browse(ours.mapped("res_id")):
            bodies = set()
            for code in languages:
                with self.subTest(text=record.name, lang=code):
                    text = record.with_context(lang=code)
                    plain = text._is_plain()
                    self.assertTrue(plain or code != "en_US")
                    samples = placeholders.SAMPLES
                    body = text._fill(placeholders.PLAIN_SAMPLES if plain else samples)
                    size = segments.measure(body)
                    self.assertEqual(size.segments, 1, f"{size.length}: {body}")
                    bodies.add(body)
            self.assertEqual(len(bodies), 4, f"{record.name}: a language is missing")

    def test_the_preview_tells_the_size(self):
        text = self._use("done")
        self.assertIn("parts: 1", text.preview)
        text.body = "Очень длинный текст. " * 8
        self.assertTrue(text.is_long)
        self.assertIn("parts: 3", text.preview)

    @users("head")
    def test_the_head_words_them_and_the_desk_reads_them(self):
        text = self._use("done").with_env(self.env)
        text.body = "Ready: {number}"
        text.with_user(self.desk).read(["body"])
        with self.assertRaises(AccessError):
            text.with_user(self.desk).body = "x"
        with self.assertRaises(AccessError):
            text.with_user(self.engineer).read(["body"])
