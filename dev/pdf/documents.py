"""The HTML files of a report: read, prepared, and joined so that few prints do.

Starting a print costs far more than a page of it, so bodies that share their
head and styles are printed as one document, and so are all headers and all
footers.
"""

import json
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

# wkhtmltopdf lays out below Bootstrap's first breakpoint: containers take the whole
# width. The end of a page cuts no row and no picture, and the head of a table is
# repeated after it (Chromium does so only where the head may not be cut).
STYLE = (
    "<style>.container{max-width:none!important}"
    "thead,tr,img{break-inside:avoid}</style>"
    '<link rel="icon" href="data:,">'  # else Chromium asks the server for one
)
SECTION = "print-body"
# Before the page's own scripts change it, keep the body of a header or footer.
KEEP = """
document.addEventListener("DOMContentLoaded", () => {
    window.__untouched = document.body.cloneNode(true);
});
"""
# What the body of a document keeps clear around its content, each part of it must.
INHERIT = """
const inherit = (body, elements) => {
    const found = getComputedStyle(body);
    for (const side of ["Top", "Right", "Left"]) {
        for (const name of ["margin" + side, "padding" + side]) {
            elements.forEach(element => { element.style[name] = found[name]; });
        }
    }
    body.style.cssText += ";margin:0!important;padding:0!important";
};
"""
# Fill a header or footer once per page: as wkhtmltopdf would have loaded it, with the
# page's numbers in the address, where the report's own script looks for them. Each is
# put in a box as high as the page, so that every box is printed on a page of its own.
REPEAT = """
(queries, height, line) => {
    const body = document.body;
    const fill = body.onload;
    const boxes = queries.map(query => {
        history.replaceState(null, "", location.origin + location.pathname + query);
        body.replaceChildren(...window.__untouched.cloneNode(true).childNodes);
        try {  // a report without a header of its own fails in Odoo's script: no matter
            fill?.call(window, new Event("load"));
        } catch (error) { console.error(error); }
        const box = document.createElement("div");
        box.style.cssText =
            `box-sizing:border-box;contain:strict;height:${height}px;` +
            "break-after:page;" + (line ? "border-top:1px solid black" : "");
        box.append(document.createElement("div"));
        box.firstChild.append(...body.childNodes);
        return box;
    });
    body.replaceChildren(...boxes);
    inherit(body, boxes.map(box => box.firstChild));
    for (const {style} of [document.documentElement, body]) {
        style.cssText += ";background:transparent!important;height:auto!important";
    }
    // Is there anything to print? A report with its letterhead in the body has none.
    const visible = ":not(div), div[class], div[style]";
    return line || boxes.some(
        ({firstChild: part}) => part.textContent.trim() || part.querySelector(visible)
    );
}
"""
ALIGN = "sections => inherit(document.body, document.querySelectorAll(sections))"
PARTS = re.compile(
    r"(?P<before>.*?)(?P<open><body\b[^>]*>)(?P<inside>.*)"
    r"</body\s*>\s*</html\s*>\s*",
    re.S | re.I,
)
OWN_STYLE = re.compile(r"<style\b.*?</style\s*>|<link\b[^>]*>", re.S | re.I)
BASE = re.compile(r"<base\b[^>]*?\bhref\s*=\s*[\"']?(https?://[^\"'\s>]+)", re.I)


@dataclass
class Body:
    """One body file: its place in the command line and its HTML."""

    index: int
    path: str
    html: str

    @property
    def anchor(self):
        """Return the name of the place where this body starts."""
        return f"{SECTION}-{self.index}"


def read(path):
    """Read an HTML file of the report and add our few rules to it."""
    with open(path, encoding="utf-8", errors="replace") as file:
        html = file.read()
    head, tag, rest = html.partition("</head>")
    return f"{head}{STYLE}{tag}{rest}" if tag else STYLE + html


def origin(htmls):
    """Return scheme, host and port that the report was made for.

    The first document that names one decides for all of them: what a header says
    comes from the layout, what stands in a body may come from anybody.
    """
    for html in htmls:
        if match := BASE.search(html):
            parts = urlsplit(match[1])
            host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
            usual = {"http": 80, "https": 443}[parts.scheme.lower()]
            port = "" if parts.port in (None, usual) else f":{parts.port}"
            return f"{parts.scheme.lower()}://{host}{port}"
    return "http://report.invalid"  # resolves nowhere: only data: can be loaded


def groups(bodies):
    """Gather bodies that look the same when printed as one document."""
    found = {}
    for body in bodies:
        match = PARTS.fullmatch(body.html)
        if match and body.html.lower().count("<body") == 1 and not _scripted(match):
            key = match["before"], match["open"], *OWN_STYLE.findall(match["inside"])
        else:
            key = body.index
        found.setdefault(key, []).append(body)
    return list(found.values())


def join(bodies):
    """Return one document that holds the bodies, each starting on a new page.

    Chromium notes in the PDF where a place is only if something links to it; the
    links are hidden, the notes tell on which page each body starts.
    """
    if len(bodies) == 1:
        return bodies[0].html
    matches = [PARTS.match(body.html) for body in bodies]
    sections = [
        f'<div id="{body.anchor}" class="{SECTION}"'
        f' style="clear:both;break-before:page;min-height:1px">{match["inside"]}</div>'
        for body, match in zip(bodies, matches, strict=True)
    ]
    links = [f'<a hidden href="#{body.anchor}"></a>' for body in bodies]
    first = matches[0]
    return "".join(
        [first["before"], first["open"], *sections, *links, "</body></html>"]
    )


def queries(bodies, lengths):
    """Return what wkhtmltopdf appends to a header's address, for every page."""
    total, page, result = sum(lengths), 0, []
    for body, length in zip(bodies, lengths, strict=True):
        for place in range(1, length + 1):
            page += 1
            values = {
                "page": page,
                "frompage": 1,
                "topage": total,
                "sitepage": place,
                "sitepages": length,
                "webpage": body.path.rpartition("/")[2],
                **dict.fromkeys(("section", "subsection", "subsubsection"), ""),
                **dict.fromkeys(("title", "doctitle"), ""),
            }
            result.append("?" + urlencode(values, quote_via=quote))
    return result


def align():
    """Return the script that lets every joined body start as if it were alone."""
    return _script(ALIGN, f"body > .{SECTION}")


def repeat(pages, height, line):
    """Return the script that fills the loaded header or footer for every page."""
    return _script(REPEAT, pages, height, line)


def _script(function, *arguments):
    """Return a call of a function of ours, to be run in the page."""
    values = ", ".join(json.dumps(argument) for argument in arguments)
    return f"(() => {{ {INHERIT} return ({function})({values}); }})()"


def _scripted(match):
    """Tell whether the body does something by itself, so that it must stay alone."""
    inside = match["inside"].lower()
    return "<script" in inside or "onload" in match["open"].lower()
