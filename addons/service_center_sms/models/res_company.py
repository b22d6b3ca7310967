from odoo import fields, models

from odoo.addons.sms.tools.sms_api import SmsApiBase


class SmsApiService(SmsApiBase):
    """Odoo's own texts go into the outbox: no network here, the engine sends them."""

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        texts = {
            each["uuid"]: message.get("content")
            for message in messages
            for each in message.get("numbers") or []
        }
        # sudo: the outbox is written by the server alone
        wrong = self.env["service.sms"].sudo()._take_over(texts, self.company)
        return [
            {
                "uuid": uuid,
                "state": "wrong_number_format" if uuid in wrong else "processing",
            }
            for uuid in texts
        ]


class ResCompany(models.Model):
    _inherit = "res.company"

    service_sms_provider_id = fields.Many2one(
        "service.sms.provider",
        "SMS Provider",
        domain="[('company_id', 'in', (False, id))]",
        help="All texts of the company go through it, those of other Odoo apps too. "
        "Empty: Odoo's own way is kept, and the service center sends nothing.",
    )
    service_sms_sender = fields.Char(
        "SMS Sender", help="Name or number the texts come from. Empty: the provider's."
    )

    def _get_sms_provider(self, branch=None):
        """The provider for texts of this company, or of one of its branches."""
        self.ensure_one()
        # sudo: who sends a text need not see how it is sent
        return (
            branch and branch.sudo().sms_provider_id
        ) or self.sudo().service_sms_provider_id

    def _get_sms_sender(self, branch, provider):
        """Whom a text comes from: branch, company or provider, the closest one."""
        self.ensure_one()
        names = (
            branch and branch.sudo().sms_sender,
            self.sudo().service_sms_sender,
            provider.sudo().sender,
        )  # sudo: as above
        return next(filter(None, names), False)

    def _get_sms_api_class(self):
        self.ensure_one()
        if self._get_sms_provider():
            return SmsApiService
        return super()._get_sms_api_class()
