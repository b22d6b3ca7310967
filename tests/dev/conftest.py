"""Fixtures for the tests of the development tools."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PyPDF2 import PdfReader

PROGRAM = Path(__file__).parents[2] / "dev" / "pdf" / "wkhtmltopdf.py"

# The page around every part of a report, as Odoo's layout makes it.
PAGE = """
    <!DOCTYPE html>
    <html style="height: 0;"><head><base href="{base}"/><meta charset="utf-8"/>
<style>html, body {{height: 100%}} body {{margin: 0; font-family: sans-serif}}</style>
{script}</head>
<body class="o_body_pdf container overflow-hidden"{onload}>
    {inside}
    </body>
</html>
"""
# What Odoo's layout does with the address wkhtmltopdf gives to headers and footers.
FILL = """<script>
function subst() {
    const values = Object.fromEntries(new URLSearchParams(location.search));
    for (const [name, kind] of [["page", "sitepage"], ["topage", "sitepages"]]) {
        for (const element of document.getElementsByClassName(name)) {
            element.textContent = values[kind];
        }
    }
    const number = values.webpage.split(".", 4)[3];
    const part = document.querySelector("#headers, #footers");
    const mine = part.children[number];
    part.textContent = "";
    part.appendChild(mine);
}
</script>"""


class Report:
    """A report in the making: its files, its command line and the printed file."""

    def __init__(self, folder):
        self.folder = folder
        self.base = "http://127.0.0.1:9"  # the port for discarding: nobody is there
        self.output = folder / "report.pdf"
        self.options = ["--disable-local-file-access", "--quiet"]
        self.bodies = []

    def write(self, name, inside, script="", onload=""):
        path = self.folder / name
        path.write_text(
            PAGE.format(base=self.base, inside=inside, script=script, onload=onload)
        )
        return str(path)

    def body(self, inside):
        name = f"report.body.tmp.{len(self.bodies)}.abc.html"
        self.bodies.append(self.write(name, f'<div class="article">{inside}</div>'))

    def furniture(self, part, texts):
        """Give every body its own header or footer, all in one file like Odoo."""
        inside = "".join(f'<div class="{part}">{text}</div>' for text in texts)
        inside = f'<div id="{part}s">{inside}</div>'
        path = self.write(f"report.{part}.html", inside, FILL, ' onload="subst()"')
        self.options += [f"--{part}-html", path]

    def command(self):
        return [sys.executable, PROGRAM, *self.options, *self.bodies, self.output]

    def run(self, **kwargs):
        kwargs = {"capture_output": True, "text": True, "timeout": 120, **kwargs}
        return subprocess.run(self.command(), check=False, **kwargs)

    def print(self):
        done = self.run()
        assert done.returncode == 0, done.stderr
        return PdfReader(io.BytesIO(self.output.read_bytes()))


@pytest.fixture
def new_report(tmp_path):
    """Make reports without content, on A4 with the margins of Odoo's usual format."""

    def make(name):
        folder = tmp_path / name
        folder.mkdir()
        made = Report(folder)
        made.options += ["--page-size", "A4", "--orientation", "Portrait"]
        made.options += ["--margin-top", "52.0", "--margin-bottom", "32.0"]
        made.options += ["--margin-left", "0.0", "--margin-right", "0.0"]
        made.options += ["--header-spacing", "52", "--dpi", "90", "--zoom", "1.0666667"]
        made.options += ["--javascript-delay", "1000"]
        return made

    return make


@pytest.fixture
def report(new_report):
    return new_report("report")


@pytest.fixture
def wait_until():
    """Wait, but not for ever; return whether it came true."""

    def wait(condition):
        for _ in range(150):
            if condition():
                return True
            time.sleep(0.1)
        return False

    return wait
