"""The label as a picture: to look at before printing, and as a PDF for any printer."""

import io
import zlib

from PIL import Image, ImageDraw

from . import bars
from .plan import Bars, Line, Qr, Text

PAPER, INK = 1, 0


def draw(plan, values):
    """The dots a printer will burn, as an image of black and white."""
    image = Image.new("1", (plan.width, plan.height), PAPER)
    pen = ImageDraw.Draw(image)
    for item in plan.arrange(values):
        DRAWERS[type(item)](image, pen, item)
    return image


def _draw_text(image, pen, item):
    size = item.get_stride(), item.get_rows()
    mask = Image.frombytes("1", size, item.get_picture())
    image.paste(INK, (item.x, item.y), mask)


def _draw_bars(image, pen, item):
    for number, dark in enumerate(bars.get_bars(item.code)):
        if dark:
            x = item.x + number * item.module
            pen.rectangle(
                (x, item.y, x + item.module - 1, item.y + item.height - 1), INK
            )


def _draw_qr(image, pen, item):
    side = item.module
    for row, modules in enumerate(bars.get_qr(item.code)):
        for column, dark in enumerate(modules):
            if dark:
                x, y = item.x + column * side, item.y + row * side
                pen.rectangle((x, y, x + side - 1, y + side - 1), INK)


def _draw_line(image, pen, item):
    pen.rectangle(
        (item.x, item.y, item.x + item.width - 1, item.y + item.height - 1), INK
    )


DRAWERS = {Text: _draw_text, Bars: _draw_bars, Qr: _draw_qr, Line: _draw_line}


def make_png(plan, values):
    """The picture as PNG, with a thin edge so that the label shows on white."""
    image = draw(plan, values)
    framed = Image.new("L", (image.width + 2, image.height + 2), 160)
    framed.paste(image.convert("L"), (1, 1))
    file = io.BytesIO()
    framed.save(file, "PNG")
    return file.getvalue()


def join_pdf(dpi, pages, copies):
    """A PDF of drawn labels, each on ``copies`` pages of its own size.

    Dot for dot what a label printer burns: a page is one picture of black and white.
    """
    pages = [page for page in pages for _copy in range(copies)]
    numbers = [3 + 3 * number for number in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
    ]
    for number, page in zip(numbers, pages, strict=True):
        objects += _get_page(page, dpi, number)
    file = io.BytesIO(b"%PDF-1.4\n")
    file.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start, size = file.tell(), len(objects) + 1
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\n" % size)
    file.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return file.getvalue()


def _get_page(image, dpi, number):
    """A page, what it shows, and the picture: three objects of a PDF."""
    width, height = (f"{side * 72 / dpi:.3f}" for side in image.size)
    yield (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]"
        f"/Contents {number + 1} 0 R/Resources<</XObject<</I {number + 2} 0 R>>>>>>"
    ).encode()
    show = f"{width} 0 0 {height} 0 0 cm /I Do".encode()
    yield b"<</Length %d>>stream\n%s\nendstream" % (len(show), show)
    dots = zlib.compress(image.tobytes(), 6)
    yield (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (*image.size, len(dots), dots)
    )
