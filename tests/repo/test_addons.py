"""What every addon brings along: manifest, README, icon, translations."""

import ast
import re
import struct

import polib
import pytest

LANGUAGES = ("ru", "uk", "pl")
LICENSES = ("LGPL-3", "AGPL-3")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}|\$\{\w+\}")
TRANSLATABLE = re.compile(r"fields\.\w+\(|\.env\._\(|string=|name=\"name\">|_t\(")


def manifest(addon):
    return ast.literal_eval((addon / "__manifest__.py").read_text())


def has_terms(addon):
    """Whether anything in the addon is shown to people."""
    return any(
        TRANSLATABLE.search(file.read_text())
        for pattern in ("*.py", "*.xml", "*.js")
        for file in addon.rglob(pattern)
        if "tests" not in file.parts
    )


def test_manifest_is_complete(addon):
    data = manifest(addon)
    assert data["license"] in LICENSES
    assert data["author"] == "Service Center contributors"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", data["version"])
    assert data["summary"] and not data["summary"].endswith(".")


def test_addon_knows_nothing_of_the_development_tools(addon):
    """It also works dropped into somebody's existing Odoo."""
    word = re.compile(r"\./sc\b|\bfrom dev\b|\bimport dev\b")
    found = [
        str(file.relative_to(addon))
        for file in addon.rglob("*")
        if file.suffix in (".py", ".xml", ".js") and word.search(file.read_text())
    ]
    assert not found


def test_addon_has_a_readme(addon):
    assert len((addon / "README.md").read_text()) > 200


def test_addon_has_a_square_icon(addon):
    head = (addon / "static" / "description" / "icon.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", head[16:24])
    assert width == height >= 100


def test_addon_has_tests(addon):
    assert list(addon.glob("tests/test_*.py"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_is_complete(addon, language):
    template = addon / "i18n" / f"{addon.name}.pot"
    if not template.exists():
        assert not has_terms(addon), f"{template.name} is missing: ./sc pot writes it"
        return
    wanted = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(template))}
    translated = {
        (entry.msgctxt, entry.msgid): entry.msgstr
        for entry in polib.pofile(str(addon / "i18n" / f"{language}.po"))
        if not entry.obsolete and "fuzzy" not in entry.flags
    }
    missing = [msgid for key in wanted if not translated.get(key) for msgid in key[1:]]
    assert not missing
    assert not list(broken_placeholders(translated))


def broken_placeholders(translated):
    for (_, msgid), msgstr in translated.items():
        if sorted(PLACEHOLDER.findall(msgid)) != sorted(PLACEHOLDER.findall(msgstr)):
            yield f"{msgid!r} -> {msgstr!r}"


def test_the_rule_finds_a_broken_placeholder():
    assert list(broken_placeholders({(None, "%(a)s is late"): "%(b)s"}))
    assert not list(broken_placeholders({(None, "%(a)s is late"): "late: %(a)s"}))
