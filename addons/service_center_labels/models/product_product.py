from odoo import models


class ProductProduct(models.Model):
    """The price label of a product."""

    _name = "product.product"
    _inherit = ["product.product", "service.label.mixin"]
    _label_kind = "product"
