from odoo import fields, models


class ServiceDeviceType(models.Model):
    """Top level of the device directory: phone, laptop, printer."""

    _name = "service.device.type"
    _description = "Device Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    accessory_ids = fields.Many2many(
        "service.accessory",
        string="Usual Accessories",
        help="What usually comes with a device of this type; offered at intake.",
    )
    device_properties_definition = fields.PropertiesDefinition("Device Properties")

    _name_uniq = models.UniqueIndex(
        "(lower(name->>'en_US'))", "This device type is already in the list."
    )

    def unlink(self):
        # a checklist for this type alone is one for all types from now on
        self.env.registry.clear_cache()
        return super().unlink()
