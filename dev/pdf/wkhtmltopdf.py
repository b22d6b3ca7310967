#!/usr/bin/env python3
"""A stand-in for wkhtmltopdf that prints through headless Chromium.

Odoo knows one way to make a PDF: it calls a program named wkhtmltopdf. Debian's
build of it prints no headers, no footers and only one document at a time, and
newer systems have none. This one answers like the complete ("patched Qt") build.

Exit codes: 0 printed; 2 not printed, the reason in one sentence on standard
error. Never 1: Odoo takes that for a warning and hands out an empty file.
"""

import math
import signal
import sys

import assembly
import chromium
import documents
import options

VERSION = "wkhtmltopdf 0.12.6.1 (with patched qt)"


def main(argv):
    """Run the program; return its exit code."""
    if "--version" in argv or "-V" in argv:
        print(VERSION)
        return 0
    # Asked to end, leave through the cleaning up.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        print_job(options.parse(argv))
    except KeyboardInterrupt:
        return 130
    except (options.UsageError, chromium.BrowserError) as error:
        print(f"wkhtmltopdf: {error}", file=sys.stderr)
        return 2
    except Exception as error:
        print(f"wkhtmltopdf: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0


def print_job(job):
    """Print the bodies, then a header and footer for each page of them."""
    furniture = {part: documents.read(path) for part, path in job.furniture.items()}
    bodies = [
        documents.Body(index, path, documents.read(path))
        for index, path in enumerate(job.bodies)
    ]
    origin = documents.origin([*furniture.values(), *(body.html for body in bodies)])
    with chromium.Browser(origin, job.cookies) as browser:
        printed = {}
        for group in documents.groups(bodies):
            printed.update(print_group(browser, job, group))
        pages = [printed[body.index] for body in bodies]
        queries = documents.queries(bodies, [len(part) for part in pages])
        layers = [
            assembly.read(data)
            for part, html in furniture.items()
            if (data := print_furniture(browser, job, part, html, queries))
        ]
    for url in browser.refused:
        print(f"wkhtmltopdf: not loaded, foreign to the report: {url}", file=sys.stderr)
    assembly.write(job.output, pages, layers)


def print_group(browser, job, group):
    """Print bodies that go together; return the pages of each by its index."""
    browser.show("body", documents.join(group))
    if len(group) > 1:
        browser.run(documents.align())
    margins = (job.top, job.right, job.bottom, job.left)
    pdf = assembly.read(browser.print((job.width, job.height), margins, job.scale))
    if len(group) == 1:
        return {group[0].index: list(pdf.pages)}
    parts = assembly.slices(pdf, [body.anchor for body in group])
    return {body.index: part for body, part in zip(group, parts, strict=True)}


def print_furniture(browser, job, part, html, queries):
    """Print all headers, or all footers, one to a page."""
    spacing = job.spacing[part]
    if part == "header":
        top = max(job.top - spacing, 0)
    else:
        top = job.height - job.bottom + spacing
    room = job.height - top
    if room <= 0:  # no bottom margin, no footer
        return None
    browser.call("Page.addScriptToEvaluateOnNewDocument", source=documents.KEEP)
    browser.show(part, html, queries[0])
    height = math.floor(room / 25.4 * 96 / job.scale) - 1
    if not browser.run(documents.repeat(queries, height, part in job.lines)):
        return None
    browser.run(chromium.SETTLE)
    margins = (top, job.right, 0, job.left)
    return browser.print((job.width, job.height), margins, job.scale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
