from odoo import fields, models


class ServiceEstimateLine(models.Model):
    """A work or part as it was when the customer was asked, and what he answered."""

    _name = "service.estimate.line"
    _description = "Line of an Estimate"
    _inherit = ["service.readonly.mixin"]
    _order = "estimate_id, sequence, id"

    estimate_id = fields.Many2one(
        "service.estimate", required=True, readonly=True, index=True, ondelete="cascade"
    )
    order_id = fields.Many2one(
        related="estimate_id.order_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="estimate_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="estimate_id.currency_id")
    sequence = fields.Integer(readonly=True)
    order_line_id = fields.Many2one(
        "service.order.line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the order it is a copy of; empty if that is gone.",
    )
    product_id = fields.Many2one(
        "product.product", "Work or Part", readonly=True, ondelete="restrict"
    )
    name = fields.Char("Description", readonly=True, required=True)
    quantity = fields.Float(readonly=True, digits="Product Unit")
    price_unit = fields.Float(
        "Price", readonly=True, min_display_digits="Product Price"
    )
    discount = fields.Float("Discount, %", readonly=True, digits="Discount")
    taxes = fields.Char(readonly=True, help="Names of the taxes, as they were.")
    price_subtotal = fields.Monetary("Untaxed", readonly=True)
    price_total = fields.Monetary("Total", readonly=True)
    decision = fields.Selection(
        [("pending", "Asked"), ("approved", "Approved"), ("refused", "Refused")],
        default="pending",
        required=True,
        readonly=True,
    )
