"""Letters as rows of dots, drawn once and kept: a label is put together from them.

A line of text is one big number, row after row of bits; a letter is such a number too,
shifted to its place. That is some hundred times faster than drawing each text anew.
"""

import re
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from odoo.tools.misc import file_path

# Odoo's own, for a label to look the same on every server; then what a system may have
REGULAR = (
    "web/static/fonts/google/Roboto/Roboto-Regular.ttf",
    "web/static/fonts/sign/NotoSans-Reg.ttf",
    "web/static/fonts/google/Tajawal/Tajawal-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
BOLD = (
    "web/static/fonts/google/Roboto/Roboto-Bold.ttf",
    "web/static/fonts/google/Tajawal/Tajawal-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
)
NOWHERE = "\U0010fffd"  # no font has it: how it is drawn is how a gap is drawn
MARKS = "\u0300-\u036f"
JOINED = "\u0590-\u08ff\u0900-\u0dff\ufb1d-\ufdff\ufe70-\ufeff"
# what only a shaping engine sets: right to left, joined from parts, letters with marks
COMPLEX = re.compile(f"([{JOINED}]+(?: +[{JOINED}]+)*|.[{MARKS}]+|[{MARKS}]+)")
REFERENCE = 1000  # size at which widths are taken: those of other sizes follow
EDGE = 2  # dots that a letter may hang over its place, kept free at both sides


@lru_cache(maxsize=4)
def _get_paths(bold):
    """The font files that are there, the preferred one first."""
    paths = []
    for name in (BOLD + REGULAR) if bold else REGULAR:
        try:
            path = name if name.startswith("/") else file_path(name)
        except (FileNotFoundError, ValueError):
            continue
        if Path(path).is_file():
            paths.append(path)
    return paths


@lru_cache(maxsize=64)
def _open(path, size, shaped):
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(path, size, layout_engine=engine)


@lru_cache(maxsize=256)
def _get_gap(path, size):
    """The picture a font has for what it has no picture of."""
    return bytes(_open(path, size, False).getmask(NOWHERE, mode="1"))


def _draws(path, size, char):
    return bytes(_open(path, size, False).getmask(char, mode="1")) != _get_gap(
        path, size
    )


@lru_cache(maxsize=2048)
def _choose(char, bold):
    """The first font that has this letter; the first of all if none has."""
    paths = _get_paths(bold)
    if char.isspace():
        return paths[0]
    return next((path for path in paths if _draws(path, 24, char)), paths[0])


def get_height(size):
    """Rows of dots that a line of letters of ``size`` dots takes."""
    return max(round(size * 1.2), 1)


@lru_cache(maxsize=2048)
def _get_advance(char, bold):
    """From one letter to the next, as a part of the size."""
    font = _open(_choose(char, bold), REFERENCE, False)
    return font.getlength(char) / REFERENCE


@lru_cache(maxsize=256)
def _get_complex_width(run, bold):
    return _open_complex(run, REFERENCE, bold).getlength(run) / REFERENCE


def measure(text, size, bold):
    """Width of a text in dots."""
    if not text.isascii() and COMPLEX.search(text):
        width = 0
        for run, is_complex in _split(text):
            width += _get_complex_width(run, bold) if is_complex else _sum(run, bold)
        return width * size
    return _sum(text, bold) * size


def _sum(text, bold):
    return sum(_get_advance(char, bold) for char in text)


def _split(text):
    """Runs of a text, with whether a shaping engine has to set them."""
    for number, run in enumerate(COMPLEX.split(text)):
        if run:
            yield run, number % 2 == 1


def _open_complex(run, size, bold):
    """One font for the whole of a run in a complex script."""
    return _open(_choose(run[0], bold), size, bool(features.check("raqm")))


@lru_cache(maxsize=4096)
def _get_glyph(char, size, bold, stride):
    """A letter as a number of ``get_height(size)`` rows of ``stride`` bits.

    :return: the number, with the letter at the left edge, and how far its ink reaches
    """
    font = _open(_choose(char, bold), size, False)
    mask, (left, top) = font.getmask2(char, mode="1", anchor="ls")
    width, height = mask.size
    rows = get_height(size)
    baseline = round(size * 0.94)
    left += EDGE
    if not width or left < 0 or left + width > stride:
        return 0, 0
    picture = bytes(mask)
    number = 0
    for y in range(height):
        row = baseline + top + y
        if not 0 <= row < rows:
            continue
        bits = 0
        for dot in picture[y * width : (y + 1) * width]:
            bits = bits << 1 | (dot != 0)
        number |= bits << ((rows - 1 - row) * stride + stride - left - width)
    return number, left + width


def set_line(text, size, bold, stride, start):
    """A line of text as a number of rows of ``stride`` bits, none beyond the edge."""
    number, x = 0, start
    is_plain = text.isascii() or not COMPLEX.search(text)
    for run, is_complex in [(text, False)] if is_plain else _split(text):
        if is_complex:
            number |= _set_complex(run, size, bold, stride, round(x))
            x += _get_complex_width(run, bold) * size
            continue
        for char in run:
            glyph, reach = _get_glyph(char, size, bold, stride)
            at = round(x)
            if glyph and at + reach <= stride:
                number |= glyph >> at
            x += _get_advance(char, bold) * size
    return number


@lru_cache(maxsize=256)
def _set_complex(run, size, bold, stride, start):
    image = Image.new("1", (stride, get_height(size)))
    draw = ImageDraw.Draw(image)
    draw.fontmode = "1"
    font = _open_complex(run, size, bold)
    draw.text((start + EDGE, round(size * 0.94)), run, 1, font, anchor="ls")
    # rows are whole bytes: ``stride`` is a multiple of 8
    return int.from_bytes(image.tobytes(), "big")
