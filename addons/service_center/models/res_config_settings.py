from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_keep_scans = fields.Boolean(
        related="company_id.service_keep_scans", readonly=False
    )
    service_scan_days = fields.Integer(
        related="company_id.service_scan_days", readonly=False
    )
    service_unlock_hours = fields.Integer(
        related="company_id.service_unlock_hours", readonly=False
    )
    service_reveal_limit = fields.Integer(
        related="company_id.service_reveal_limit", readonly=False
    )
    service_idle_months = fields.Integer(
        related="company_id.service_idle_months", readonly=False
    )
