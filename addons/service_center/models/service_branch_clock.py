from datetime import timedelta

from pytz import utc

from odoo import fields, models


class ServiceBranch(models.Model):
    """The branch's clock: its working hours, by calendar, days off and time zone."""

    _inherit = "service.branch"

    warn_hours = fields.Float(
        "Warn Before, Hours",
        default=4.0,
        help="So many hours by the clock before its deadline an order counts as due "
        "soon and changes colour.",
    )

    def _get_calendar(self):
        self.ensure_one()
        return self.resource_calendar_id or self.company_id.resource_calendar_id

    def _get_working_hours(self, spans):
        """Working hours of the branch within spans of naive UTC datetimes.

        A branch without a calendar is open day and night.
        """
        calendar = self._get_calendar()
        if calendar:
            return calendar._get_hours_in_spans(spans)
        return [(end - start).total_seconds() / 3600 for start, end in spans]

    def _get_deadline(self, stage, start):
        """When an order that enters ``stage`` at ``start`` is overdue, if ever."""
        if not stage.hours_limit or stage.is_paused:
            return False
        calendar = self._get_calendar()
        if not calendar:
            return start + timedelta(hours=stage.hours_limit)
        deadline = calendar.plan_hours(
            stage.hours_limit, utc.localize(start), compute_leaves=True
        )
        return deadline and deadline.astimezone(utc).replace(tzinfo=None)
