"""``./sc bench``: run ``tests/bench/run.py`` on a fresh database.

What the script can rely on:

* it is run with the Python of the private environment, in the root folder;
* the database ``bench`` has ``service_center`` and Odoo's ``repair``, freshly
  installed, without demo data; with ``--parts`` ``service_center_stock`` as well, with
  ``--cash`` ``service_center_payroll`` and what it needs, with ``--labels``
  ``service_center_labels``, with ``--places`` ``service_center_places``, with
  ``--leads`` ``service_center_leads_website``; then BENCH_PEER names a database that
  has Odoo's ``website_crm`` and nothing of ours;
* ODOO_RC names a configuration file of that database, ODOO_BIN the program to
  start Odoo with (``[sys.executable, os.environ["ODOO_BIN"], "server", ...]``);
* PGHOST, PGPORT and PGUSER lead psycopg2 and psql to the database server;
* arguments after ``./sc bench`` are passed on to it.

The status it ends with is that of the command.
"""

import os

from . import settings
from .console import Failure, say
from .database import Databases
from .server import Odoo
from .tools import foreground

DATABASE, PEER = "bench", "bench_peer"
PEERS = {"--leads": "website_crm"}
ADDONS = {
    "--parts": "service_center_stock",
    "--cash": "service_center_payroll",
    "--labels": "service_center_labels",
    "--places": "service_center_places",
    "--leads": "service_center_leads_website",
}
SCRIPT = settings.ROOT / "tests" / "bench" / "run.py"


def main(arguments):
    """Make the database and hand over to the script."""
    if not SCRIPT.exists():
        raise Failure(f"there is no {SCRIPT.relative_to(settings.ROOT)} to run")
    odoo = Odoo()
    with odoo.postgres.running():
        databases = Databases(odoo)
        databases.drop(DATABASE)
        addon = next(
            (addon for switch, addon in ADDONS.items() if switch in arguments),
            "service_center",
        )
        databases.ensure(DATABASE, [addon], extra=["repair"])
        for switch in set(PEERS).intersection(arguments):
            databases.copy(databases.template([PEERS[switch]], demo=False), PEER)
            os.environ["BENCH_PEER"] = PEER
        odoo.configure(DATABASE)
        say("bench")
        return foreground(odoo, DATABASE, [odoo.packages.python, SCRIPT, *arguments])
