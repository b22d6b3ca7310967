from . import models
from . import wizard


def post_init_hook(env):
    """Give the companies that are there already the usual purposes."""
    env["service.cash.purpose"]._create_usual(env["res.company"].search([]))


def uninstall_hook(env):
    """A desk with payments is a journal of the books: it stays when the addon goes."""
    env["ir.model.data"].search(
        [("module", "=", "service_center_cash"), ("model", "=", "account.journal")]
    ).unlink()
