"""Asking the machine's package client for files, without installing anything.

A private list of sources and a private folder of indexes are used, so no root
is needed and the machine's own package state is not touched. The mirror is the
one this machine already uses; apt checks signatures and checksums as always.
"""

import re
import shutil
from pathlib import Path

from . import settings
from .console import Failure
from .process import run, unused, watch

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
HELP = "set ODOO_HOME to an Odoo 19.0 checkout, or use Docker Compose"


def mirror():
    """The address of the Debian mirror this machine is configured with."""
    if not shutil.which("apt-get"):
        raise Failure(f"this machine has no apt-get: {HELP}")
    rows = run(
        ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)"]
        + ["Created-By: Packages"]
    ).stdout
    found = re.search(r"^Debian\|Debian\|(\S+)$", rows, re.MULTILINE)
    if not found and _os_release("ID") == "debian":
        # Package lists were never fetched, as in container images.
        codename = re.escape(_os_release("VERSION_CODENAME"))
        rows = run(["apt-get", "update", "--print-uris"]).stdout
        found = re.search(rf"^'(\S+?)/dists/{codename}/(?:In)?Release'", rows, re.M)
    if not found:
        raise Failure(f"no Debian mirror is configured on this machine: {HELP}")
    return found[1]


def _os_release(key):
    text = Path("/etc/os-release").read_text()
    found = re.search(rf'^{key}="?([^"\n]*)', text, re.MULTILINE)
    return found[1] if found else ""


class Archive:
    """Debian's archive as seen through private package lists.

    Unless told otherwise, packages come from where Odoo 19 is, sid; all it needs
    beside is architecture-independent. No ``architecture`` is the machine's own.
    """

    def __init__(self, name="apt", suites="sid bookworm", architecture="all"):
        self.folder = settings.STATE / name
        self._suites, self._architecture = suites, architecture
        self._updated = False

    def candidate(self, package):
        """The version of ``package`` the mirror offers, or an empty string."""
        self._update()
        shown = run(self._command("apt-cache", "show", package)).stdout
        found = re.search(r"^Version: (\S+)", shown, re.MULTILINE)
        return found[1] if found else ""

    def unpack(self, packages, target, progress):
        """Download ``packages`` ("name", "name=version", "name/suite"), unpack."""
        self._update()
        downloads = unused(self.folder / "downloads")
        downloads.mkdir()
        watch(
            self._command("apt-get", "download", *packages),
            "Debian's packages could not be downloaded: "
            "check the network and try again",
            lambda: progress.show(f"{_megabytes(downloads)} MB downloaded"),
            cwd=downloads,
        )
        for file in sorted(downloads.glob("*.deb")):
            progress.show(f"unpacking {file.name}")
            run(
                ["dpkg-deb", "-x", file, target],
                failure=f"{file.name} could not be unpacked: try again",
            )
        shutil.rmtree(downloads)

    def _update(self):
        if self._updated:
            return
        for name in ("lists/partial", "archives/partial", "none"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        keys = KEYRING if KEYRING.exists() else "/etc/apt/trusted.gpg.d"
        source = (
            f"Types: deb\nURIs: {mirror()}\nSuites: {self._suites}\n"
            f"Components: main\nSigned-By: {keys}\n"
        )
        if self._architecture:
            source += f"Architectures: {self._architecture}\n"
        (self.folder / "sources.sources").write_text(source)
        run(
            self._command("apt-get", "update", "-o", "APT::Update::Error-Mode=any"),
            failure="Debian's package lists could not be fetched: "
            "check the network and try again",
        )
        self._updated = True

    def _command(self, program, *arguments):
        none = self.folder / "none"
        private = {
            "Dir::Etc::sourcelist": self.folder / "sources.sources",
            "Dir::Etc::sourceparts": none,
            "Dir::Etc::preferences": none / "preferences",
            "Dir::Etc::preferencesparts": none,
            "Dir::State": self.folder,
            "Dir::State::lists": self.folder / "lists",
            "Dir::State::status": "/dev/null",
            "Dir::Cache": self.folder,
            "Dir::Cache::archives": self.folder / "archives",
            "APT::Sandbox::User": "root",  # else root's apt cannot write here
            "APT::Default-Release": "",
            "Acquire::Languages": "none",
            # Some mirrors are frozen at a day; their signature holds all the same.
            "Acquire::Check-Valid-Until": "false",
            "Acquire::Retries": "3",
        }
        # As options: a file named by APT_CONFIG is overruled by apt.conf.d.
        command = [program, "-q"]
        for key, value in private.items():
            command += ["-o", f"{key}={value}"]
        return command + list(arguments)


def _megabytes(folder):
    return sum(file.stat().st_size for file in folder.rglob("*.deb")) // 1000000
