"""README and the table of features: complete, in order, and true where checkable."""

import re
import subprocess
import sys

import pytest

from .conftest import ROOT
from .menus import paths

# How many features each letter has; see docs/FEATURES.md for what they stand for.
COUNTS = {"R": 86, "B": 52, "U": 27, "A": 62, "C": 36, "N": 25}
# not menus of ours
OTHERS = r"(print menu|Settings|Settings → Service Center|Service Center|Website) ?$"
ROW = re.compile(r"^\| ([A-Z]-\d\d) \| (.+?) \| (.*?) ?\| (.*?) \|$", re.MULTILINE)
FEATURES = (ROOT / "docs" / "FEATURES.md").read_text()
README = (ROOT / "README.md").read_text()


@pytest.fixture
def rows():
    return ROW.findall(FEATURES)


def test_every_feature_once_and_in_order(rows):
    expected = [
        f"{letter}-{number:02}"
        for letter, count in COUNTS.items()
        for number in range(1, count + 1)
    ]
    assert [row[0] for row in rows] == expected


def test_every_line_of_the_table_is_understood(rows):
    """A row with a slip in it must not escape the other tests."""
    lines = re.findall(r"^\|(?! Id | --- )", FEATURES, re.MULTILINE)
    assert len(lines) == len(rows)


def test_every_feature_has_words_and_a_place(rows):
    for number, feature, _addon, place in rows:
        assert feature.strip() and place.strip(), number


def test_a_feature_is_in_an_addon_or_not_yet(rows):
    for number, _feature, addon, place in rows:
        if place == "not yet":
            assert addon == "", number
            continue
        names = re.findall(r"`(\w+)`", addon)
        assert names, number
        for name in names:
            assert (ROOT / "addons" / name / "__manifest__.py").is_file(), number


def test_every_menu_named_as_a_place_is_there(rows):
    menus, wrong = paths(), []
    for number, _feature, _addon, place in rows:
        for found in re.finditer(r"[^→]*→", place):
            if not _is_menu(place[: found.end() - 1], place[found.end() :], menus):
                wrong.append(f"{number}: {found.group()}{place[found.end() :][:20]}")
    assert not wrong


def _is_menu(before, after, menus):
    """Whether an arrow between these words leads from a menu to one below it."""
    if re.search(OTHERS, before):
        return True
    return any(
        before.strip().endswith(path[-2]) and after.strip().startswith(path[-1])
        for path in menus
        if len(path) > 1
    )


def test_the_rule_finds_a_menu_that_is_not_there():
    menus = {("Pay", "Months of Pay"), ("Pay",)}
    assert _is_menu("see Pay ", " Months of Pay: what is owed", menus)
    assert not _is_menu("see Pay ", " Months", menus)


def test_the_count_is_right(rows):
    done = [row for row in rows if row[3] != "not yet"]
    assert f"Of {len(rows)} features {len(done)} work today." in FEATURES
    assert f"all {len(rows)} planned features" in README


def test_readme_names_commands_and_settings_that_exist():
    shown = subprocess.run(
        [sys.executable, ROOT / "sc", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    commands = set(re.findall(r"\./sc (\w+)", README))
    assert {"run", "test"} <= commands
    for command in commands:
        assert re.search(rf"^  {command}\b", shown, re.MULTILINE), command
    for setting in ("HTTP_PORT", "STATE", "ODOO_HOME", "PYTHON", "PG_BIN"):
        assert f"`{setting}`" in README
        assert setting in shown


def test_files_the_readme_speaks_of_exist():
    links = re.findall(r"\]\(([^)#:]+)\)|<img[^>]* src=\"([^\"]+)\"", README)
    for path in {first or second for first, second in links}:
        assert (ROOT / path).exists(), path
    layout = re.search(r"^    addons/.*?\n\n", README, re.MULTILINE | re.DOTALL)[0]
    for line in layout.strip().splitlines():
        assert (ROOT / line.split()[0]).exists(), line


def test_logins_of_the_readme_are_in_the_demo_company():
    demo = "".join(file.read_text() for file in ROOT.glob("addons/*/demo/*.xml"))
    for login, password in re.findall(r"^\| `(\w+)` \| `(\w+)` \|", README, re.M):
        if login != "admin":
            assert f'<field name="login">{login}</field>' in demo
            assert f'<field name="password">{password}</field>' in demo
