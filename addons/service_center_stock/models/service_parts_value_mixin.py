from odoo import api, models


class ServicePartsValueMixin(models.AbstractModel):
    """Rows that tell how many of a part lie somewhere: what they are worth.

    A row has ``quantity``, ``product_id`` and ``company_id``, and a ``value`` that this
    computes; who may not see costs does not see it.
    """

    _name = "service.parts.value.mixin"
    _inherit = "service.cost.mixin"
    _description = "Parts at Their Cost"

    @api.model
    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"value"}

    @api.depends("quantity", "product_id.standard_price", "company_id")
    def _compute_value(self):
        for company, rows in self.grouped("company_id").items():
            for row in rows.with_company(company):
                row.value = row.quantity * row.product_id.standard_price
