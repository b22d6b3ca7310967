"""``./sc clicks``: robots open every screen and press every button, as several people.

It takes long, so ``./sc test`` does not do it. Arguments are passed on to pytest:
``./sc clicks -k engineer``.
"""

from . import addons, browser, settings
from .console import say
from .database import Databases
from .process import free_port
from .run import ask_nobody
from .server import Odoo
from .tools import foreground

TESTS = "tests/clicks"
WARM = "fast_clicks"  # of its own: it takes long, and others work meanwhile
# a robot walks through hundreds of screens in one test
OPTIONS = (
    "--odoo-http",
    "--odoo-log-level=warn",
    "-p",
    "dev.tours",
    "--timeout=3600",
    "--capture=no",  # what is being pressed is shown
)


def main(arguments):
    """All of it, on a warm database of its own."""
    browser.get("./sc clicks")
    odoo = Odoo()
    with odoo.postgres.running():
        databases = Databases(odoo)
        databases.ensure(WARM, addons.together(), demo=True, bundles=True)
        ask_nobody(odoo.postgres, WARM)
        odoo.configure(WARM, free_port())
        odoo.script(WARM, "asset_bundles.py")  # an update has made them old
        say(f"clicks (what each did is in {settings.LOGS})")
        return foreground(
            odoo,
            WARM,
            [odoo.packages.python, "-m", "pytest", "-rs", *OPTIONS, TESTS, *arguments],
        )
