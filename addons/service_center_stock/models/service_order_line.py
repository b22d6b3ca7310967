from odoo import api, fields, models

PARTS_STATES = [
    ("short", "Short"),
    ("coming", "On Its Way"),
    ("reserved", "Reserved"),
    ("issued", "On the Bench"),
    ("used", "Used"),
]


class ServiceOrderLine(models.Model):
    """Where the part of a line is: stored, and changed by what happens to the stock."""

    _inherit = "service.order.line"

    move_ids = fields.One2many(
        "stock.move",
        "service_line_id",
        "Stock Moves",
        readonly=True,
        copy=False,
        groups="stock.group_stock_user",
    )
    parts_state = fields.Selection(
        PARTS_STATES,
        "Part",
        compute="_compute_parts_state",
        compute_sudo=True,
        store=True,
        help="Short: not enough of it at the branch. On its way: bought or sent for "
        "this order. Reserved: kept for it in the stock. On the bench: issued to the "
        "engineer. Used: left the stock with the repair. Empty: not kept in stock.",
    )

    @api.depends(
        "move_ids.state",
        "move_ids.location_id",
        "move_ids.service_use",
        "move_ids.move_orig_ids.state",
    )
    def _compute_parts_state(self):
        for line in self:
            line.parts_state = line.move_ids._get_parts_state()
