from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    service_label_with_receipt = fields.Boolean(
        "Label with the Receipt",
        default=True,
        help="At intake one press prints the receipt and the label, wherever a printer "
        "in the network is set up for order labels.",
    )
