from odoo import fields, models


class ServiceStage(models.Model):
    """What an order does by itself when its parts go missing and when they come."""

    _inherit = "service.stage"

    parts_come_here = fields.Boolean(
        "Short Orders Come Here",
        help="An order in work whose parts are not all in stock comes here by itself, "
        "if this is a next stage of the one it is in and nothing else keeps it there.",
    )
    parts_go_back = fields.Boolean(
        "Back to Work by Itself",
        help="When the last awaited part is there, the order goes back to work by "
        "itself, to its engineer. Off: the engineer gets an activity and decides.",
    )
