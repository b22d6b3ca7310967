from uuid import uuid4

from odoo import fields, models
from odoo.exceptions import UserError


class ServiceSmsTest(models.TransientModel):
    """A text to a number of one's own: it takes the way that all the others take."""

    _name = "service.sms.test"
    _description = "Test of an SMS Provider"

    provider_id = fields.Many2one("service.sms.provider", required=True)
    number = fields.Char(
        required=True, default=lambda self: self.env.user.phone, help="Your own number."
    )
    body = fields.Text(
        "Text", required=True, default=lambda self: self.env._("Test: texts arrive.")
    )

    def action_send(self):
        """Put the text into the outbox and show it there."""
        self.ensure_one()
        self.provider_id.check_access("write")
        company = self.env.company
        # sudo: the outbox is written by the server alone
        rows_sudo = self.env["service.sms"].sudo()
        number = rows_sudo._format_number(self.number, company)
        if not number:
            raise UserError(
                self.env._(
                    "“%(number)s” is no telephone number: write it with the code of "
                    "the country, as in +79121234567.",
                    number=self.number,
                )
            )
        sms = rows_sudo._enqueue(
            [
                {
                    "key": f"test/{uuid4().hex}",
                    "event": "test",
                    "number": number,
                    "body": self.body,
                    "company_id": company.id,
                    "provider_id": self.provider_id.id,
                }
            ]
        )
        # sudo: whoever may test lets the job run at once
        self.env.ref("service_center_sms.ir_cron_sms_send").sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "res_model": "service.sms",
            "res_id": sms.id,
            "views": [(False, "form")],
        }
