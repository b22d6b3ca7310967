from odoo import api, models


class ServiceCostMixin(models.AbstractModel):
    """What a product cost: not for engineers, who would know the margin of a part.

    Odoo shows it to everybody inside; a centre's other people go on seeing it.
    """

    _name = "service.cost.mixin"
    _description = "Costs are not for engineers"

    @api.model
    def _may_see_cost(self):
        """Engineers alone may not; managers and heads who repair may."""
        user = self.env.user
        return self.env.su or (
            not user.has_group("service_center.service_center_group_engineer")
            or user.has_group("service_center.service_center_group_manager")
        )

    @api.model
    def _get_cost_fields(self):
        """Hook: the fields that tell what a product cost."""
        return {"standard_price"}

    @api.model
    def _has_field_access(self, field, operation):
        return super()._has_field_access(field, operation) and (
            field.name not in self._get_cost_fields() or self._may_see_cost()
        )

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._may_see_cost())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if not self._may_see_cost():
            for name in self._get_cost_fields():
                for node in arch.xpath("//*[@name=$name or @for=$name]", name=name):
                    node.getparent().remove(node)
        return arch, view


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "service.cost.mixin"]


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "service.cost.mixin"]
