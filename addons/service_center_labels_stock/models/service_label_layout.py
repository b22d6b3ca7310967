from odoo import api, fields, models
from odoo.tools import format_date


class ServiceLabelLayout(models.Model):
    """The label of a serial part, or of a lot of them."""

    _inherit = "service.label.layout"

    kind = fields.Selection(
        selection_add=[("lot", "Part with Serial")], ondelete={"lot": "cascade"}
    )

    @api.model
    def _get_label_models(self):
        return {**super()._get_label_models(), "lot": "stock.lot"}

    @api.model
    def _get_label_sources(self):
        env = self.env
        return {
            **super()._get_label_sources(),
            "lot": [
                ("code", env._("Code"), "356938035643809"),
                ("serial", env._("Serial / IMEI"), "356938035643809"),
                ("name", env._("Product name"), "Screen X7 with frame, black"),
                ("reference", env._("Internal reference"), "SCR-X7-B"),
                ("date", env._("Taken in on"), "02.03.2026"),
                ("company", env._("Company"), env.company.name or ""),
            ],
        }

    def _get_values_lot(self, lots):
        """What labels of parts can say; the code is the serial, if it can be."""
        lots.fetch(["name", "product_id", "create_date"])
        products = lots.product_id.with_context(display_default_code=False)
        names = dict(zip(products.ids, products.mapped("display_name"), strict=True))
        company = self.env.company.name
        return {
            "code": lambda lot: lot.name,
            "serial": lambda lot: lot.name,
            "name": lambda lot: names[lot.product_id.id],
            "reference": lambda lot: lot.product_id.default_code,
            "date": lambda lot: format_date(
                self.env, lot.create_date.date(), date_format="dd.MM.yyyy"
            ),
            "company": lambda _lot: company,
        }
