"""The settings a person may give in the environment, and the paths they make.

==========  =================================================================
HTTP_PORT   the port of ``./sc run`` on 127.0.0.1 (8069)
STATE       where everything downloaded and every database is kept
ODOO_HOME   an Odoo 19.0 checkout or installation to use instead of Debian's
PYTHON      the interpreter to run Odoo with (3.10 to 3.13)
PG_BIN      the folder of other PostgreSQL programs than the embedded ones
==========  =================================================================
"""

import os
from pathlib import Path

from .console import Failure

ROOT = Path(__file__).absolute().parent.parent
ADDONS = ROOT / "addons"
IS_ROOT = os.geteuid() == 0


def _default_state():
    if IS_ROOT:
        # Not under /root: the database runs as an account that cannot enter it.
        return Path("/var/lib/service-center-dev")
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "service-center-dev"


# A caller's habits must not reach the programs started here: the first makes
# every start of Odoo slow, the others lead to other packages and databases.
STRAY = (
    *("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"),
    *("ODOO_RC", "OPENERP_SERVER", "PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER"),
    *("PGPASSWORD", "PGDATABASE", "PGSERVICE"),
)


def apply():
    """Refuse values nothing can be done with, and clean the environment."""
    for name in STRAY:
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = "C.UTF-8"
    if not 0 < HTTP_PORT < 65536:
        raise Failure(
            f"HTTP_PORT={os.environ['HTTP_PORT']} is no port: give a number to 65535"
        )


_port = os.environ.get("HTTP_PORT") or "8069"
HTTP_PORT = int(_port) if _port.isdigit() else -1
STATE = Path(os.environ.get("STATE") or _default_state()).absolute()
ODOO_HOME = os.environ.get("ODOO_HOME")
PYTHON = os.environ.get("PYTHON")
PG_BIN = os.environ.get("PG_BIN")

DATA = STATE / "data"  # Odoo's file store and sessions
LOGS = STATE / "logs"
CONF = STATE / "conf"
