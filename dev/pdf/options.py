"""The command line of wkhtmltopdf, as far as Odoo 19 uses it.

An option that is not known here is refused: a report that silently ignores what
it was asked for is worse than one that says so.
"""

import re
from dataclasses import dataclass, field


class UsageError(Exception):
    """The command line asks for something this program does not do."""


# How many values follow each option.
ARITY = {
    # accepted and without effect, because it is always so
    "quiet": 0,
    "disable-local-file-access": 0,  # files are never readable
    "javascript-delay": 1,  # scripts, styles, fonts and pictures are awaited instead
    "viewport-size": 1,  # the width of the paper decides
    # paper
    "page-size": 1,
    "page-width": 1,
    "page-height": 1,
    "orientation": 1,
    "margin-top": 1,
    "margin-right": 1,
    "margin-bottom": 1,
    "margin-left": 1,
    "dpi": 1,
    "zoom": 1,
    "disable-smart-shrinking": 0,
    # header and footer
    "header-html": 1,
    "header-spacing": 1,
    "header-line": 0,
    "footer-html": 1,
    "footer-spacing": 1,
    "footer-line": 0,
    # who is asking
    "cookie": 2,
    "cookie-jar": 1,
}

MILLIMETRES = {"mm": 1, "cm": 10, "in": 25.4, "px": 25.4 / 96, "pt": 25.4 / 72}

# Width and height in millimetres, upright, of what is neither ISO A nor ISO B.
PAPER = {
    "C5E": (163, 229),
    "Comm10E": (105, 241),
    "DLE": (110, 220),
    "Executive": (190.5, 254),
    "Folio": (210, 330),
    "Ledger": (431.8, 279.4),
    "Legal": (215.9, 355.6),
    "Letter": (215.9, 279.4),
    "Tabloid": (279.4, 431.8),
}

# "Smart shrinking" of a patched-Qt build prints a CSS pixel at about this part of
# 1/96 inch. It is an estimate: compare with the official Docker image when in doubt.
SHRINK = 0.78


@dataclass
class Job:
    """What to print, on which paper. Lengths are in millimetres."""

    bodies: list
    output: str
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    scale: float
    furniture: dict = field(default_factory=dict)  # header, footer: path of the HTML
    spacing: dict = field(default_factory=dict)
    lines: set = field(default_factory=set)
    cookies: list = field(default_factory=list)


def parse(argv):
    """Turn the arguments into a Job, or raise UsageError."""
    values, files = _split(argv)
    if len(files) < 2:
        raise UsageError("give at least one HTML file and the PDF file to write")
    width, height = _paper(values)
    job = Job(
        bodies=files[:-1],
        output=files[-1],
        width=width,
        height=height,
        scale=_scale(values),
        **{
            side: length(values.get(f"margin-{side}", "10"))
            for side in ("top", "right", "bottom", "left")
        },
    )
    for part in ("header", "footer"):
        if f"{part}-html" in values:
            job.furniture[part] = values[f"{part}-html"]
        job.spacing[part] = length(values.get(f"{part}-spacing", "0"))
        if f"{part}-line" in values:
            job.lines.add(part)
    job.cookies = [tuple(pair) for pair in values.get("cookie", [])]
    if "cookie-jar" in values:
        job.cookies += read_cookie_jar(values["cookie-jar"])
    if job.left + job.right >= width or job.top + job.bottom >= height:
        raise UsageError("the margins leave no room on the paper")
    return job


def length(text):
    """Read a length such as 12, 12mm, 1.2cm or 0.5in; return millimetres."""
    match = re.fullmatch(r"(\d+\.?\d*|\.\d+)\s*(mm|cm|in|px|pt)?", text.strip())
    if not match:
        raise UsageError(f"not a length: {text!r}")
    return float(match[1]) * MILLIMETRES[match[2] or "mm"]


def read_cookie_jar(path):
    """Read the jar Odoo writes: one cookie a line, "name=value; attributes"."""
    with open(path, encoding="utf-8") as jar:
        pairs = [line.split(";")[0].strip().partition("=") for line in jar]
    return [(name, value) for name, equals, value in pairs if equals]


def _split(argv):
    """Separate options from files."""
    values, files, rest = {}, [], list(argv)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-") or word == "-":
            files.append(word)
            continue
        name = word[2:] if word.startswith("--") else None
        if name not in ARITY:
            raise UsageError(f"unknown option {word}")
        count = ARITY[name]
        if len(rest) < count:
            raise UsageError(f"option {word} needs {count} value(s)")
        taken, rest = rest[:count], rest[count:]
        if count == 2:
            values.setdefault(name, []).append(taken)
        else:
            values[name] = taken[0] if taken else True
    return values, files


def _paper(values):
    """Return width and height of the paper as it is printed."""
    if "page-width" in values and "page-height" in values:
        size = length(values["page-width"]), length(values["page-height"])
    else:
        size = _named_paper(values.get("page-size", "A4"))
    landscape = values.get("orientation", "").lower() == "landscape"
    return (size[1], size[0]) if landscape else size


def _named_paper(name):
    """Return the size of a named paper; ISO sizes halve from the largest one."""
    if name in PAPER:
        return PAPER[name]
    match = re.fullmatch(r"([AB])(\d|10)", name)
    if not match:
        raise UsageError(f"unknown paper size {name}")
    width, height = (841, 1189) if match[1] == "A" else (1000, 1414)
    for _halving in range(int(match[2])):
        width, height = height // 2, width
    return width, height


def _scale(values):
    """Return the size of a CSS pixel on paper, as a part of 1/96 inch."""
    try:
        zoom, dpi = float(values.get("zoom", 1)), float(values.get("dpi", 96))
    except ValueError as error:
        raise UsageError(f"--zoom and --dpi take numbers: {error}") from error
    # Odoo sends --zoom 96/dpi: with shrinking, a higher dpi prints smaller text.
    # Without it a pixel is one dot of the dpi, and the two cancel out.
    factor = dpi / 96 if "disable-smart-shrinking" in values else SHRINK
    return min(max(zoom * factor, 0.1), 2)  # Chromium's limits
