"""``./sc load``: a day in five branches, as ``tests/load`` lives it.

``--minutes`` (20), ``--people`` (25) and ``--rate`` (600 order lives an hour) say how
long and how much; ``--strict`` also judges the times; ``--faults`` breaks one thing
after the other meanwhile, ``--fault NAME`` one of them (more may be named), for
``--held`` seconds each; ``--no-papers`` prints no PDF.

All addons with their demo data are on a database that stays warm; the day is lived on
a copy of it, in a PostgreSQL and a file store of its own, and leaves nothing.
"""

import os

from . import addons, browser, clock
from .console import say
from .database import Databases
from .server import Odoo
from .tools import foreground

WARM = "fast_day"  # of its own: with the addons of others, and while others are used


def main(arguments):
    """Make the database and hand over to ``tests/load/run.py``."""
    browser.get("./sc load")
    odoo = Odoo()
    with odoo.postgres.running():
        databases = Databases(odoo)
        databases.ensure(WARM, addons.manifests(), demo=True, bundles=True)
        odoo.configure(WARM)
        if {"--faults", "clock-back", "--fault=clock-back"}.intersection(arguments):
            os.environ["FAKETIME_LIB"] = clock.library()
        say("a day in five branches")
        command = [odoo.packages.python, "-m", "tests.load.run", WARM, *arguments]
        return foreground(odoo, WARM, command)
