from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    service_norm_hours = fields.Float(
        "Norm-Hours",
        help="Time that one unit of this work takes by the norm, in hours.",
    )
    service_line_kind = fields.Selection(
        [("part", "Part"), ("goods", "Goods")],
        "On Service Orders",
        default="part",
        required=True,
        help="What a line with this product begins as: a part is fitted into the "
        "device, goods are sold along with it. A service is always a work.",
    )

    _service_norm_hours_positive = models.Constraint(
        "CHECK (service_norm_hours >= 0)", "Norm-hours cannot be less than 0."
    )
