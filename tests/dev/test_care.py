"""Nobody's work is lost: neither to another ./sc nor to another checkout."""

import types

import pytest

from dev import addons, process, run, settings
from dev.console import Failure


def databases(made):
    """Databases of Odoo 19.0 whose ``demo`` was made from this."""
    source = types.SimpleNamespace(version="19.0")
    return types.SimpleNamespace(
        made_from=lambda name: made, odoo=types.SimpleNamespace(source=source)
    )


@pytest.fixture(autouse=True)
def one_addon(monkeypatch):
    monkeypatch.setattr(addons, "manifests", lambda: {"core": {}})


def test_a_demo_database_of_these_addons_may_be_updated():
    run.keep_others_work(databases(None))
    run.keep_others_work(databases({"odoo": "19.0", "addons": {"core": "1"}}))


@pytest.mark.parametrize(
    ("made", "word"),
    [
        ({"odoo": "19.0", "addons": {"theirs": "1"}}, "has theirs"),
        ({"odoo": "19.0 of May", "addons": {"core": "1"}}, "is of 19.0 of May"),
    ],
)
def test_another_demo_database_is_not_replaced(made, word):
    with pytest.raises(Failure, match=f"{word}.*./sc reset drops it"):
        run.keep_others_work(databases(made))


def test_a_lock_that_is_held_refuses_a_second_holder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "STATE", tmp_path)
    with process.lock("run", refusal="taken"):
        again = process.lock("run", refusal="taken")
        with pytest.raises(Failure, match="taken"), again:
            pass
    with process.lock("run", refusal="taken"):
        pass
