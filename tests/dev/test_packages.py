"""Which interpreter Odoo is run with."""

import pytest

from dev import packages, settings
from dev.console import Failure

SYSTEM = packages.SYSTEM_PYTHON


@pytest.mark.parametrize(
    ("system", "own", "taken"),
    [
        ("3.11", "3.12", (SYSTEM, "3.11")),  # as a rule the faster build
        (None, "3.12", ("own", "3.12")),
        ("3.13", "3.12", ("own", "3.12")),  # barcodes need no compiler there
        ("3.13", None, (SYSTEM, "3.13")),
    ],
)
def test_the_interpreter_that_suits_best(monkeypatch, system, own, taken):
    versions = {SYSTEM: system, "own": own}
    monkeypatch.setattr(settings, "PYTHON", None)
    monkeypatch.setattr(packages.sys, "executable", "own")
    monkeypatch.setattr(packages, "_version", versions.get)
    assert packages._interpreter() == taken


def test_without_a_fitting_interpreter_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(settings, "PYTHON", None)
    monkeypatch.setattr(packages, "_version", lambda python: None)
    with pytest.raises(Failure, match="apt-get install python3"):
        packages._interpreter()


def test_the_interpreter_that_was_asked_for(monkeypatch):
    monkeypatch.setattr(settings, "PYTHON", "theirs")
    monkeypatch.setattr(packages, "_version", {"theirs": "3.10", SYSTEM: "3.11"}.get)
    assert packages._interpreter() == ("theirs", "3.10")
