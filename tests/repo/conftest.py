"""Where the files are that the rules of the repository speak about."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def addon_folders():
    return sorted(file.parent for file in ROOT.glob("addons/*/__manifest__.py"))


def tracked_files():
    """Files that are in git or would be added to it, and exist."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return [path for path in paths if path.is_file()]


def pytest_generate_tests(metafunc):
    """A test with an ``addon`` runs once for each."""
    if "addon" in metafunc.fixturenames:
        folders = addon_folders()
        metafunc.parametrize("addon", folders, ids=[each.name for each in folders])


@pytest.fixture
def root():
    return ROOT
