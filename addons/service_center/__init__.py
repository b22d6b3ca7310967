from odoo.tools import SQL

from . import controllers
from . import models
from . import wizard


def uninstall_hook(env):
    """Let the log of accesses go with the addon."""
    env.execute_query(
        SQL("DROP FUNCTION IF EXISTS service_secret_log_only_grows CASCADE")
    )
