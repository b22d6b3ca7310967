from odoo import api, fields, models
from odoo.fields import Domain

TASKS = [("issue", "To Issue"), ("back", "To Take Back")]


class StockMove(models.Model):
    """What lies on the storekeeper's counter: parts to hand out and to take back."""

    _inherit = "stock.move"

    service_task = fields.Selection(
        TASKS,
        "To Do",
        compute="_compute_service_task",
        help="What the storekeeper does with the part: hand it out to the engineer, or "
        "put it back into the stock.",
    )

    @api.depends("service_use", "state")
    def _compute_service_task(self):
        tasks = {"fit": "issue", "back": "back"}
        for move in self:
            open_task = tasks.get(move.service_use) if move._get_open() else False
            move.service_task = open_task

    @api.model
    def _get_counter_domain(self, task):
        """Moves that wait at the counter for this task; see ``service_task``."""
        domain = Domain("state", "=", "assigned")
        if task == "back":
            return domain & Domain("service_use", "=", "back")
        return (
            domain
            & Domain("service_use", "=", "fit")
            & Domain("service_order_id.branch_id.parts_steps", "=", "two_steps")
            & Domain("service_is_issued", "=", False)
        )
