from odoo import models

ENGINEER = "service_center.service_center_group_engineer"


class ProductProduct(models.Model):
    """How many there are is no secret in the centre; where they move to is one."""

    _inherit = "product.product"

    def _compute_quantities_dict(self, *args, **kwargs):
        """For engineers, too: Odoo's catalogue asks for it whoever opens it."""
        products = self
        moves = self.env["stock.move"]
        if not moves.has_access("read") and self.env.user.has_group(ENGINEER):
            # sudo: sums alone are told, of the warehouses of his companies
            products = self.sudo()
        return super(ProductProduct, products)._compute_quantities_dict(*args, **kwargs)
