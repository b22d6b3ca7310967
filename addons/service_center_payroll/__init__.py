from . import models


def post_init_hook(env):
    """Tell wages and advances among the purposes of cash that are there already."""
    env["service.cash.purpose"]._mark_wages(env["res.company"].search([]))


def uninstall_hook(env):
    """Rules go with the earnings that were counted by them, not before."""
    env["ir.model.data"].search(
        [("module", "=", "service_center_payroll"), ("model", "=", "service.pay.rule")]
    ).unlink()
