from odoo import fields, models


class ServiceOrderLine(models.Model):
    _inherit = "service.order.line"

    is_diagnostic_fee = fields.Boolean(
        readonly=True,
        copy=False,
        help="Added when the work was refused; goes when the order is worked on again.",
    )
