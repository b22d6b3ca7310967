from . import models


def post_init_hook(env):
    """Tell wages and advances among the purposes of cash that are there already."""
    env["service.cash.purpose"]._mark_wages(env["res.company"].search([]))
