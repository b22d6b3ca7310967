"""Planted faults are read and applied strictly: none may hit another place."""

import pytest

from dev import patches
from dev.console import Failure

TEXT = """Everybody may do it.
Tests: one, black box

--- a/addons/one/models/it.py
+++ b/addons/one/models/it.py
@@ -1,3 +1,3 @@
 def may(user):
-    return user.is_head
+    return True
"""
CODE = "def may(user):\n    return user.is_head\n"


@pytest.fixture
def patch(tmp_path):
    return read(tmp_path, TEXT)


def read(folder, text):
    file = folder / "open-to-all.patch"
    file.write_text(text)
    return patches.read(file)


def write(folder, code):
    file = folder / "addons" / "one" / "models" / "it.py"
    file.parent.mkdir(parents=True)
    file.write_text(code)
    return file


def test_a_fault_has_a_name_a_sentence_and_suites(patch):
    assert patch.name == "open-to-all"
    assert patch.sentence == "Everybody may do it."
    assert patch.suites == ("one", "black box")
    assert "is_head" in patch.words


def test_it_is_planted_wherever_its_lines_are_by_now(patch, tmp_path):
    file = write(tmp_path, f"# new\n\n\n{CODE}")
    patch.apply(tmp_path)
    assert file.read_text() == "# new\n\n\ndef may(user):\n    return True\n"


@pytest.mark.parametrize("code", ["def may(user):\n    return None\n", CODE + CODE])
def test_what_fits_nowhere_or_twice_is_refused(patch, tmp_path, code):
    file = write(tmp_path, code)
    with pytest.raises(Failure, match="does not fit"):
        patch.apply(tmp_path)
    assert file.read_text() == code


@pytest.mark.parametrize("lost", ["Everybody may do it.\n", "Tests: one, black box\n"])
def test_a_patch_without_sentence_or_suites_is_refused(tmp_path, lost):
    with pytest.raises(Failure, match="lacks"):
        read(tmp_path, TEXT.replace(lost, ""))


def test_a_fault_in_code_needs_no_installation_but_one_in_a_field_does(tmp_path, patch):
    assert patch.is_code
    field = TEXT.replace("return user.is_head", "name = fields.Char()")
    assert not read(tmp_path, field).is_code
    data = TEXT.replace("it.py", "it.xml")
    assert not read(tmp_path, data).is_code
