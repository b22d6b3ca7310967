"""What the tools read from manifests and files."""

import pytest

from dev import addons, settings
from dev.console import Failure

KNOWN = {
    "core": {"depends": ["mail", "account"]},
    "core_stock": {"depends": ["core", "stock"]},
    "other": {"depends": ["crm"]},
}


def test_an_addon_is_tested_with_those_of_ours_it_needs():
    assert addons.closure(["core_stock"], KNOWN) == ["core", "core_stock"]


def test_odoos_modules_are_those_of_all_that_is_needed():
    names = addons.closure(["core_stock"], KNOWN)
    assert addons.foreign(names, KNOWN) == ["account", "base", "mail", "stock"]


def test_a_bridge_to_an_addon_of_others_stands_in_no_database_with_all(
    tmp_path, monkeypatch
):
    for name, words in (("mine", "LGPL-3"), ("mine_theirs", "AGPL-3")):
        (tmp_path / name).mkdir()
        file = tmp_path / name / "__manifest__.py"
        file.write_text(f'{{"name": "Any", "license": "{words}"}}')
    monkeypatch.setattr(settings, "ADDONS", tmp_path)
    assert list(addons.together()) == ["mine"]
    assert list(addons.manifests()) == ["mine", "mine_theirs"]


@pytest.fixture
def addon(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    (folder / "tests").mkdir(parents=True)
    (folder / "__manifest__.py").write_text('{"name": "Mine"}')
    monkeypatch.setattr(settings, "ADDONS", tmp_path)
    return folder


def test_a_changed_model_asks_for_an_update_and_a_changed_test_does_not(addon):
    before = addons.checksums(["mine"])
    (addon / "tests" / "test_mine.py").write_text("# new")
    assert addons.checksums(["mine"]) == before
    (addon / "model.py").write_text("# new")
    assert addons.checksums(["mine"]) != before


def test_a_manifest_that_cannot_be_read_is_named(addon):
    (addon / "__manifest__.py").write_text("{")
    with pytest.raises(Failure, match="mine/__manifest__.py"):
        addons.manifests()


def test_an_addon_that_is_not_installable_is_left_out(addon):
    (addon / "__manifest__.py").write_text('{"installable": False}')
    with pytest.raises(Failure, match="no addon"):
        addons.manifests()
