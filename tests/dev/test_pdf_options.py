"""How the stand-in for wkhtmltopdf reads its command line and its HTML files."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "dev" / "pdf"))
import chromium  # noqa: E402
import documents  # noqa: E402
import options  # noqa: E402


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [("52", 52), ("52.0", 52), ("80mm", 80), ("1.5cm", 15), ("2in", 50.8), (".5", 0.5)],
)
def test_lengths(text, millimetres):
    assert options.length(text) == pytest.approx(millimetres)


@pytest.mark.parametrize(
    ("name", "size"),
    [("A4", (210, 297)), ("A8", (52, 74)), ("B5", (176, 250)), ("B10", (31, 44))],
)
def test_iso_paper(name, size):
    job = options.parse(["--page-size", name, "a.html", "a.pdf"])
    assert (job.width, job.height) == size


def test_files_and_furniture():
    line = "--quiet --header-html h --footer-html f --header-spacing 5 a b out"
    job = options.parse(line.split())
    assert job.bodies == ["a", "b"]
    assert job.output == "out"
    assert job.furniture == {"header": "h", "footer": "f"}
    assert job.spacing == {"header": 5, "footer": 0}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a.html", "at least one HTML file"),
        ("--enable-local-file-access a b", "unknown option"),
        ("-q a b", "unknown option"),
        ("--margin-top wide a b", "not a length"),
        ("--page-size A11 a b", "unknown paper size"),
        ("--margin-top 200 --margin-bottom 100 a b", "no room"),
        ("--zoom big a b", "take numbers"),
        ("a b --dpi", "needs 1 value"),
    ],
)
def test_what_is_not_understood_is_refused(line, words):
    with pytest.raises(options.UsageError, match=words):
        options.parse(line.split())


def test_cookie_jar(tmp_path):
    jar = tmp_path / "jar"
    jar.write_text("session_id=a1=b2; HttpOnly; domain=localhost; path=/;")
    job = options.parse(["--cookie-jar", str(jar), "--cookie", "x", "y", "a", "b"])
    assert job.cookies == [("x", "y"), ("session_id", "a1=b2")]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("http://Localhost:8069/odoo", "http://localhost:8069"),
        ("https://shop.example:443/", "https://shop.example"),
        ("http://[::1]:8069", "http://[::1]:8069"),
    ],
)
def test_origin_is_that_of_the_first_base(href, expected):
    other = '<base href="http://other.example/">'
    assert documents.origin(["", f'<base href="{href}"/>', other]) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://host:8069/logo", True),
        ("data:image/png;base64,AA", True),
        ("https://host:8069/logo", False),
        ("http://host/logo", False),
        ("http://host:8069.example/", False),
        ("http://host:8069@example.com/", False),
        ("file:///etc/passwd", False),
        ("ftp://host:8069/", False),
    ],
)
def test_only_the_origin_and_data_may_be_loaded(url, expected):
    assert chromium.allowed(url, "http://host:8069") is expected


def bodies(*htmls):
    return [
        documents.Body(number, f"report.body.tmp.{number}.x.html", html)
        for number, html in enumerate(htmls)
    ]


def indexes(*htmls):
    return [[b.index for b in group] for group in documents.groups(bodies(*htmls))]


def test_only_bodies_that_look_alike_are_printed_together():
    page = "\n<!DOCTYPE html>\n<html><head>{}</head>\n<body {}>\n{}\n</body>\n</html>\n"
    assert indexes(
        page.format("", "", "one"),
        page.format("", 'dir="rtl"', "two"),
        page.format("", "", "three"),
        page.format("<link/>", "", "four"),
        page.format("", "", "<style>p {}</style>five"),
        page.format("", "", "<script>six</script>"),
        page.format("", "", "<script>seven</script>"),
        page.format("", "", "<style>p {}</style>eight"),
        "nine",
        "ten",
    ) == [[0, 2], [1], [3], [4, 7], [5], [6], [8], [9]]
