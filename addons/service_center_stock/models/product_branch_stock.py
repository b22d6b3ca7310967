from odoo import api, fields, models


class ProductProduct(models.Model):
    """Which branch has a part free: quantities alone, for whoever looks for one."""

    _inherit = "product.product"

    service_free = fields.Char(
        "Free at Branches",
        compute="_compute_service_free",
        groups="service_center.service_center_group_engineer,"
        "service_center.service_center_group_manager,"
        "service_center_stock.service_center_stock_group_storekeeper",
        help="Which branches have some of it that is reserved for nobody.",
    )

    @api.depends_context("company")
    def _compute_service_free(self):
        free = self._get_free_by_branch(self.env.company)
        for product in self:
            product.service_free = self._describe_free(free[product])

    def _get_free_by_branch(self, company):
        """How much of each part every branch of a company has free.

        :return: dictionary from product to a dictionary from branch to quantity
        """
        # sudo: that another branch has a part is no secret, and neither price nor
        # place nor order are told
        rows = (
            self.env["service.parts.stock"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "in", self.ids),
                    ("company_id", "=", company.id),
                    ("quantity_free", ">", 0),
                ],
                ["product_id", "branch_id"],
                ["quantity_free:sum"],
            )
        )
        free = {product: {} for product in self}
        for product, branch, quantity in rows:
            free[product.with_env(self.env)][branch] = quantity
        return free

    @api.model
    def _describe_free(self, free):
        """The branches in a few words: “Station: 2, Market: 1”."""
        return ", ".join(
            f"{branch.name}: {quantity:g}"
            for branch, quantity in sorted(
                free.items(), key=lambda pair: (pair[0].sequence, pair[0].id)
            )
        )


class ProductTemplate(models.Model):
    _inherit = "product.template"

    service_free = fields.Char(
        "Free at Branches",
        compute="_compute_service_free",
        groups="service_center.service_center_group_engineer,"
        "service_center.service_center_group_manager,"
        "service_center_stock.service_center_stock_group_storekeeper",
        help="Which branches have some of it that is reserved for nobody.",
    )

    @api.depends_context("company")
    def _compute_service_free(self):
        free = self.product_variant_ids._get_free_by_branch(self.env.company)
        for template in self:
            total = {}
            for product in template.product_variant_ids:
                for branch, quantity in free[product].items():
                    total[branch] = total.get(branch, 0.0) + quantity
            template.service_free = self.env["product.product"]._describe_free(total)
