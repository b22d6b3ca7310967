import base64
import io
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileWriter

from .common_intake import IntakeCommon


@tagged("post_install", "-at_install")
class TestReportTogether(IntakeCommon):
    """Several orders are one print: neither cut nor drawn upon for nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._create_order() + cls._create_order(serial="SN-2")
        cls.report = cls.env.ref("service_center.service_order_report_intake")

    def _print(self, orders):
        """The file that is handed out, what was printed, and from what markup."""
        reports = self.env["ir.actions.report"].with_user(self.desk)
        printed = io.BytesIO()
        writer = PdfFileWriter()
        for _page in orders:
            writer.add_blank_page(100, 100)
        writer.write(printed)
        seen = []

        def run(self, bodies, report_ref=False, header=None, footer=None, **_kwargs):
            seen.append(("".join(map(str, bodies)), header, footer))
            return printed.getvalue()

        cls = type(self.env["ir.actions.report"])
        with (
            patch.object(cls, "_run_wkhtmltopdf", run),
            patch.object(cls, "get_wkhtmltopdf_state", lambda self: "ok"),
        ):
            pdf, _kind = reports.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(self.report.report_name, orders.ids)
        [markup] = seen
        return pdf, printed.getvalue(), markup

    def test_the_file_is_handed_out_as_it_was_printed(self):
        pdf, printed, (body, _header, _footer) = self._print(self.orders)
        self.assertEqual(pdf, printed)
        for order in self.orders:
            self.assertIn(order.name, body)

    def test_files_that_are_kept_with_their_orders_are_cut_as_before(self):
        self.report.attachment = "object.name"
        with self.assertRaisesRegex(UserError, "Cannot separate"):
            self._print(self.orders)

    def test_each_of_several_must_be_fit_to_print(self):
        self._require(photo_count=1)
        self._photo(self.orders[0])
        with self.assertRaisesRegex(UserError, self.orders[1].name):
            self._print(self.orders)

    def test_one_order_is_printed_as_ever(self):
        pdf, printed, (body, _header, _footer) = self._print(self.orders[0])
        self.assertEqual(pdf, printed)
        self.assertNotIn(self.orders[1].name, body)

    def test_no_empty_header_is_drawn_and_one_with_words_is(self):
        _pdf, _printed, (_body, header, footer) = self._print(self.orders)
        self.assertFalse(header or footer)
        view = self.env.ref("service_center.report_document")
        self.env["ir.ui.view"].create(
            {
                "name": "Running footer",
                "mode": "extension",
                "inherit_id": view.id,
                "arch": "<xpath expr='//h1' position='before'>"
                "<div class='footer'>Page</div></xpath>",
            }
        )
        _pdf, _printed, (_body, header, footer) = self._print(self.orders)
        self.assertFalse(header)
        self.assertIn(">Page<", footer)

    def test_the_qr_code_has_sharp_squares_on_its_whole_area(self):
        picture = self.orders[0]._draw_document_qr(self.orders[0].code)
        image = Image.open(io.BytesIO(base64.b64decode(picture)))
        self.assertEqual(image.size, (21 * 8, 21 * 8))
        self.assertEqual({color for _count, color in image.getcolors()}, {0, 255})
        corner = image.crop((0, 0, 56, 56)).resize((7, 7), Image.Resampling.NEAREST)
        rows = [
            "".join("#" if not corner.getpixel((x, y)) else "." for x in range(7))
            for y in range(7)
        ]
        side = ["#.....#", *["#.###.#"] * 3, "#.....#"]
        self.assertEqual(rows, ["#######", *side, "#######"])
