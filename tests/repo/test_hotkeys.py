"""Hotkeys of buttons on forms are none that the web client has itself."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
# new, save, discard, next and previous record, home menu, menu of actions
TAKEN = set("csjnphu")
FILES = sorted(ROOT.glob("addons/*/views/*.xml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_button_has_a_key_of_the_client(file):
    tree = ElementTree.parse(file)
    dialogs = {id(each) for foot in tree.iter("footer") for each in foot.iter("button")}
    wrong = [
        button.get("name")
        for button in tree.iter("button")
        if button.get("data-hotkey") in TAKEN and id(button) not in dialogs
    ]
    assert wrong == []
