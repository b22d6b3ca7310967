"""The two allow lists: regular expressions, one per line, each with a reason."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
SKIPS = TESTS / "allowed_skips.txt"
LOG = TESTS / "allowed_log.txt"


def patterns(file):
    """The lines that are no comments."""
    lines = file.read_text().splitlines()
    return [re.compile(line) for line in lines if line and not line.startswith("#")]
