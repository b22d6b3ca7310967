from odoo import fields, models


class ServiceDeviceBrand(models.Model):
    _name = "service.device.brand"
    _description = "Device Brand"
    _order = "name, id"

    name = fields.Char(required=True, index="trigram")
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "(lower(name))", "This brand is already in the list."
    )
