"""The Python packages of the lock file, in a private environment of this STATE."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from . import settings
from .apt import Archive
from .console import Failure, Progress, say
from .process import building, lock, run, watch

HERE = Path(__file__).resolve().parent
UV_LOCK = HERE / "lock" / "uv.lock"
CONSTRAINTS = HERE / "lock" / "build.txt"
SUPPORTED = "Python 3.10 to 3.13"
SYSTEM_PYTHON = "/usr/bin/python3"
WITHOUT_BARCODES = "3.13"  # unless there is a compiler, so the last choice
CHECK = "import sys; print('%d.%d' % sys.version_info[:2])"
NETWORK = "check the network and pip's configuration, and try again"


class Packages:
    """A complete environment: ``python`` and the folder ``site`` of packages."""

    def __init__(self, folder):
        self.python = folder / "bin" / "python"
        self.site = next((folder / "lib").glob("python3*/site-packages"))


def get(name="requirements"):
    """Return the environment for a lock file, making it where necessary."""
    python, version = _interpreter()
    packages = HERE / "lock" / f"{name}.lock"
    made_of = packages.read_bytes() + os.fsencode(python)
    key = hashlib.sha256(made_of).hexdigest()[:12]
    folder = settings.STATE / "venv" / f"{version}-{key}"
    with lock("venv", "another ./sc is installing Python packages: waiting for it"):
        if not (folder / "complete").exists():
            _install(packages, python, version, folder)
            _forget_old_ones(folder.parent)
        (folder / "complete").touch()  # says when it was used last
    return Packages(folder)


def _forget_old_ones(folder):
    """Delete environments of earlier lock files that nobody used for two weeks."""
    for old in folder.iterdir():
        used = old / "complete"
        if used.exists() and time.time() - used.stat().st_mtime > 14 * 86400:
            shutil.rmtree(old, ignore_errors=True)


def _interpreter():
    """The version and path of PYTHON, or of the interpreter that suits best.

    That of the system comes first: distributions build theirs with all optimizations,
    version managers mostly without, and then everything takes half as long again.
    """
    if settings.PYTHON:
        version = _version(settings.PYTHON)
        if not version:
            raise Failure(
                f"PYTHON={settings.PYTHON} is not {SUPPORTED}: name another interpreter"
            )
        return settings.PYTHON, version
    versions = {each: _version(each) for each in (SYSTEM_PYTHON, sys.executable)}
    found = [(each, version) for each, version in versions.items() if version]
    if not found:
        raise Failure(f"{SUPPORTED} is needed: apt-get install python3, or set PYTHON")
    return min(found, key=lambda each: each[1] == WITHOUT_BARCODES)


def _version(python):
    """``3.11`` for an interpreter that exists and is supported, else ``None``."""
    try:
        version = run([python, "-c", CHECK]).stdout.strip()
    except OSError:
        return None
    return version if version in ("3.10", "3.11", "3.12", "3.13") else None


def _install(packages, python, version, folder):
    say(f"Python packages ({packages.stem}, Python {version}, up to 90 MB, once)")
    # An environment knows its own path, so it can't be renamed: what makes it
    # complete is the file of that name, written by the caller.
    shutil.rmtree(folder, ignore_errors=True)
    run(
        [python, "-m", "venv", "--without-pip", folder],
        failure=f"{python} could not make a virtual environment",
    )
    uv = _uv(python)
    environment = {
        **os.environ,
        **_pip_settings(python),
        "UV_CACHE_DIR": str(settings.STATE / "uv-cache"),
        "UV_LINK_MODE": "hardlink",
    }
    site = next((folder / "lib").glob("python3*/site-packages"))
    total = len(re.findall(r"^\w\S*==", packages.read_text(), re.MULTILINE))
    command = [uv, "pip", "install", "--python", folder / "bin" / "python"]
    # The lock file is complete: what a package asks for beside it is not wanted.
    command += ["--no-deps", "--require-hashes", "--build-constraints", CONSTRAINTS]
    command += ["-r", packages]
    with Progress("Python packages") as progress:
        watch(
            command,
            f"Python packages could not be installed: {NETWORK}",
            lambda: progress.show(
                f"{len(list(site.glob('*.dist-info')))} of about {total}"
            ),
            env=environment,
        )


def _uv(python):
    """The installer: uv of the pinned version, fetched by pip, whoever has pip."""
    folder = settings.STATE / "uv"
    program = folder / "bin" / "uv"
    if program.exists():
        return program
    with building(folder) as unfinished:
        pip, environment = _pip(python)
        run(
            [*pip, "install", "-q", "--disable-pip-version-check"]
            + ["--no-warn-script-location", "--target", unfinished]
            + ["--require-hashes", "-r", UV_LOCK],
            failure=f"uv could not be installed: {NETWORK}",
            env=environment,
        )
    return program


def _pip(python):
    """A pip to run: the interpreter's own, else Debian's wheel of it, unpacked."""
    environment = dict(os.environ)
    if run([python, "-m", "pip", "--version"]).returncode:
        folder = settings.STATE / "pip"
        if not folder.exists():
            with building(folder) as unfinished, Progress("pip") as progress:
                Archive().unpack(["python3-pip-whl/bookworm"], unfinished, progress)
        wheel = next((folder / "usr/share/python-wheels").glob("pip-*.whl"))
        environment["PYTHONPATH"] = str(wheel)
    return [python, "-m", "pip"], environment


def _pip_settings(python):
    """What pip was told about this machine's network, in the words of uv."""
    told = {}
    index = os.environ.get("PIP_INDEX_URL") or _pip_option(python, "index-url")
    if index and not os.environ.get("UV_INDEX_URL"):
        told["UV_DEFAULT_INDEX"] = os.environ.get("UV_DEFAULT_INDEX", index)
    certificate = os.environ.get("PIP_CERT") or _pip_option(python, "cert")
    if certificate:
        told["SSL_CERT_FILE"] = os.environ.get("SSL_CERT_FILE", certificate)
    return told


def _pip_option(python, name):
    pip, environment = _pip(python)
    for section in ("global", "install"):
        done = subprocess.run(
            [*pip, "config", "get", f"{section}.{name}"],
            env=environment,
            text=True,
            capture_output=True,
        )
        if done.returncode == 0:
            return done.stdout.strip()
    return None
