"""Where the files are that the rules of the repository speak about."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", "__pycache__", ".ruff_cache", ".pytest_cache", ".hypothesis"}


def addon_folders():
    return sorted(file.parent for file in ROOT.glob("addons/*/__manifest__.py"))


def tracked_files():
    """The files of the repository, also where it was unpacked without git."""
    listed = _listed_by_git()
    paths = (ROOT / name for name in listed) if listed else ROOT.rglob("*")
    return sorted(
        path
        for path in set(paths)
        if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)
    )


def _listed_by_git():
    """Files that are in git or would be added to it; none if git can't tell."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return []
    return [name for name in done.stdout.split("\0") if name]


def pytest_generate_tests(metafunc):
    """A test with an ``addon`` runs once for each."""
    if "addon" in metafunc.fixturenames:
        folders = addon_folders()
        metafunc.parametrize("addon", folders, ids=[each.name for each in folders])


@pytest.fixture
def root():
    return ROOT
