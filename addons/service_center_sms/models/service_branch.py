from odoo import fields, models


class ServiceBranch(models.Model):
    _inherit = "service.branch"

    sms_provider_id = fields.Many2one(
        "service.sms.provider",
        "SMS Provider",
        check_company=True,
        help="Texts about orders of this branch go through it. Empty: the company's.",
    )
    sms_sender = fields.Char(
        "SMS Sender", help="Name or number the texts come from. Empty: the company's."
    )
