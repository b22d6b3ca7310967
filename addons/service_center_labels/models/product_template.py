from odoo import models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def action_print_label(self):
        """Print a price label of each variant."""
        return self.product_variant_ids.action_print_label()

    def action_choose_label(self):
        """Look at the price labels first."""
        return self.product_variant_ids.action_choose_label()
