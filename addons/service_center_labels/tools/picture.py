"""The label as a picture: to look at before printing, and as a PDF for any printer."""

import io

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


def make_pdf(plan, labels):
    """A PDF with a page for each label, of the label's own size.

    :param labels: values of each label
    """
    pages = [draw(plan, values) for values in labels]
    file = io.BytesIO()
    pages[0].save(
        file, "PDF", save_all=True, append_images=pages[1:], resolution=plan.dpi
    )
    return file.getvalue()
