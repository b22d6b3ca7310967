from odoo import fields, models


class ServiceSmsText(models.Model):
    """One more event to write about: the parts are there."""

    _inherit = "service.sms.text"

    trigger = fields.Selection(
        selection_add=[("parts", "Parts Arrived"), ("promised",)],
        ondelete={"parts": "cascade"},
    )
