"""Odoo's source code: the one ODOO_HOME names, or Debian's package unpacked."""

import os
import re
import shutil
from pathlib import Path

from . import settings
from .apt import HELP, Archive
from .console import Failure, Progress, note, say
from .process import UNFINISHED, building, lock

TESTED = "19.0.0+dfsg-1"  # the package version this project was tested with
# Debian's odoo-19 links into these. They are taken from bookworm where sid's
# have other file names meanwhile, so that no link is left dangling.
LINKED = (
    *("fonts-montserrat/sid", "fonts-font-awesome/bookworm", "fonts-ocr-b/bookworm"),
    *("fonts-inconsolata/bookworm", "fonts-roboto-unhinted/bookworm"),
    *("libjs-jquery/bookworm", "libjs-underscore/bookworm"),
    "libjs-jquery-form/bookworm",
)
PACKAGES = Path("usr/lib/python3/dist-packages")


class Source:
    """Where Odoo is: ``path`` holds ``odoo/``, ``addons`` are other addon folders."""

    def __init__(self, path, version):
        self.path = path
        self.version = version
        # A git checkout keeps most modules beside odoo/, a package inside it.
        self.addons = [path / "addons"] if (path / "addons" / "web").is_dir() else []

    def module(self, name):
        """The folder of one of Odoo's modules, or ``None``."""
        places = [*self.addons, self.path / "odoo" / "addons"]
        found = (place / name for place in places if (place / name).is_dir())
        return next(found, None)


def get():
    """Return the Odoo to use, fetching it first where necessary."""
    if settings.ODOO_HOME:
        return _home(Path(settings.ODOO_HOME))
    with lock("odoo", "another ./sc is fetching Odoo: waiting for it"):
        folder = _cached() or _fetch()
    return Source(folder / PACKAGES, folder.name)


def _home(path):
    """An own checkout, or an installation (whose folder holds ``odoo/`` too)."""
    path = path.expanduser().resolve()
    release = path / "odoo" / "release.py"
    found = release.is_file() and re.search(
        r"version_info = \((\d+), *(\d+)", release.read_text()
    )
    if not found:
        raise Failure(
            f"ODOO_HOME={path} is not Odoo: it must be the folder that holds "
            "odoo/release.py of an Odoo 19.0"
        )
    if found.groups() != ("19", "0"):
        raise Failure(f"ODOO_HOME={path} is Odoo {found[1]}.{found[2]}: 19.0 is needed")
    return Source(path, f"19.0 in {path}")


def _cached():
    """The newest complete tree."""
    folders = [
        folder
        for folder in (settings.STATE / "odoo").glob("19.0*")
        if UNFINISHED not in folder.name
    ]
    return max(folders, key=os.path.getmtime, default=None)


def _fetch():
    say("Odoo 19 from Debian's archive (130 MB, once)")
    archive = Archive()
    version = archive.candidate("odoo-19")
    if not version.startswith("19.0"):
        raise Failure(f"this machine's Debian mirror has no odoo-19: {HELP}")
    if version != TESTED:
        note(f"Debian has {version} by now; this project was tested with {TESTED}")
    target = settings.STATE / "odoo" / version
    with building(target) as unfinished, Progress("Odoo") as progress:
        archive.unpack([f"odoo-19={version}", *LINKED], unfinished, progress)
        _mend(unfinished / PACKAGES)
        dangling = next(_dangling_links(unfinished), None)
        if dangling:
            raise Failure(
                f"Debian's odoo-19 {version} links to a file of a package unknown "
                f"here ({dangling.name}): {HELP}"
            )
    return target


def _mend(packages):
    """Make the package's tree one that Odoo and its browser tests accept."""
    # A second copy of the modules without their data, which must never be used.
    for name in ("addons", "doc", "setup"):
        shutil.rmtree(packages / name, ignore_errors=True)
    # Debian leaves this file out. It is part of a bundle of the web client, and
    # the error message about it in the browser's console fails every tour.
    script = packages / (
        "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    )
    if not script.exists():
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text("/* Only the blur of call backgrounds needs this. */\n")


def _dangling_links(folder):
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            path = Path(place, name)
            if path.is_symlink() and not path.exists():
                yield path
