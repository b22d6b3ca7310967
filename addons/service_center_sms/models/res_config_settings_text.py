from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Hours, limits and countries of texts."""

    _inherit = "res.config.settings"

    service_sms_quiet_from = fields.Float(
        related="company_id.service_sms_quiet_from", readonly=False
    )
    service_sms_quiet_to = fields.Float(
        related="company_id.service_sms_quiet_to", readonly=False
    )
    service_sms_remind_at = fields.Float(
        related="company_id.service_sms_remind_at", readonly=False
    )
    service_sms_number_limit = fields.Integer(
        related="company_id.service_sms_number_limit", readonly=False
    )
    service_sms_day_limit = fields.Integer(
        related="company_id.service_sms_day_limit", readonly=False
    )
    service_sms_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Budget"
    )
    service_sms_month_budget = fields.Monetary(
        related="company_id.service_sms_month_budget",
        readonly=False,
        currency_field="service_sms_currency_id",
    )
    service_sms_country_ids = fields.Many2many(
        related="company_id.service_sms_country_ids", readonly=False
    )
