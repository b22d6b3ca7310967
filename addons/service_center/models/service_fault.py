from odoo import fields, models


class ServiceFault(models.Model):
    """A fault that comes again and again: screen broken, battery worn out."""

    _name = "service.fault"
    _description = "Typical Fault"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "(lower(name->>'en_US'))", "This fault is already in the list."
    )
