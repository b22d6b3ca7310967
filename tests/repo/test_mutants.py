"""The planted faults still fit: what ``./sc mutants`` would find out late."""

import ast
import shutil

import pytest
from lxml import etree

from dev import addons, patches

FEWEST = 20


@pytest.fixture(scope="module")
def known():
    return addons.together()


def pytest_generate_tests(metafunc):
    if "patch" in metafunc.fixturenames:
        found = patches.read_all()
        metafunc.parametrize("patch", found, ids=[each.name for each in found])


def test_every_fault_fits_and_leaves_files_that_can_be_read(patch, root, tmp_path):
    for path, _old, _new in patch.pieces:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, tmp_path / path)
    patch.apply(tmp_path)
    for path, _old, _new in patch.pieces:
        text = (tmp_path / path).read_bytes()
        assert text != (root / path).read_bytes()
        if path.endswith(".py"):
            ast.parse(text)
        elif path.endswith(".xml"):
            etree.fromstring(text)


def test_every_fault_names_suites_that_are_there(patch, known):
    assert set(patch.suites) <= {*known, patches.BLACK_BOX}
    assert patch.sentence.endswith(".")


def test_there_are_enough_faults_and_some_in_every_addon(known):
    found = patches.read_all()
    touched = {path.split("/")[1] for each in found for path, _old, _new in each.pieces}
    assert len(found) >= FEWEST
    assert touched == set(known)
