from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_sms_provider_id = fields.Many2one(
        related="company_id.service_sms_provider_id", readonly=False
    )
    service_sms_sender = fields.Char(
        related="company_id.service_sms_sender", readonly=False
    )
