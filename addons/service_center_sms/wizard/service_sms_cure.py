from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceSmsCure(models.TransientModel):
    """The right number for a text that failed: kept on the order, and sent again."""

    _name = "service.sms.cure"
    _description = "Right Number for a Text"

    sms_id = fields.Many2one("service.sms", required=True, ondelete="cascade")
    number = fields.Char(compute="_compute_number", store=True, readonly=False)

    @api.depends("sms_id")
    def _compute_number(self):
        for cure in self:
            cure.number = cure.sms_id.number

    def action_send(self):
        """Keep the number where it belongs, and send the text again."""
        self.ensure_one()
        sms = self.sms_id
        sms.check_access("write")
        order = sms.order_id
        number = (order.partner_id or self.env["res.partner"])._phone_format(
            number=self.number or "",
            country=order._get_country() if order else sms.company_id.country_id,
        )
        if not number:
            raise UserError(
                self.env._(
                    "“%(number)s” is no telephone number: write it with the code "
                    "of the country, as in +79121234567.",
                    number=self.number or "",
                )
            )
        if not order or order.state == "issued":
            sms.partner_id.phone = number
        else:
            order.partner_phone = number
        sms.action_send_again()
        sms._change(["waiting"], number=number)
        return {"type": "ir.actions.act_window_close"}
