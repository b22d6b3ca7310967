from PIL import Image, ImageChops

from odoo.tests import tagged

from odoo.addons.service_center.tests.injections import STRINGS

from ..tools import bars, picture, plan, zpl
from .common import LabelCommon
from .zpl_room import COMMANDS, get_commands, read_codes, render_labels

# commands of printers, hidden in texts in every way that is known to work somewhere
COMMANDS_IN_TEXTS = (
    "^XZ^XA^FO0,0^A0N,99,99^FDgone^FS^XZ",
    "~JR~HS~DGR:X.GRF,8,1,FF",
    "^FS^XZ~JA",
    "_5EXZ_5EXA",
    "\\5EXZ\\&^XA",
    "^CC*^CT+*XA*XZ",
    "\x02^XA\x03\x10~JR\x1b@",
    "}{^FH\\^FD\\7EJR",
    "SIZE 40 mm,30 mm\r\nCLS\r\nPRINT 9\r\n",
    "N\nQ200\nP99\n",
    "'; DROP TABLE service_order; --",
    "=cmd|' /C calc'!A0",
    "＾ＸＡ～ＪＲ",
    "^FDa^FS" * 40,
)
LOWER = 10  # dots: so far below where it should be printers draw a QR code
TEXTS = {
    "shortest": "X",
    "longest": "Ж" * 400,
    "words": "Смартфон с очень длинным названием " * 10,
    "cyrillic": "Телефон Їжак Ґанок ёлка",
    "polish": "Zażółć gęślą jaźń",
    "arabic": "مرحبا بالعالم",
    "emoji": "😀👍🏽👩‍👩‍👧 iPhone",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\u2028\u202e",
    "marks": "Z\u0351\u0352\u0353a\u0354l\u0355go\u0356",
    "chinese": "手机维修中心",
}


