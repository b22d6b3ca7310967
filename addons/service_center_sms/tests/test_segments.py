from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools import answer, wire
from ..tools.segments import BASIC, EXTENSION, measure

GSM = st.text(st.sampled_from(sorted(BASIC | EXTENSION)), max_size=400)


class TestSegments(BaseCase):
    def test_known_lengths(self):
        for text, alphabet, segments, left in (
            ("", "gsm7", 0, 160),
            ("a" * 160, "gsm7", 1, 0),
            ("a" * 161, "gsm7", 2, 145),
            ("a" * 306, "gsm7", 2, 0),
            ("a" * 307, "gsm7", 3, 152),
            ("€" * 80, "gsm7", 1, 0),
            ("a" + "€" * 80, "gsm7", 2, 145),
            ("я" * 70, "ucs2", 1, 0),
            ("я" * 71, "ucs2", 2, 63),
            ("я" * 134, "ucs2", 2, 0),
            ("я" * 135, "ucs2", 3, 66),
            ("Ваш телефон готов", "ucs2", 1, 53),
            ("😀" * 35, "ucs2", 1, 0),
            ("😀" * 36, "ucs2", 2, 61),
            ("zażółć", "ucs2", 1, 64),
        ):
            with self.subTest(text):
                size = measure(text)
                self.assertEqual(
                    (size.alphabet, size.segments, size.left),
                    (alphabet, segments, left),
                )

    def test_a_sign_of_two_is_not_cut(self):
        text = "a" * 152 + "€" + "a" * 20  # the euro sign would straddle the border
        self.assertEqual(measure(text).segments, 2)
        self.assertEqual(measure("a" * 152 + "€" + "a" * 151).segments, 2)
        self.assertEqual(measure("a" * 152 + "€" + "a" * 152).segments, 3)

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=400))
    def test_every_text_fits_in_its_parts(self, text):
        size = measure(text)
        single, part = (160, 153) if size.alphabet == "gsm7" else (70, 67)
        units = len(text.encode("utf-16-le")) // 2
        self.assertGreaterEqual(size.length, units if size.alphabet == "ucs2" else 0)
        if size.segments <= 1:
            self.assertLessEqual(size.length, single)
        else:
            self.assertLessEqual(size.length, size.segments * part)
            self.assertGreater(size.length, (size.segments - 1) * (part - 1))
        self.assertGreaterEqual(size.left, 0)

    @settings(max_examples=200, deadline=None)
    @given(GSM)
    def test_what_is_left_really_fits(self, text):
        size = measure(text)
        self.assertEqual(size.alphabet, "gsm7")
        parts = size.segments or 1
        self.assertEqual(measure(text + "a" * size.left).segments, parts)
        self.assertEqual(measure(text + "a" * (size.left + 1)).segments, parts + 1)

    @settings(max_examples=200, deadline=None)
    @given(st.text(), st.text())
    def test_any_value_survives_a_request_unchanged(self, text, sender):
        values = {"text": text, "sender": sender, "secret": "s3cret"}
        body = '{"a": ["{text}"], "b": "x{sender}y"}'
        try:
            request = wire.build("POST", "http://x", "json", body, "", values, 5)
        except UnicodeEncodeError:
            return  # half a surrogate pair is no text
        self.assertEqual(
            wire.parse_json(request.body),
            {"a": [text], "b": f"x{sender}y"},
        )
        self.assertNotIn(b"s3cret", b"" if "s3cret" in text + sender else request.body)

    @settings(max_examples=200, deadline=None)
    @given(st.recursive(st.none() | st.text() | st.integers(), st.lists), st.text())
    @example(found=[], rule="²")  # a digit, and no number
    def test_no_answer_breaks_a_rule(self, found, rule):
        answer.find(found, rule, "json")
        answer.find({"a": found}, "a.0.*|a.*.b", "json")
