from . import models
from . import wizard


def post_init_hook(env):
    """Give the companies that are there already the usual purposes."""
    env["service.cash.purpose"]._create_usual(env["res.company"].search([]))
