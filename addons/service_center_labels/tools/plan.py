"""A layout in dots of one printer: what is to be drawn for some values, and where.

What is printed, what is shown before printing, and the PDF all come from here.
"""

import math
from dataclasses import dataclass

from . import bars, fonts
from .text import clean, fit

INCH = 25.4
RESOLUTIONS = (203, 300, 600)
SMALLEST = 1.7  # mm: letters below that nobody reads
THINNEST = 0.16  # mm: a module below that scanners miss
WIDEST = 0.6  # mm: no module need be wider
QR_DROP = 10  # dots that printers put a QR code below where it was asked for


class DoesNotFit(Exception):
    """A code that is longer than its place on the label."""

    def __init__(self, code, name):
        super().__init__(code)
        self.code, self.name = code, name


@dataclass(frozen=True)
class Field:
    """One thing on a layout; places and sizes in millimetres."""

    kind: str  # text, bars, qr or line
    x: float
    y: float
    width: float
    height: float
    source: str = ""
    name: str = ""
    text: str = ""  # before the value, or instead of one
    size: float = 3.0
    lines: int = 1
    bold: bool = False
    align: str = "left"


@dataclass(frozen=True)
class Layout:
    """A label of a size in millimetres with its fields."""

    width: float
    height: float
    fields: tuple

    @property
    def sources(self):
        """What has to be known of a record to draw it."""
        return {field.source for field in self.fields}


@dataclass(frozen=True)
class Text:
    """Lines of text that fit; in dots."""

    x: int
    y: int
    width: int
    size: int
    lines: tuple
    bold: bool
    align: str

    def get_rows(self):
        return fonts.get_height(self.size) * len(self.lines)

    def get_stride(self):
        """Dots in a row of its picture: whole bytes."""
        return self.width // 8 * 8

    def get_starts(self):
        """Where each line begins, from the left edge of the box."""
        room = self.get_stride() - 2 * fonts.EDGE
        for line in self.lines:
            spare = room - fonts.measure(line, self.size, self.bold)
            share = {"center": 0.5, "right": 1}.get(self.align, 0)
            yield max(int(spare * share), 0)

    def get_picture(self):
        """The dots, row after row, a bit each."""
        stride, rows = self.get_stride(), fonts.get_height(self.size)
        number = 0
        for line, start in zip(self.lines, self.get_starts(), strict=True):
            drawn = fonts.set_line(line, self.size, self.bold, stride, start)
            number = number << (rows * stride) | drawn
        return number.to_bytes(stride * rows * len(self.lines) // 8, "big")


@dataclass(frozen=True)
class Bars:
    """Digits as Code 128; in dots."""

    x: int
    y: int
    height: int
    module: int
    code: str


@dataclass(frozen=True)
class Qr:
    """A QR code; in dots."""

    x: int
    y: int
    module: int
    code: str


@dataclass(frozen=True)
class Line:
    """A filled rectangle; in dots."""

    x: int
    y: int
    width: int
    height: int


class Plan:
    """A layout at a resolution."""

    def __init__(self, layout, dpi):
        self.dpi = dpi
        self.width, self.height = self._dots(layout.width), self._dots(layout.height)
        self.fields = [(field, *self._get_box(field)) for field in layout.fields]

    def _dots(self, millimetres):
        return int(millimetres * self.dpi / INCH)

    def _get_thinnest(self):
        return math.ceil(THINNEST * self.dpi / INCH)

    def _get_box(self, field):
        """A place in dots, never beyond the edge of the label."""
        x, y = self._dots(field.x), self._dots(field.y)
        right = min(self._dots(field.x + field.width), self.width)
        bottom = min(self._dots(field.y + field.height), self.height)
        return x, y, max(right - x, 1), max(bottom - y, 1)

    def arrange(self, values):
        """What to draw for some values: a list of texts, bars, QR codes and lines.

        A code that does not fit is left out where the label has another one.

        :param values: texts by the names of sources
        """
        drawn, misfit = [], None
        for field, *box in self.fields:
            try:
                item = getattr(self, f"_arrange_{field.kind}")(field, box, values)
            except DoesNotFit as error:
                misfit = error
                continue
            if item:
                drawn.append(item)
        if misfit and not any(isinstance(item, Bars | Qr) for item in drawn):
            raise misfit
        return drawn

    def _arrange_text(self, field, box, values):
        x, y, width, height = box
        value = clean(values.get(field.source)) if field.source else ""
        if field.source and not value:
            return None
        text = clean(f"{field.text} {value}") if field.text else value
        biggest = self._dots(field.size)
        smallest = min(biggest, max(self._dots(SMALLEST), int(biggest * 0.5)))
        room = width // 8 * 8 - 2 * fonts.EDGE
        size, lines = fit(
            text, room, height, biggest, smallest, field.lines, field.bold
        )
        if not lines:
            return None
        return Text(x, y, width, size, tuple(lines), field.bold, field.align)

    def _arrange_bars(self, field, box, values):
        x, y, width, height = box
        code = str(values.get(field.source) or "")
        if not bars.is_digits(code):
            return None
        count = bars.count_modules(code)
        module = width // (count + 2 * bars.QUIET)
        if module < self._get_thinnest():
            raise DoesNotFit(code, field.name)
        module = min(module, max(self._dots(WIDEST), 1), 10)
        left = x + (width - count * module) // 2
        return Bars(left, y, height, module, code)

    def _arrange_qr(self, field, box, values):
        x, y, width, height = box
        code = str(values.get(field.source) or "").upper()
        if not bars.has_qr(code):
            return None
        count = bars.count_qr_modules(code)
        side = min(width, height - QR_DROP)
        module = side // (count + 2 * bars.QR_QUIET)
        if module < self._get_thinnest():
            raise DoesNotFit(code, field.name)
        module = min(module, 10)
        margin = (min(width, height) - count * module) // 2
        return Qr(x + (width - count * module) // 2, y + margin, module, code)

    def _arrange_line(self, field, box, values):
        return Line(*box)
