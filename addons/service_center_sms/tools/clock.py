"""Hours of the day and days of the calendar, as they are where a branch is."""

from datetime import datetime, time, timedelta

import pytz


def to_local(moment, zone):
    """A naive UTC moment as naive local time."""
    return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)


def to_utc(local, zone):
    """A naive local time as a naive UTC moment; one that a change of clocks left out
    is the moment after it."""
    return zone.localize(local, is_dst=False).astimezone(pytz.utc).replace(tzinfo=None)


def get_day_start(day, zone):
    """When a day begins there, as a naive UTC moment."""
    return to_utc(datetime.combine(day, time()), zone)


def at_hour(day, hour, zone):
    """An hour (9.5: half past nine) of a day there, as a naive UTC moment."""
    return to_utc(datetime.combine(day, time()) + timedelta(hours=hour), zone)


def get_quiet_end(now, zone, start, end):
    """When the quiet hours that it is now are over, else ``None``.

    :param now: naive UTC moment
    :param start: hour of the day at which they begin; 21.5 is half past nine
    :param end: hour at which they end, on the next day if it is the smaller one;
        the same hour: there are none
    :return: naive UTC moment
    """
    if start == end:
        return None
    local = to_local(now, zone)
    hour = local.hour + local.minute / 60 + local.second / 3600
    day = local.date()
    if start < end:
        quiet = start <= hour < end
    else:
        quiet = hour >= start or hour < end
        if hour >= start:
            day += timedelta(days=1)
    return at_hour(day, end, zone) if quiet else None
