from . import models

KEPT = ("service.pay.rule", "service.pay.adjustment", "account.payment")


def uninstall_hook(env):
    """Rules go with the earnings that were counted by them, not before.

    Bonuses and fines go with their months, and money that was paid stays.
    """
    env["ir.model.data"].search(
        [("module", "=", "service_center_payroll"), ("model", "in", KEPT)]
    ).unlink()
