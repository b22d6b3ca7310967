from . import models
from . import wizard

KEPT = (
    *("account.journal", "account.payment"),
    *("service.cash.purpose", "service.cash.shift"),
)


def uninstall_hook(env):
    """A desk with payments is a journal of the books: it stays when the addon goes.

    Its papers stay too, and their purposes and shifts go with the tables alone.
    """
    env["ir.model.data"].search(
        [("module", "=", "service_center_cash"), ("model", "in", KEPT)]
    ).unlink()
