from bisect import bisect_right
from itertools import accumulate

from pytz import utc

from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _get_hours_in_spans(self, spans):
        """Working hours of the calendar within each span of time.

        Days off and leaves of the whole calendar do not count; nights, weekends and
        the change of the clock are as the calendar's time zone has them. Leaves are
        read once, however many spans there are.

        :param spans: list of pairs of naive UTC datetimes, start and end
        :return: list of hours, one for each span
        """
        self.ensure_one()
        if not spans:
            return []
        work = self._work_intervals_batch(
            utc.localize(min(start for start, _end in spans)),
            utc.localize(max(end for _start, end in spans)),
        )[False]
        opened = [start.timestamp() for start, _stop, _meta in work]
        length = [(stop - start).total_seconds() for start, stop, _meta in work]
        before = [0, *accumulate(length)]

        def seconds_until(moment):
            moment = utc.localize(moment).timestamp()
            last = bisect_right(opened, moment) - 1
            if last < 0:
                return 0
            return before[last] + min(moment - opened[last], length[last])

        return [
            max(0, seconds_until(end) - seconds_until(start)) / 3600
            for start, end in spans
        ]
