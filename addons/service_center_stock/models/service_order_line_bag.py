from odoo import api, fields, models


class ServiceOrderLine(models.Model):
    """Whether the part of a line comes out of the engineer's bag."""

    _inherit = "service.order.line"

    bag_quantity = fields.Float(
        "From the Bag",
        digits="Product Unit",
        compute="_compute_bag_quantity",
        compute_sudo=True,
        help="How many of its parts are in the engineer's bag, or came out of it.",
    )

    @api.depends("move_ids.state", "move_ids.location_id", "move_ids.product_uom_qty")
    def _compute_bag_quantity(self):
        bags = self.env["service.bag"]
        self.bag_quantity = 0.0
        if not bags._get_owners():
            return
        for line in self.filtered("parts_state"):
            fits = line.move_ids.filtered(
                lambda move: (
                    move.service_use == "fit"
                    and move.state != "cancel"
                    and bags._get_bag_place(move.location_id)
                )
            )
            line.bag_quantity = sum(fits.mapped("product_uom_qty"))


class ServiceOrder(models.Model):
    _inherit = "service.order"

    has_bag_parts = fields.Boolean(
        "Parts From the Bag",
        compute="_compute_has_bag_parts",
        help="Some of its parts come out of the engineer's bag.",
    )

    @api.depends("line_ids.bag_quantity")
    def _compute_has_bag_parts(self):
        for order in self:
            order.has_bag_parts = any(order.line_ids.mapped("bag_quantity"))
