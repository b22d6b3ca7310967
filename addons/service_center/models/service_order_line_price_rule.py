from odoo import fields, models


class ServiceOrderLine(models.Model):
    _inherit = "service.order.line"

    price_rule_item_id = fields.Many2one(
        "service.price.rule.item",
        "From the Price Matrix",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the price matrix this line was made of.",
    )
