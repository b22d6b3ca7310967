# what our data made that is in use: people stay, the rest goes with all its kind
IN_USE = (
    *("res.partner", "res.users"),
    *("service.part.cause", "service.bag", "service.parts.transfer"),
)


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


def uninstall_hook(env):
    """Let go what is kept for orders, and do not tear at what is in use."""
    # without the addon nobody could ever free these parts: they have no transfer
    moves = env["stock.move"].search(
        [
            ("service_order_id", "!=", False),
            ("picking_id", "=", False),
            ("state", "not in", ("done", "cancel")),
        ]
    )
    moves._action_cancel()
    env["ir.model.data"].search(
        [("module", "=", "service_center_stock"), ("model", "in", IN_USE)]
    ).unlink()
