from odoo import fields, models


class ServiceDeviceBrand(models.Model):
    _name = "service.device.brand"
    _description = "Device Brand"
    _order = "name, id"

    name = fields.Char(required=True, index="trigram")
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Warranty Partner",
        index="btree_not_null",
        ondelete="restrict",
        help="The manufacturer or importer who pays for repairs under warranty: "
        "claims go to him.",
    )

    _name_uniq = models.UniqueIndex(
        "(lower(name))", "This brand is already in the list."
    )