@tagged("post_install", "-at_install")
class TestDrawing(LabelCommon):
    """Every ready layout at every resolution, whatever anything is called."""

    def _cases(self):
        for layout in self.env["service.label.layout"].search([]):
            for dpi in plan.RESOLUTIONS:
                yield layout, layout._get_plan(dpi)

    def _values(self, layout, text):
        codes = {"code": layout._get_samples()["code"]}
        return {**dict.fromkeys(layout._get_samples(), text), **codes}

    def test_there_are_ready_layouts_of_all_sizes(self):
        layouts = self.env["service.label.layout"].search([])
        sizes = {(58, 40), (58, 30), (43, 25), (100, 50)}
        for kind in ("order", "product"):
            mine = layouts.filtered(lambda each, kind=kind: each.kind == kind)
            self.assertLessEqual(sizes, {(each.width, each.height) for each in mine})

    def test_what_prints_is_what_the_preview_shows_and_scanners_read_it(self):
        for layout, drawn in self._cases():
            wanted = layout._get_samples()["code"]
            kinds = {field.type for field in layout.field_ids}
            for name, text in TEXTS.items():
                with self.subTest(layout=layout.name, dpi=drawn.dpi, text=name):
                    values = self._values(layout, text)
                    data = zpl.write_label(drawn, values)
                    size = drawn.width, drawn.height
                    (printed,) = render_labels(data, *size, drawn.dpi)
                    shown = picture.draw(drawn, values)
                    codes = read_codes(printed)
                    self.assertEqual(codes.get("Code 128"), wanted)
                    self.assertEqual(read_codes(shown).get("Code 128"), wanted)
                    if "qr" in kinds:
                        self.assertEqual(codes.get("QR Code"), wanted)
                    self._blank_qr(drawn, values, printed, shown)
                    difference = ImageChops.logical_xor(printed.convert("1"), shown)
                    self.assertFalse(difference.getbbox())

    def _blank_qr(self, drawn, values, *images):
        """Printers mask a QR code each in its way: its dots are not compared."""
        for item in drawn.arrange(values):
            if isinstance(item, plan.Qr):
                side = bars.count_qr_modules(item.code) * item.module
                box = item.x, item.y, item.x + side, item.y + side
                for image in images:
                    image.paste(255 if image.mode == "L" else 1, box)

    def test_nothing_is_printed_beyond_the_edge(self):
        for layout, drawn in self._cases():
            for name in ("longest", "words", "emoji", "marks"):
                for native in (False, True):
                    if native and name != "words":
                        continue  # the renderer has no letters beyond Latin
                    text = TEXTS[name] if not native else "Long words of Latin " * 20
                    with self.subTest(layout=layout.name, dpi=drawn.dpi, text=name):
                        values = self._values(layout, text)
                        data = zpl.write_label(drawn, values, native=native)
                        size = drawn.width, drawn.height
                        (image,) = render_labels(data, *size, drawn.dpi, margin=80)
                        ink = ImageChops.invert(image).getbbox()
                        self.assertLessEqual(ink[2], drawn.width)
                        self.assertLessEqual(ink[3], drawn.height)

    def test_nothing_runs_over_a_code(self):
        """Around bars and QR codes it stays white, whatever the texts are."""
        for layout, drawn in self._cases():
            values = self._values(layout, TEXTS["longest"])
            texts, codes = [], []
            for item in drawn.arrange(values):
                if isinstance(item, plan.Text):
                    box = item.x, item.y, item.x + item.width, item.y + item.get_rows()
                    texts.append(box)
                elif isinstance(item, plan.Bars):
                    quiet = bars.QUIET * item.module
                    width = bars.count_modules(item.code) * item.module
                    left, right = item.x - quiet, item.x + width + quiet
                    codes.append((left, item.y, right, item.y + item.height))
                elif isinstance(item, plan.Qr):
                    quiet = (bars.QR_QUIET - 1) * item.module
                    side = bars.count_qr_modules(item.code) * item.module
                    x, y = item.x, item.y
                    bottom = y + side + LOWER
                    codes.append((x - quiet, y - quiet, x + side + quiet, bottom))
            for code in codes:
                self.assertGreaterEqual(code[0], 0)
                self.assertLessEqual(code[2], drawn.width)
                self.assertLessEqual(code[3], drawn.height)
                for text in texts:
                    apart = (
                        text[2] <= code[0]
                        or text[0] >= code[2]
                        or text[3] <= code[1]
                        or text[1] >= code[3]
                    )
                    self.assertTrue(apart, f"{layout.name} {drawn.dpi}: {text} {code}")

    def test_modules_are_wide_enough_to_be_read(self):
        for layout, drawn in self._cases():
            for item in drawn.arrange(layout._get_samples()):
                if isinstance(item, plan.Bars | plan.Qr):
                    millimetres = item.module * plan.INCH / drawn.dpi
                    self.assertGreaterEqual(millimetres, 0.16, layout.name)

    def test_no_text_is_a_command(self):
        """One label asked is one label, and it says nothing but what layouts say."""
        for native in (False, True):
            for layout in self.layout + self.layout.search([("kind", "=", "product")]):
                drawn = layout._get_plan(203)
                for text in (*COMMANDS_IN_TEXTS, *STRINGS):
                    with self.subTest(
                        layout=layout.name, native=native, text=text[:40]
                    ):
                        values = dict.fromkeys(layout._get_samples(), text)
                        data = zpl.write_label(drawn, values, native=native)
                        commands = get_commands(data)
                        self.assertLessEqual(set(commands), COMMANDS)
                        self.assertEqual(commands.count("XA"), 1)
                        self.assertEqual(commands.count("XZ"), 1)
                        self.assertEqual(data.count(b"^XA"), 1)
                        self.assertNotIn(b"~", data)

    def test_the_printers_own_font_says_the_text_byte_by_byte(self):
        data = zpl.write_label(
            self.layout._get_plan(203),
            {"number": "A&B_5E ^~\\ Ж😀", "code": "00012345"},
            native=True,
        )
        self.assertIn(b"^FH^FDA&B_5F5E _5E_7E_5C _D0_96?^FS", data)
        self.assertTrue(data.isascii())

    def test_an_old_printer_gets_pictures_that_are_not_compressed(self):
        drawn, values = self.layout._get_plan(203), self.layout._get_samples()
        plain = zpl.write_label(drawn, values, compressed=False)
        self.assertNotIn(b":Z64:", plain)
        size = drawn.width, drawn.height
        images = [
            render_labels(data, *size, 203)[0]
            for data in (plain, zpl.write_label(drawn, values))
        ]
        self.assertFalse(ImageChops.difference(*images).getbbox())

    def test_bars_hold_digits_of_any_number_and_only_digits(self):
        for code in ("7", "12", "123", "00012345", "4820000123457", "356938035643809"):
            modules = bars.get_bars(code)
            self.assertEqual(len(modules), bars.count_modules(code))
            image = Image.new("L", (len(modules), 30), 255)
            for x, dark in enumerate(modules):
                if dark:
                    image.paste(0, (x, 0, x + 1, 30))
            image = image.resize((len(modules) * 3, 90), Image.Resampling.NEAREST)
            self.assertEqual(read_codes(image), {"Code 128": code})
            words = bars.get_zpl_bars(code)
            data = f"^XA^PW900^LL200^FO90,20^BY3^BCN,90,N,N,N^FD{words}^FS^XZ"
            (printed,) = render_labels(data.encode(), 900, 200, 203)
            self.assertEqual(read_codes(printed), {"Code 128": code})
            ink = ImageChops.invert(printed).getbbox()
            self.assertEqual(ink[2] - ink[0], 3 * len(modules), "as wide as counted")
        for code in ("", "12A", "١٢٣", "1 2", "²"):
            self.assertFalse(bars.is_digits(code))

    def test_a_qr_code_is_as_large_as_counted(self):
        for code in ("00012345", "1" * 34, "1" * 35, "SN-123/A", "A" * 20, "A" * 38):
            data = f"^XA^PW600^LL600^FO100,100^BQN,2,5^FD{bars.get_zpl_qr(code)}^FS^XZ"
            (printed,) = render_labels(data.encode(), 600, 600, 203)
            self.assertEqual(read_codes(printed), {"QR Code": code})
            ink = ImageChops.invert(printed).getbbox()
            self.assertEqual(ink[2] - ink[0], 5 * bars.count_qr_modules(code))
            self.assertEqual(len(bars.get_qr(code)), bars.count_qr_modules(code))
        self.assertFalse(bars.has_qr("żółć"))

    def test_a_qr_code_stays_on_the_label_of_a_printer_that_draws_it_lower(self):
        for layout, drawn in self._cases():
            if "qr" not in layout.field_ids.mapped("type"):
                continue
            data = zpl.write_label(drawn, self._values(layout, "X"))
            size = drawn.width, drawn.height
            (image,) = render_labels(data, *size, drawn.dpi, profile="zd621")
            self.assertEqual(read_codes(image).get("QR Code"), "00012345", layout.name)

    def test_a_qr_code_in_the_corner_keeps_room_to_be_drawn_lower(self):
        """A square place at the edge: what does not fit so is refused, never cut."""
        refused = 0
        for dpi in plan.RESOLUTIONS:
            for side in range(70, 160, 3):  # tenths of a millimetre
                label = 20 + side / 10
                place = plan.Field("qr", 20, 20, side / 10, side / 10, source="code")
                drawn = plan.Plan(plan.Layout(label, label, (place,)), dpi)
                try:
                    (item,) = drawn.arrange({"code": "00012345"})
                except plan.DoesNotFit:
                    refused += 1
                    continue
                size = bars.count_qr_modules(item.code) * item.module
                bottom = item.y + size + LOWER + item.module
                self.assertLessEqual(bottom, drawn.height, (dpi, side))
                if side % 4:
                    continue
                data = zpl.write_label(drawn, {"code": "00012345"})
                (image,) = render_labels(
                    data, drawn.width, drawn.height, dpi, profile="zd621"
                )
                self.assertEqual(read_codes(image).get("QR Code"), "00012345")
        self.assertTrue(refused)
