"""Docker Compose, to check ``docker-compose.yml`` also where it is not installed.

``python3 -m dev.compose config`` is ``docker compose config``. Only the plugin is
fetched, from the machine's own Debian mirror: checking a file needs no Docker engine.
"""

import platform
import shutil
import subprocess
import sys

from . import settings
from .apt import Archive
from .console import Failure, Progress, say
from .process import building, lock

PACKAGE = "docker-compose/trixie"
LISTS = "apt-compose"  # not needed again, as Odoo's are
PLUGIN = "usr/libexec/docker/cli-plugins/docker-compose"


def command():
    """How Docker Compose is called on this machine; fetched if it is not there."""
    for words in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(words[0]) and _is_compose(words):
            return words
    folder = settings.STATE / "compose" / platform.machine()
    with lock("compose", "another program fetches Docker Compose: waiting for it"):
        if not folder.exists():
            _fetch(folder)
    return [str(folder / PLUGIN)]


def _is_compose(words):
    shown = subprocess.run(
        [*words, "version", "--short"], capture_output=True, text=True, check=False
    )
    # Version 1 was another program and does not know the file's format.
    return shown.returncode == 0 and shown.stdout.lstrip("v")[:2] not in ("", "1.")


def _fetch(folder):
    say("Docker Compose, to check docker-compose.yml")
    try:
        with building(folder) as unfinished, Progress("docker-compose") as progress:
            archive = Archive(LISTS, suites="trixie", architecture="")
            archive.unpack([PACKAGE], unfinished, progress)
            if not (unfinished / PLUGIN).exists():
                raise Failure(f"Debian's {PACKAGE} holds no {PLUGIN}")
    except Failure as failure:
        raise Failure(
            "Docker Compose is not installed and could not be fetched: "
            f"install Docker with its compose plugin ({failure})"
        ) from failure
    shutil.rmtree(settings.STATE / LISTS, ignore_errors=True)


def main():
    """Run Docker Compose with the arguments given."""
    try:
        settings.apply()
        return subprocess.run([*command(), *sys.argv[1:]], check=False).returncode
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
