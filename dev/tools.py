"""The small commands of a working day: fast, shell, reset."""

import subprocess
import sys
from pathlib import Path

from . import addons, run, settings
from .console import Failure, note, say
from .database import Databases
from .process import die_with_parent, lock
from .server import Odoo


def fast(arguments):
    """``./sc fast ADDON``: its tests, on a database that stays warm."""
    known = addons.manifests()
    name, *rest = arguments
    if name not in known:
        raise Failure(f"there is no addon {name}: choose from {', '.join(known)}")
    database = f"fast_{name}"
    odoo = Odoo()
    with odoo.postgres.running():
        Databases(odoo).ensure(database, [name], bundles=True)
        odoo.configure(database)
        say(f"tests of {name}")
        paths = [] if any(Path(each).exists() for each in rest) else [f"addons/{name}"]
        return foreground(
            odoo,
            database,
            [odoo.packages.python, "-m", "pytest", "--odoo-http", "-rs"]
            + ["--odoo-log-level=warn", "-p", "dev.odoo_log", "-p", "dev.tours"]
            + [*paths, *rest],
        )


def shell(arguments):
    """``./sc shell``: Odoo's Python shell; a script on standard input is run."""
    odoo = Odoo()
    with odoo.postgres.running():
        databases = Databases(odoo)
        if not databases.exists(run.DATABASE):
            databases.ensure(run.DATABASE, addons.together(), demo=True)
        odoo.configure(run.DATABASE)
        return foreground(
            odoo,
            run.DATABASE,
            odoo.command("shell", "--no-http", "--log-level=warn", *arguments),
        )


def reset(arguments):
    """``./sc reset``: drop the demo database, so that the next run makes a new one.

    ``./sc reset all`` drops every database, templates too; it does not touch
    what was downloaded.
    """
    with lock("run", refusal="./sc run is running: stop it before a reset"):
        return _reset(Odoo(), everything=arguments == ["all"])


def _reset(odoo, everything):
    if everything:
        return _reset_all(odoo)
    with odoo.postgres.running():
        databases = Databases(odoo)
        with lock(f"db-{run.DATABASE}", "another ./sc works on it: waiting"):
            there = databases.exists(run.DATABASE)
            databases.drop(run.DATABASE)
    if there:
        say("the demo database and its files are gone: ./sc run makes new ones")
    else:
        say("there was no demo database: ./sc run makes one")
    note(f"kept: Odoo, packages, templates and test databases in {settings.STATE}")
    return 0


def _reset_all(odoo):
    with odoo.postgres.running():
        databases = Databases(odoo)
        for name in databases.names():
            databases.drop(name)
    say("all databases are gone; Odoo and its packages are kept")
    return 0


def foreground(odoo, database, command):
    """Run a program on this terminal; Ctrl-C is its own to handle."""
    child = subprocess.Popen(
        [str(part) for part in command],
        cwd=settings.ROOT,
        env=odoo.environment(database),
        stdin=sys.stdin,
        preexec_fn=die_with_parent,
    )
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
