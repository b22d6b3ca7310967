"""Chromium, and a stand-in for wkhtmltopdf where no patched one is installed.

Odoo prints through a program called wkhtmltopdf and finds it on PATH. Headers,
footers and several documents in one file need its "patched Qt" build; without
one, ``dev/pdf/wkhtmltopdf.py`` takes the same command line and prints with
Chromium.
"""

import os
import shlex
import shutil

from . import settings
from .console import Failure, Progress, say
from .process import run

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
STAND_IN = settings.ROOT / "dev" / "pdf" / "wkhtmltopdf.py"
MISSING = "{} needs Chromium: apt-get install chromium (as root)"


def find():
    """Chromium's path, or ``None``."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def get(purpose):
    """Chromium, installed first if this is root; else a sentence saying how."""
    if find():
        return
    if settings.IS_ROOT and shutil.which("apt-get"):
        say("Chromium, by the package client (once)")
        wait = ["-o", "DPkg::Lock::Timeout=300"]  # for another installation
        with Progress("Chromium"):
            run(["apt-get", "-q", *wait, "update"])
            run(
                ["apt-get", "-q", "-y", *wait, "install", "--no-install-recommends"]
                + ["chromium", "fonts-dejavu-core"],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
    if not find():
        raise Failure(MISSING.format(purpose))


def wkhtmltopdf(packages):
    """Put the stand-in on PATH, unless a patched wkhtmltopdf is there already."""
    folder = settings.STATE / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    wrapper = folder / "wkhtmltopdf"
    if _patched():
        wrapper.unlink(missing_ok=True)
    else:
        new = wrapper.with_name(f"wkhtmltopdf.{os.getpid()}")
        command = shlex.join([str(packages.python), str(STAND_IN)])
        new.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        new.chmod(0o755)
        new.rename(wrapper)
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"


def _patched():
    found = shutil.which("wkhtmltopdf")
    return found and "with patched qt" in run([found, "--version"]).stdout
