import base64
import io
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from .common_intake import IntakeCommon


@tagged("post_install", "-at_install")
class TestReportTogether(IntakeCommon):
    """Several orders are one print: neither cut nor drawn upon for nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._create_order() + cls._create_order(serial="SN-2")
        cls.report = cls.env.ref("service_center.service_order_report_intake")

    def _pdf(self, pages):
        """A file of so many pages, and with a mark that only the file itself has."""
        file, writer = io.BytesIO(), PdfFileWriter()
        for _page in range(pages):
            writer.add_blank_page(100, 100)
        writer.write(file)
        return file.getvalue() + b"% as it was printed\n"

    def _print(self, orders):
        """The file that is handed out, what was printed, and from what markup."""
        printed, markup = self._pdf(len(orders)), []

        def run(self, bodies, report_ref=False, header=None, footer=None, **_kwargs):
            markup.extend(("".join(map(str, bodies)), header, footer))
            return printed

        reports = type(self.env["ir.actions.report"])
        with (
            patch.object(reports, "_run_wkhtmltopdf", run),
            patch.object(reports, "get_wkhtmltopdf_state", lambda self: "ok"),
        ):
            pdf, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.desk)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(self.report.report_name, orders.ids)
            )
        return pdf, printed, markup

    def test_the_file_is_handed_out_as_it_was_printed(self):
        pdf, printed, (body, _header, _footer) = self._print(self.orders)
        self.assertEqual(pdf, printed)
        for order in self.orders:
            self.assertIn(order.name, body)

    def test_files_that_are_kept_with_their_orders_are_taken_from_there(self):
        self.report.write({"attachment": "'kept.pdf'", "attachment_use": True})
        self.env["ir.attachment"].create(
            [
                {
                    "name": "kept.pdf",
                    "res_model": order._name,
                    "res_id": order.id,
                    "raw": self._pdf(2),
                }
                for order in self.orders
            ]
        )
        pdf, _printed, markup = self._print(self.orders)
        self.assertFalse(markup)
        self.assertEqual(len(PdfFileReader(io.BytesIO(pdf)).pages), 4)

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
