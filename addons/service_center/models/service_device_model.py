from odoo import api, fields, models


class ServiceDeviceModel(models.Model):
    _name = "service.device.model"
    _description = "Device Model"
    _order = "brand_id, name, id"
    _rec_names_search = ["name", "brand_id.name"]

    name = fields.Char(required=True, index="trigram")
    active = fields.Boolean(default=True)
    brand_id = fields.Many2one(
        "service.device.brand", required=True, index=True, ondelete="restrict"
    )
    type_id = fields.Many2one(
        "service.device.type", required=True, index=True, ondelete="restrict"
    )

    _name_uniq = models.UniqueIndex(
        "(brand_id, type_id, lower(name))",
        "This model is already in the list of the brand.",
    )

    @api.depends("name", "brand_id.name")
    @api.depends_context("service_short_name")
    def _compute_display_name(self):
        """Brand and model; the model alone where the brand stands beside it."""
        short = self.env.context.get("service_short_name")
        for model in self:
            brand = "" if short else model.brand_id.name
            model.display_name = " ".join(filter(None, (brand, model.name)))
