from odoo import fields, models


class ServiceStage(models.Model):
    _inherit = "service.stage"

    require_approval = fields.Boolean(
        "Customer's Approval Needed",
        help="An order enters only when the customer has approved its amount, or it "
        "is within the limit agreed at intake.",
    )
