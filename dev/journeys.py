"""``./sc journeys``: what a day's six journeys cost a hand, in a real browser.

``tests/journeys`` walks them at the black box's server. Their driver is as big as all
other packages together, so it has a lock file and an environment of its own.
"""

import os

from . import addons, browser, packages, settings
from .console import say
from .database import Databases
from .server import Odoo
from .steps import Step, tool
from .test import WARM, serving


def main(arguments):
    """Walk the journeys named, or all."""
    browser.get("./sc journeys")
    odoo, driver, step = Odoo(), packages.get("journeys"), Step("journeys")
    with odoo.postgres.running():
        databases = Databases(odoo)
        databases.ensure(WARM, addons.together(), demo=True, bundles=True)
        # what windows leave open in the log when they close is not asked here
        with serving(databases, WARM, Step("log")) as address:
            say("journeys")
            environment = {
                **os.environ,
                "BASE_URL": address,
                "CHROMIUM": browser.find(),
                "LOGS": str(settings.LOGS),
            }
            command = [driver.python, "-m", "tests.journeys.run", *arguments]
            tool(step, "journeys", command, env=environment)
    return int(bool(step.failed))
