"""``./sc corpora``: real letters, broken in real ways, to try the mail gateway with.

They are those of two Debian packages: the samples that Python's own parser of mail is
tested with, and the bounces of many servers that ``flufl.bounce`` is. Only development
needs them, and nothing of them is shipped. Where they are, the tests of
``service_center_leads`` use them beside their own letters (LEADS_CORPORA names the
folder), else they do without.

apt checks the signatures of what it downloads. What is taken of it is pinned: a later
version of a package with other letters is refused until somebody has looked at it.
"""

import hashlib
import shutil

from . import settings
from .apt import Archive
from .console import Failure, Progress, say
from .process import building, lock

FOLDER = settings.STATE / "corpora"
# package: where its letters are, how many, and the SHA-256 of all of them
PACKAGES = {
    "libpython3.11-testsuite": (
        "usr/lib/python3.11/test/test_email/data/*.txt",
        47,
        "a80e192d7d17e378df46c9d4778132b4d65871e9650db3bf0650bc51871998ff",
    ),
    "python3-flufl.bounce": (
        "usr/lib/python3/dist-packages/flufl/bounce/tests/data/*.txt",
        115,
        "7069dd465257b239c4885440bfaa18f029dc5e241d98c14857df1ef980c830b5",
    ),
}


def main(_arguments):
    """Fetch the letters, unless they are here."""
    with lock("corpora", "another ./sc is fetching letters: waiting for it"):
        if not FOLDER.exists():
            with building(FOLDER) as unfinished:
                _fetch(unfinished)
    print(f"{len(list(FOLDER.iterdir()))} letters in {FOLDER}")
    return 0


def environment():
    """How the tests know of them."""
    return {"LEADS_CORPORA": str(FOLDER)} if FOLDER.exists() else {}


def _fetch(folder):
    say("letters to try the mail gateway with (4 MB, once)")
    root = folder.with_name("corpora-packages")
    shutil.rmtree(root, ignore_errors=True)
    with Progress("letters") as progress:
        names = [f"{package}/bookworm" for package in PACKAGES]
        Archive().unpack(names, root, progress)
    for package, (pattern, count, pinned) in PACKAGES.items():
        found = sorted(root.glob(pattern))
        digest = hashlib.sha256()
        for file in found:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
            shutil.copyfile(file, folder / f"{package}-{file.name}")
        if (len(found), digest.hexdigest()) != (count, pinned):
            raise Failure(
                f"{package} has other letters than dev/corpora.py knows: "
                f"{len(found)} with {digest.hexdigest()}; look at them, then pin them"
            )
    shutil.rmtree(root)
