from odoo import api, models


class ProductSupplierinfo(models.Model):
    """Another vendor of a product is that of the parts awaited now."""

    _inherit = "product.supplierinfo"

    @api.model_create_multi
    def create(self, vals_list):
        sellers = super().create(vals_list)
        sellers.product_tmpl_id._renew_parts_vendor()
        return sellers

    def write(self, vals):
        products = self.product_tmpl_id
        res = super().write(vals)
        names = {
            "partner_id",
            "sequence",
            "product_id",
            "product_tmpl_id",
            "company_id",
        }
        if not names.isdisjoint(vals):
            (products | self.product_tmpl_id)._renew_parts_vendor()
        return res

    def unlink(self):
        products = self.product_tmpl_id
        res = super().unlink()
        products._renew_parts_vendor()
        return res


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _renew_parts_vendor(self):
        """Look the vendor of the parts that are awaited up anew."""
        # sudo: whoever keeps the vendors' list need not see the orders of a branch
        moves = self.env["stock.move"].sudo()
        awaited = moves.search(
            [
                ("service_supply", "!=", False),
                ("product_id.product_tmpl_id", "in", self.ids),
            ]
        )
        self.env.add_to_compute(moves._fields["service_vendor_id"], awaited)
