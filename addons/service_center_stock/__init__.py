from . import models, wizard


def post_init_hook(env):
    """Give the branches that are there already their warehouses."""
    branches = env["service.branch"].with_context(active_test=False).search([])
    for company, mine in branches.grouped("company_id").items():
        free = env["stock.warehouse"].search(
            [("company_id", "=", company.id), ("service_branch_id", "=", False)],
            limit=1,
        )
        # the one that Odoo made becomes that of the first branch, with what lies in it
        if free and mine and not mine.warehouse_ids:
            free.service_branch_id = mine[0]
    branches._ensure_warehouse()
