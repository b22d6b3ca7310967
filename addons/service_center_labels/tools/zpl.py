"""A label in the language of Zebra's printers and of those that understand it.

Texts of people come as pictures, or escaped byte by byte: none can be a command.
"""

import base64
import binascii
import zlib
from functools import lru_cache
from string import ascii_letters, digits

from . import bars
from .fonts import get_height
from .plan import Bars, Line, Qr, Text

PLAIN = frozenset((ascii_letters + digits + " !#$%&()*+,-./:;<=?@").encode())


def escape(text):
    """A text for ``^FH^FD``: whatever could mean something else becomes ``_hh``."""
    return "".join(
        chr(byte) if byte in PLAIN else f"_{byte:02X}" for byte in text.encode()
    )


def write_label(plan, values, native=False, compressed=True):
    """One label: from its one ``^XA`` to its one ``^XZ``, as ASCII bytes.

    :param native: let the printer's own font draw the texts
    :param compressed: send pictures deflated (Z64), as all but old printers know
    """
    parts = [f"^XA^CI28^LH0,0^PW{plan.width}^LL{plan.height}"]
    for item in plan.arrange(values):
        if isinstance(item, Text):
            parts.append(
                _write_letters(item) if native else _write_picture(item, compressed)
            )
        else:
            parts.append(WRITERS[type(item)](item))
    parts.append("^XZ\n")
    return "".join(parts).encode("ascii")


def _write_picture(item, compressed):
    looks = (item.width, item.size, item.lines, item.bold, item.align)
    return f"^FO{item.x},{item.y}{_get_graphic(looks, compressed)}^FS"


@lru_cache(maxsize=256)
def _get_graphic(looks, compressed):
    """The dots of a text; many labels bear the same words."""
    item = Text(0, 0, *looks)
    picture = item.get_picture()
    row = item.get_stride() // 8
    size = len(picture)
    if compressed:
        data = base64.b64encode(zlib.compress(picture, 1))
        data = f":Z64:{data.decode()}:{binascii.crc_hqx(data, 0):04X}"
    else:
        data = picture.hex().upper()
    return f"^GFA,{size},{size},{row},{data}"


def _write_letters(item):
    """Texts in the printer's font, each line at its place and as wide as measured."""
    rows = get_height(item.size)
    return "".join(
        f"^FO{item.x + start},{item.y + number * rows}"
        f"^A0N,{item.size},{round(item.size * 0.95)}^FH^FD{escape(_plain(line))}^FS"
        for number, (line, start) in enumerate(
            zip(item.lines, item.get_starts(), strict=True)
        )
    )


def _plain(text):
    """Without what no printer's font has: beyond the basic plane of Unicode."""
    text = text.replace("…", "...")
    return "".join(char if char <= "\uffff" else "?" for char in text)


def _write_bars(item):
    return (
        f"^FO{item.x},{item.y}^BY{item.module}^BCN,{item.height},N,N,N"
        f"^FD{bars.get_zpl_bars(item.code)}^FS"
    )


def _write_qr(item):
    data = escape(bars.get_zpl_qr(item.code))
    return f"^FO{item.x},{item.y}^BQN,2,{item.module}^FH^FD{data}^FS"


def _write_line(item):
    thick = min(item.width, item.height)
    return f"^FO{item.x},{item.y}^GB{item.width},{item.height},{thick}^FS"


WRITERS = {Bars: _write_bars, Qr: _write_qr, Line: _write_line}
