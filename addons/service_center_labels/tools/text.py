"""A text of somebody's, made harmless and made to fit."""

import unicodedata
from functools import lru_cache

from . import fonts

LIMIT = 200  # characters: more never fits a label
SHRINK = 0.8  # a text rather shrinks by so much than takes another line
STEPS = 6
ELLIPSIS = "…"
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean(text):
    """One line of what can be printed: no controls, no marks of direction."""
    text = str(text or "")[: 4 * LIMIT]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(
            " " if unicodedata.category(char) in INVISIBLE else char for char in text
        )
    text = " ".join(text.split())
    if not text.isascii():
        text = "".join(
            char for char in text if not "\ufe00" <= char <= "\ufe0f"
        )  # whether an emoji is to be coloured
    return text[:LIMIT].rstrip()


@lru_cache(maxsize=256)
def fit(text, width, height, biggest, smallest, lines, bold):
    """Make a text fit a box: it shrinks a little, wraps, shrinks more, and is cut.

    :param width, height: of the box, in dots
    :param biggest, smallest: size of the letters, in dots
    :param lines: how many there may be at most
    :return: the size of the letters and the lines
    """
    if not text or width < 1:
        return biggest, []
    step = (biggest - smallest) / STEPS
    sizes = sorted({round(biggest - n * step) for n in range(STEPS + 1)}, reverse=True)
    sizes = [size for size in sizes if fonts.get_height(size) <= height] or [
        max(int(height / 1.25), 1)
    ]
    whole = fonts.measure(text, 1, bold)  # widths grow with the size of the letters
    for size in sizes:
        if size >= SHRINK * biggest and whole * size <= width:
            return size, [text]
    words = [(word, fonts.measure(word, 1, bold)) for word in text.split(" ")]
    space = fonts.measure(" ", 1, bold)
    for size in sizes:
        room = max(min(lines, height // fonts.get_height(size)), 1)
        if whole * size <= width * room:
            rows = _wrap(words, space, width / size, room)
            if rows:
                return size, rows
    size = sizes[-1]
    room = max(min(lines, height // fonts.get_height(size)), 1)
    return size, _cut(text, width, size, bold, room)


def _wrap(words, space, width, room):
    """The words in at most ``room`` lines, or ``None`` if they take more."""
    rows, row, used = [], [], 0
    for word, length in words:
        if length > width:
            return None  # longer than a line: rather smaller, or cut
        if row and used + space + length > width:
            rows.append(" ".join(row))
            if len(rows) == room:
                return None
            row, used = [], 0
        used += length + (space if row else 0)
        row.append(word)
    return [*rows, " ".join(row)]


def _cut(text, width, size, bold, room):
    """As much of the text as goes into ``room`` lines, and an ellipsis."""
    rows, rest = [], text
    for _line in range(room - 1):
        head = _take(rest, width, size, bold)
        if head == rest:
            break
        space = head.rfind(" ")
        if space > len(head) // 2 and rest[len(head)] != " ":
            head = head[:space]
        rows.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    if fonts.measure(rest, size, bold) <= width:
        return [*rows, rest]
    room_for_text = width - fonts.measure(ELLIPSIS, size, bold)
    head = _take(rest, room_for_text, size, bold).rstrip()
    return [*rows, head + ELLIPSIS]


def _take(text, width, size, bold):
    """The longest beginning of a text that is no wider; at least nothing."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.measure(text[:middle], size, bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low]
