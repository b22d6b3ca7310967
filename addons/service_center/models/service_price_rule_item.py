from odoo import api, fields, models


class ServicePriceRuleItem(models.Model):
    """A work or part that a repair of the price matrix consists of."""

    _name = "service.price.rule.item"
    _description = "Work or Part of the Price Matrix"
    _rec_name = "product_id"
    _order = "rule_id, sequence, id"
    _check_company_auto = True

    rule_id = fields.Many2one(
        "service.price.rule", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        related="rule_id.company_id", store=True, precompute=True
    )
    product_id = fields.Many2one(
        "product.product",
        "Work or Part",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("sale_ok", "=", True)],
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    norm_hours = fields.Float(
        "Norm-Hours",
        digits=(8, 2),
        help="Standard time of the whole line, in hours. 0: that of the work itself.",
    )
    is_price_fixed = fields.Boolean(
        "Own Price",
        help="Set: the price stands here. Otherwise it follows the price of the "
        "work or part.",
    )
    price_fixed = fields.Float(min_display_digits="Product Price")
    price_unit = fields.Float(
        "Price",
        compute="_compute_price_unit",
        inverse="_inverse_price_unit",
        min_display_digits="Product Price",
        help="Typed in, it becomes the own price of this line.",
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a work or part is more than 0."
    )
    _norm_hours_positive = models.Constraint(
        "CHECK (norm_hours >= 0)", "Norm-hours cannot be less than 0."
    )
    _price_fixed_positive = models.Constraint(
        "CHECK (price_fixed >= 0)", "A price cannot be less than 0."
    )

    @api.depends("product_id.lst_price", "is_price_fixed", "price_fixed")
    def _compute_price_unit(self):
        for item in self:
            item.price_unit = (
                item.price_fixed if item.is_price_fixed else item.product_id.lst_price
            )

    def _inverse_price_unit(self):
        for item in self:
            price = item.price_unit
            if item.is_price_fixed or price != item.product_id.lst_price:
                item.write({"is_price_fixed": True, "price_fixed": price})

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._drop_empty_price(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._drop_empty_price(vals))

    @api.model
    def _drop_empty_price(self, vals):
        """An empty cell of an imported sheet is no price; 0 is one."""
        if vals.get("price_unit") is False:
            return {name: vals[name] for name in vals if name != "price_unit"}
        return vals
