from odoo import api, models

from odoo.addons.phone_validation.tools import phone_validation


class ServiceSms(models.Model):
    """Nobody is texted who said no, or in a country that nobody thought of.

    It is asked for every text right before it is sent, whoever wrote it.
    """

    _inherit = "service.sms"

    @api.model
    def _get_screens(self):
        return [*super()._get_screens(), "_screen_consent", "_screen_country"]

    def _screen_consent(self):
        numbers = list(set(self.mapped("number")))
        blacklisted = set(
            # sudo: a no counts, whoever may read the list
            self.env["phone.blacklist"]
            .sudo()
            .search([("number", "in", numbers)])
            .mapped("number")
        )
        silent = self._get_silent_numbers(numbers)
        orders = self._get_declined_orders()
        held = {}
        for sms in self:
            if sms.number in blacklisted:
                kind = "sms_blacklist"
                reason = self.env._("The number is on the blacklist.")
            elif sms.number in silent or sms.partner_id.sms_opt_out:
                kind = "sms_optout"
                reason = self.env._("The customer wants no texts.")
            elif sms.order_id in orders:
                kind = "sms_optout"
                reason = self.env._("The customer declined texts about this order.")
            else:
                continue
            held[sms.id] = {
                "state": "cancelled",
                "failure_type": kind,
                "reason": reason,
            }
        return held

    def _get_silent_numbers(self, numbers):
        """Those of the numbers whose owner wants no texts, under whatever name."""
        partners = self.env["res.partner"].search(
            [("phone_sanitized", "in", numbers), ("sms_opt_out", "=", True)]
        )
        return set(partners.mapped("phone_sanitized"))

    def _get_declined_orders(self):
        answers = self.env["service.order.consent"].search(
            [
                ("order_id", "in", self.order_id.ids),
                ("consent_id.is_about_sms", "=", True),
                ("answer", "=", "declined"),
            ]
        )
        return answers.order_id

    def _screen_country(self):
        held = {}
        for company, rows in self.grouped("company_id").items():
            allowed = company._get_text_countries()
            for sms in rows if allowed else ():
                found = phone_validation.phone_get_region_data_for_number(sms.number)
                if found["code"] not in allowed:
                    held[sms.id] = {
                        "state": "cancelled",
                        "failure_type": "sms_country_not_supported",
                        "reason": self.env._(
                            "Texts do not go to this country: %(code)s.",
                            code=found["code"] or "?",
                        ),
                    }
        return held
