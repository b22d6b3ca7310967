"""docs/EXTENDING.md names what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "EXTENDING.md").read_text()
ADDONS = sorted(path.parent.name for path in ROOT.glob("addons/*/__manifest__.py"))
CODE = "\n".join(path.read_text() for path in ROOT.glob("addons/*/models/*.py"))
VIEWS = "\n".join(path.read_text() for path in ROOT.glob("addons/*/views/*.xml"))


@pytest.mark.parametrize("method", sorted(set(re.findall(r"`(_[a-z_]+)`", TEXT))))
def test_every_method_is_there(method):
    assert f"def {method}(" in CODE


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(addons/[^` ]+)`", TEXT))))
def test_every_file_is_there(path):
    assert (ROOT / path).exists()


def test_every_addon_is_in_the_picture():
    picture = TEXT.split("```")[1]
    assert [
        name for name in ADDONS if name.removeprefix("service_center") not in picture
    ] == []


@pytest.mark.parametrize("path", re.findall(r"\*Configuration → ([^*]+)\*", TEXT))
def test_every_menu_is_there(path):
    for word in path.replace("→ New", "").split(" → "):
        assert f'name="{word.strip()}"' in VIEWS
