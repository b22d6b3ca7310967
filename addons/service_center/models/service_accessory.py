from odoo import fields, models


class ServiceAccessory(models.Model):
    """Something handed in together with a device: charger, case, SIM card."""

    _name = "service.accessory"
    _description = "Accessory Handed In"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "(lower(name->>'en_US'))", "This accessory is already in the list."
    )
