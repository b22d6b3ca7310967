import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceBranch(models.Model):
    """Hours and limits of the texts of a branch."""

    _inherit = "service.branch"

    sms_own_hours = fields.Boolean(
        "Own Quiet Hours", help="Else the quiet hours of the company apply."
    )
    sms_quiet_from = fields.Float("Quiet From", default=21.0)
    sms_quiet_to = fields.Float("Quiet Until", default=9.0)
    sms_day_limit = fields.Integer(
        "Texts a Day", help="No more than so many a day. 0: no limit of its own."
    )
    sms_month_budget = fields.Monetary(
        "Month's Budget for Texts", help="Then it stops for the month. 0: no limit."
    )
    sms_alerted = fields.Char(
        copy=False, help="The last limit about which the heads were told."
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company's Currency"
    )

    @api.constrains("sms_quiet_from", "sms_quiet_to")
    def _check_sms_hours(self):
        for branch in self:
            for hour in (branch.sms_quiet_from, branch.sms_quiet_to):
                if not 0 <= hour < 24:
                    raise ValidationError(
                        self.env._(
                            "%(name)s: quiet hours lie between 00:00 and 23:59.",
                            name=branch.name,
                        )
                    )

    _sms_limits_positive = models.Constraint(
        "CHECK (sms_day_limit >= 0 AND sms_month_budget >= 0)",
        "A limit of texts cannot be less than 0.",
    )

    def _get_text_zone(self):
        """The time zone of texts: that of the branch's working hours."""
        self.ensure_one()
        return pytz.timezone(self._get_calendar().tz or "UTC")

    def _get_quiet_hours(self):
        """From which hour to which this branch sends nothing."""
        self.ensure_one()
        if self.sms_own_hours:
            return self.sms_quiet_from, self.sms_quiet_to
        return (
            self.company_id.service_sms_quiet_from,
            self.company_id.service_sms_quiet_to,
        )
