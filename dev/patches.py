"""The faults in ``tests/mutants``: patches of one file or more, and what they break.

A patch begins with a sentence on what is broken, and ``Tests:`` with the suites that
should find it: addons, or ``black box``. The rest is as ``git diff`` writes it. A
piece has to fit at exactly one place of its file, on whatever line that is by now.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import settings
from .console import Failure

FOLDER = settings.ROOT / "tests" / "mutants"
BLACK_BOX = "black box"
# a change of these takes effect when an addon is installed
INSTALLED = re.compile(r"fields\.|\b(?:Unique)?Index\(|Constraint\(")
WORD = re.compile(r"[A-Za-z_]{4,}")


@dataclass(frozen=True)
class Patch:
    """One planted fault."""

    name: str
    sentence: str
    suites: tuple
    pieces: tuple  # of path, old text and new text

    @cached_property
    def is_code(self):
        """Whether an installed database stays as it is, and only code differs."""
        return all(
            path.endswith(".py") and not INSTALLED.search("".join(_changed(old, new)))
            for path, old, new in self.pieces
        )

    @cached_property
    def words(self):
        """What tests of this place are likely to speak of: names and their parts."""
        text = self.sentence.lower()
        for path, old, _new in self.pieces:
            text += f" {Path(path).stem} {old}"
        names = set(WORD.findall(text))
        parts = {part for name in names for part in name.split("_")}
        return sorted(each for each in names | parts if len(each) > 3)

    def apply(self, root):
        """Plant the fault in the checkout at ``root``."""
        for path, old, new in self.pieces:
            file = Path(root, path)
            text = file.read_text() if file.exists() else ""
            if text.count(old) != 1:
                raise Failure(
                    f"{self.name}.patch does not fit {path} any more: its lines are "
                    f"there {text.count(old)} times. Write the patch anew"
                )
            file.write_text(text.replace(old, new))


def _changed(old, new):
    old, new = old.splitlines(), new.splitlines()
    return {*old} ^ {*new}


def read_all():
    """All faults, in order of name."""
    return [read(file) for file in sorted(FOLDER.glob("*.patch"))]


def read(file):
    """The fault that a patch describes."""
    head, diff, body = file.read_text().partition("\n--- ")
    lines = [line for line in head.splitlines() if line]
    wanted = [line for line in lines if line.startswith("Tests: ")]
    sentence = " ".join(line for line in lines if line not in wanted)
    if not diff or len(wanted) != 1 or not sentence:
        raise Failure(
            f"{file.name} lacks a sentence, a line “Tests: …” or what it changes"
        )
    suites = tuple(each.strip() for each in wanted[0][len("Tests: ") :].split(","))
    return Patch(file.stem, sentence, suites, tuple(_read_pieces(diff + body)))


def _read_pieces(text):
    path, old, new = None, [], []
    for line in [*(text.strip("\n") + "\n").splitlines(keepends=True), "@@"]:
        if line.startswith(("@@", "--- ", "+++ ")):
            if old or new:
                yield path, "".join(old), "".join(new)
                old, new = [], []
            if line.startswith("+++ "):
                path = line[4:].strip().removeprefix("b/")
        elif line.startswith("-"):
            old.append(line[1:])
        elif line.startswith("+"):
            new.append(line[1:])
        else:
            old.append(line[1:])
            new.append(line[1:])
