from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    service_setup_done = fields.Boolean(
        "Service Center Is Set Up",
        help="The first steps are no longer shown on the home screen.",
    )
    service_post_invoices = fields.Boolean(
        "Post Service Invoices at Once",
        default=True,
        help="Invoices made from service orders are valid at once. Off: an accountant "
        "looks at each draft first.",
    )
