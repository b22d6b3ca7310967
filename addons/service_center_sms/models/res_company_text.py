import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Hours and limits of texts, and the countries they go to."""

    _inherit = "res.company"

    service_sms_quiet_from = fields.Float("Quiet From", default=21.0)
    service_sms_quiet_to = fields.Float("Quiet Until", default=9.0)
    service_sms_remind_at = fields.Float(
        "Reminders At",
        default=11.0,
        help="Hour of the day, in the branch, at which customers are reminded.",
    )
    service_sms_number_limit = fields.Integer(
        "Texts a Day to One Number",
        default=5,
        help="About orders; all that the number gets are counted. 0: no limit.",
    )
    service_sms_day_limit = fields.Integer(
        "Texts a Day", default=500, help="Of the whole company. 0: no limit."
    )
    service_sms_month_budget = fields.Monetary(
        "Month's Budget for Texts",
        help="In the company's currency. When it is spent nothing more is sent in this "
        "month, and the heads are told. 0: no limit.",
    )
    service_sms_country_ids = fields.Many2many(
        "res.country",
        "res_company_service_sms_country_rel",
        "company_id",
        "country_id",
        string="Countries of Texts",
        help="Numbers of other countries get no texts. None named: the countries of "
        "the company and of its branches.",
    )
    service_sms_alerted = fields.Char(
        help="The last limit about which the heads were told."
    )

    _service_sms_limits_positive = models.Constraint(
        "CHECK (service_sms_number_limit >= 0 AND service_sms_day_limit >= 0 "
        "AND service_sms_month_budget >= 0)",
        "A limit of texts cannot be less than 0.",
    )

    @api.constrains(
        "service_sms_quiet_from", "service_sms_quiet_to", "service_sms_remind_at"
    )
    def _check_service_sms_hours(self):
        for company in self:
            for hour in (
                company.service_sms_quiet_from,
                company.service_sms_quiet_to,
                company.service_sms_remind_at,
            ):
                if not 0 <= hour < 24:
                    raise ValidationError(
                        self.env._("Hours of texts lie between 00:00 and 23:59.")
                    )

    def _get_text_zone(self):
        """The time zone of what belongs to no branch."""
        self.ensure_one()
        return pytz.timezone(self.resource_calendar_id.tz or "UTC")

    def _get_text_countries(self):
        """Codes of the countries whose numbers may be texted."""
        self.ensure_one()
        countries = self.service_sms_country_ids
        if not countries:
            branches = self.env["service.branch"].search([("company_id", "=", self.id)])
            countries = self.country_id | branches.partner_id.country_id
        return set(countries.mapped("code"))
