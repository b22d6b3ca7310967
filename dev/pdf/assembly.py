"""Put the printed parts together: bodies, headers, footers and the outline."""

import io
from itertools import pairwise

from PyPDF2 import PdfReader, PdfWriter
from PyPDF2.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)


def read(data):
    """Open a PDF that Chromium printed."""
    return PdfReader(io.BytesIO(data))


def slices(pdf, anchors):
    """Cut a PDF into lists of pages at the named places, in the order given."""
    pages = list(pdf.pages)
    numbers = {page.indirect_ref.idnum: number for number, page in enumerate(pages)}
    places = _entry(pdf.trailer["/Root"], "/Dests")
    starts = [numbers[places[f"/{anchor}"][0].idnum] for anchor in anchors]
    if starts != sorted(set(starts)) or starts[0] != 0:
        raise ValueError("the bodies did not start on pages of their own")
    return [
        pages[start:end]
        for start, end in zip(starts, [*starts[1:], len(pages)], strict=True)
    ]


def write(path, documents, furniture):
    """Write all documents to one file.

    documents: for each body its pages. furniture: readers of the printed headers
    and footers, which have as many pages as all documents together.
    """
    writer, starts = PdfWriter(), []
    layers = [list(pdf.pages) for pdf in furniture]
    total = sum(len(pages) for pages in documents)
    if any(len(layer) != total for layer in layers):
        raise ValueError("a header or footer did not fit on its page")
    number = 0
    for pages in documents:
        starts.append(number)
        for page in pages:
            _overlay(writer, page, [layer[number] for layer in layers])
            writer.add_page(page)
            number += 1
    _outline(writer, starts)
    with open(path, "wb") as file:
        writer.write(file)


def _entry(dictionary, name, default=None):
    """Look a name up and follow the reference; the library's get() does not."""
    if name not in dictionary:
        return default
    return dictionary[name]


def _overlay(writer, page, layers):
    """Draw other pages over this one, each as one sealed object.

    Sealed (a "form"), the drawing keeps its own fonts and pictures: names cannot
    clash, and nothing has to be parsed.
    """
    if not layers:
        return
    forms = DictionaryObject()
    for number, layer in enumerate(layers):
        forms[NameObject(f"/Layer{number}")] = writer._add_object(_form(layer))
    notes = [  # links, those in a header or footer too
        note
        for part in (page, *layers)
        for note in _entry(part, "/Annots", ArrayObject())
    ]
    page[NameObject("/Annots")] = ArrayObject(notes)
    # Pages of one print may share these, so they are changed in a copy.
    resources = DictionaryObject(page["/Resources"])
    objects = DictionaryObject(_entry(resources, "/XObject", DictionaryObject()))
    objects.update(forms)
    resources[NameObject("/XObject")] = objects
    page[NameObject("/Resources")] = resources
    draw = " ".join(f"q {name} Do Q" for name in forms)
    contents = page.raw_get("/Contents")
    parts = contents.get_object()
    page[NameObject("/Contents")] = ArrayObject(
        [
            _stream(writer, "q"),
            *(parts if isinstance(parts, ArrayObject) else [contents]),
            _stream(writer, f"Q {draw}"),
        ]
    )


def _form(page):
    """Make a drawable object of a page."""
    drawing = DecodedStreamObject()
    drawing.set_data(page.get_contents().get_data())
    form = drawing.flate_encode()
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(page.mediabox),
            NameObject("/Resources"): page["/Resources"],
        }
    )
    return form


def _stream(writer, code):
    """Add a piece of drawing instructions to the file."""
    stream = DecodedStreamObject()
    stream.set_data(code.encode())
    return writer._add_object(stream)


def _outline(writer, starts):
    """Write one outline entry per body.

    Odoo splits the file by it, and reads it as a patched-Qt build writes it: an
    entry names a destination, and the destination begins with a page number.
    """
    destinations, entries = DictionaryObject(), []
    outline = DictionaryObject({NameObject("/Type"): NameObject("/Outlines")})
    parent = writer._add_object(outline)
    for number, start in enumerate(starts):
        name = NameObject(f"/__WKANCHOR_{number}")
        destinations[name] = ArrayObject(
            [NumberObject(start), NameObject("/XYZ"), *[NumberObject(0)] * 3]
        )
        entries.append(
            DictionaryObject(
                {
                    NameObject("/Title"): TextStringObject(str(number + 1)),
                    NameObject("/Dest"): name,
                    NameObject("/Parent"): parent,
                }
            )
        )
    references = [writer._add_object(entry) for entry in entries]
    for (entry, reference), (following, its_reference) in pairwise(
        zip(entries, references, strict=True)
    ):
        entry[NameObject("/Next")] = its_reference
        following[NameObject("/Prev")] = reference
    outline[NameObject("/First")] = references[0]
    outline[NameObject("/Last")] = references[-1]
    outline[NameObject("/Count")] = NumberObject(len(references))
    writer._root_object[NameObject("/Outlines")] = parent
    writer._root_object[NameObject("/Dests")] = writer._add_object(destinations)
