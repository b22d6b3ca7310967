"""How many parts a text takes, counted as the networks count.

A text whose every character is in the GSM 7-bit alphabet has room for 160 of them, or
153 in each part of a longer one; ``^ { } [ ] ~ \\ |`` and the euro sign take two. One
character outside (any Cyrillic letter) turns the whole text into UCS-2: 70 characters,
or 67 in each part; characters beyond the basic plane (most emoji) take two. Nothing
that takes two is ever cut in the middle.
"""

from typing import NamedTuple

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")


class Size(NamedTuple):
    """The size of a text: its alphabet, its length in it, its parts, what is free."""

    alphabet: str
    length: int
    segments: int
    left: int


def measure(text):
    """Count a text.

    :return: ``Size``; ``left`` is how much still fits without another part
    """
    text = text or ""
    if all(char in BASIC or char in EXTENSION for char in text):
        widths = [2 if char in EXTENSION else 1 for char in text]
        return _cut("gsm7", widths, 160, 153)
    widths = [2 if ord(char) > 0xFFFF else 1 for char in text]
    return _cut("ucs2", widths, 70, 67)


def count_segments(text):
    """How many parts a text takes; an empty one takes none."""
    return measure(text).segments


def _cut(alphabet, widths, single, part):
    length = sum(widths)
    if length <= single:
        return Size(alphabet, length, int(length > 0), single - length)
    segments, used = 1, 0
    for width in widths:
        if used + width > part:
            segments, used = segments + 1, 0
        used += width
    return Size(alphabet, length, segments, part - used)
