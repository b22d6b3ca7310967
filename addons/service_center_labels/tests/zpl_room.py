"""What comes out of a printer: rendered without one, and read by a scanner."""

import zxingcpp
from PIL import Image
from zplkit import Options, render
from zplkit.parse import parse
from zplkit.rendering import Limits

ROOM = Limits(graphic_bytes=1 << 30, stored_graphic_segments=1 << 24)
# what our labels may say to a printer, and nothing else
COMMANDS = {"XA", "XZ", "CI", "LH", "PW", "LL", "FO", "FS", "GF", "BY", "BC", "BQ"}
COMMANDS |= {"FD", "FH", "GB", "A0"}


def get_commands(data):
    """The commands of some bytes: ``^XA`` as ``XA``; controls with their ``~``."""
    return [
        bytes(each.data)[1:3].decode("latin-1")
        if each.kind == "format_command"
        else f"{each.kind}: {bytes(each.data)[:8]!r}"
        for each in parse(data).elements
        if bytes(each.data).strip()
    ]


def render_labels(data, width, height, dpi, margin=0, profile="specification"):
    """Pictures of all labels; with a margin, what is beyond their edge shows too."""
    if margin:  # the printer believes the paper larger than it is
        data = data.replace(b"^PW%d" % width, b"^PW%d" % (width + margin))
        data = data.replace(b"^LL%d" % height, b"^LL%d" % (height + margin))
    options = Options(
        profile=profile, width=width + margin, height=height + margin, dpi=dpi
    )
    document = render(data, options, limits=ROOM)
    pictures = []
    for label in document.labels:
        raster = label.rasterize()
        size = raster.width, raster.height
        pictures.append(Image.frombytes("L", size, raster.pixels))
    return pictures


def read_codes(picture):
    """What a scanner reads: ``{"Code 128": …, "QR Code": …}``."""
    framed = Image.new("L", (picture.width + 40, picture.height + 40), 255)
    framed.paste(picture.convert("L"), (20, 20))
    return {str(code.format): code.text for code in zxingcpp.read_barcodes(framed)}
