"""Rules for every file: no traces of one machine, well-formed, documented."""

import re
from xml.etree import ElementTree

import pytest

from .conftest import ROOT, tracked_files

PLACES = re.compile(
    r"(?<![\w.])/(?:root|work)/\w|(?<![\w.])/home/(?!odoo\b)\w|/Users/\w|\bC:\\Users"
)
REGISTRIES = re.compile(
    r"\b(?:(?:deb|security|archive|snapshot)\.debian\.org|archive\.ubuntu\.com"
    r"|(?:files\.)?pythonhosted\.org|pypi\.org|registry\.npmjs\.org"
    r"|nightly\.odoo\.com)"
)
ALLOWED_LISTS = ("tests/allowed_skips.txt", "tests/allowed_log.txt")


def texts():
    for file in tracked_files():
        try:
            yield file.relative_to(ROOT), file.read_text()
        except UnicodeDecodeError:
            continue


def lines_with(pattern):
    return [
        f"{file}:{number}: {line.strip()[:120]}"
        for file, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


# Samples are spelt with a gap, so that this file does not offend itself.
@pytest.mark.parametrize("sample", ["/ro~ot/x", "cp a /wo~rk/main", "/ho~me/me"])
def test_the_rule_finds_a_machines_path(sample):
    assert PLACES.search(sample.replace("~", ""))


def test_no_file_names_a_path_of_one_machine():
    assert not lines_with(PLACES)


@pytest.mark.parametrize("sample", ["https://pypi~.org/simple", "deb~.debian.org"])
def test_the_rule_finds_a_registry(sample):
    assert REGISTRIES.search(sample.replace("~", ""))


def test_no_file_names_the_host_of_a_registry():
    assert not lines_with(REGISTRIES)


def test_xml_is_well_formed():
    broken = []
    for file in tracked_files():
        if file.suffix in (".xml", ".svg"):
            try:
                ElementTree.parse(file)
            except ElementTree.ParseError as error:
                broken.append(f"{file.relative_to(ROOT)}: {error}")
    assert not broken


def test_no_file_has_conflict_markers():
    assert not lines_with(re.compile(r"^(<{7} |>{7} )"))


@pytest.mark.parametrize("name", ALLOWED_LISTS)
def test_every_exception_in_an_allow_list_has_a_reason(name):
    above = ""
    for line in (ROOT / name).read_text().splitlines():
        if line and not line.startswith("#"):
            assert len(above) > 20, f"no reason above {line!r} in {name}"
            re.compile(line)
        above = line if line else ""
