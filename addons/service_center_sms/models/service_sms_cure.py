from odoo import fields, models
from odoo.exceptions import UserError

WRONG_NUMBER = ("sms_number_missing", "sms_number_format", "sms_invalid_destination")


class ServiceSms(models.Model):
    """Failures and their cures, a click each."""

    _inherit = "service.sms"

    def _get_hint(self):
        if self.state == "failed" and self.failure_type in WRONG_NUMBER:
            return self.env._("The number is missing or wrong: mend it and send again.")
        if self.state == "cancelled" and self.failure_type == "sms_optout":
            return self.env._(
                "The customer said no. If that has changed, take it back."
            )
        if self.state == "cancelled" and self.failure_type == "sms_blacklist":
            return self.env._("The number is on the blacklist of this database.")
        if self.state == "waiting" and self.reason and not self.attempts:
            held = super()._get_hint()
            return held or self.env._(
                "%(reason)s It goes later, if it is true then.", reason=self.reason
            )
        if self.state == "failed" and self.failure_type == "sms_credit":
            return self.env._("Pay the provider's account in, then send again.")
        return super()._get_hint()

    def action_fix_number(self):
        """Ask for the right number and send again."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mend the Number"),
            "res_model": "service.sms.cure",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_sms_id": self.id},
        }

    def action_take_consent(self):
        """The customer agrees to texts now: note it on his card, and send."""
        self.check_access("write")
        for sms in self:
            if sms.state != "cancelled" or sms.failure_type != "sms_optout":
                raise UserError(
                    self.env._("Only a text that was cancelled by a no is taken up.")
                )
            if sms._get_declined_orders():
                raise UserError(
                    self.env._(
                        "%(order)s: the customer declined texts when the device was "
                        "taken in. That answer stands on the order.",
                        order=sms.order_id.name,
                    )
                )
            # sudo: who took the customer's word at the desk need not edit contacts
            silent_sudo = sms.partner_id.sudo() | self.env["res.partner"].sudo().search(
                [("phone_sanitized", "=", sms.number), ("sms_opt_out", "=", True)]
            )
            silent_sudo.sms_opt_out = False
        self._change(
            ["cancelled"],
            state="waiting",
            reason=None,
            failure_type=None,
            attempts=0,
            date_next=fields.Datetime.now(),
        )
        return True
