from odoo.tests import TransactionCase, tagged

from ..tools import fonts
from ..tools.text import ELLIPSIS, clean, fit


@tagged("post_install", "-at_install")
class TestFitting(TransactionCase):
    """A text shrinks, wraps, and is cut: nothing ever leaves its box."""

    TEXTS = (
        "X",
        "Смартфон Nokla X7 Pro Max",
        "Zażółć gęślą jaźń",
        "Б" * 200,
        "слово " * 40,
        "مرحبا بالعالم " * 8,
        "😀👍🏽" * 30,
        "Z\u0351\u0352a\u0353l\u0354g\u0355o" * 10,
        "中文字符" * 30,
    )

    def test_a_short_text_keeps_its_size(self):
        self.assertEqual(fit("ST-00012", 400, 60, 40, 14, 1, True), (40, ["ST-00012"]))

    def test_a_longer_text_shrinks_before_it_takes_another_line(self):
        width = int(fonts.measure("Смартфон Nokla X7", 24, False)) - 2
        size, lines = fit("Смартфон Nokla X7", width, 100, 24, 14, 3, False)
        self.assertLess(size, 24)
        self.assertEqual(lines, ["Смартфон Nokla X7"])

    def test_then_it_wraps_at_words(self):
        width = int(fonts.measure("Смартфон Nokla", 24, False)) + 2
        _size, lines = fit(
            "Смартфон Nokla чёрный матовый", width, 100, 24, 14, 2, False
        )
        self.assertEqual(lines, ["Смартфон Nokla", "чёрный матовый"])

    def test_at_last_it_is_cut_with_an_ellipsis(self):
        size, lines = fit("слово " * 30 + "конец", 200, 40, 24, 14, 2, False)
        self.assertEqual(size, 14)
        self.assertEqual(len(lines), 2)
        self.assertTrue(lines[-1].endswith(ELLIPSIS))

    def test_nothing_is_wider_or_higher_than_its_box(self):
        for text in map(clean, self.TEXTS):
            for width in (24, 120, 400):
                for height in (16, 40, 120):
                    for lines in (1, 3):
                        with self.subTest(text=text[:12], box=(width, height, lines)):
                            size, rows = fit(text, width, height, 32, 12, lines, True)
                            self.assertLessEqual(len(rows), lines)
                            used = fonts.get_height(size) * len(rows)
                            self.assertLessEqual(used, height)
                            if width >= 120:
                                for row in rows:
                                    reach = fonts.measure(row, size, True)
                                    self.assertLessEqual(reach, width)

    def test_controls_and_marks_of_direction_are_no_letters(self):
        dirty = "A\x00\x10B\r\n\tC\u202eD\u200bE\ue000F\ufe0f"
        self.assertEqual(clean(dirty), "A B C D E F")
        self.assertEqual(clean(None), "")
        self.assertEqual(len(clean("x" * 5000)), 200)

    def test_letters_of_our_languages_are_in_the_fonts(self):
        alphabet = "АЯЁЄІЇҐабяёєіїґĄĆĘŁŃÓŚŹŻąćęłńóśźż№₽₴€§“”–…"
        missing = [char for char in alphabet if not self._has(char)]
        self.assertFalse(missing)

    def test_what_is_wider_than_its_line_is_left_out_and_not_drawn_elsewhere(self):
        for letter in ("X", "Ж"):
            number = 80 // fonts.measure(letter, 24, False)
            lines = [
                fonts.set_line(letter * count, 24, False, 80, 0)
                for count in (40, int(number) + 1)
            ]
            self.assertEqual(*lines)

    def test_a_letter_that_no_font_has_is_drawn_as_a_gap(self):
        self.assertFalse(self._has("\U000e0041"))
        self.assertTrue(fonts.set_line("\U0010fffd", 24, False, 80, 0))

    def _has(self, char):
        return fonts._draws(fonts._choose(char, False), 24, char)
