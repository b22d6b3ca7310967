"""Counting queries and milliseconds of one act, in a transaction that is undone."""

import gc
import statistics
import time
from dataclasses import dataclass, field

from odoo.api import Environment


@dataclass
class Result:
    """What one operation took: queries of the last run, milliseconds of all."""

    queries: int = 0
    requests: int = 0
    times: list = field(default_factory=list)
    per: int = 1

    @property
    def minimum(self):
        return min(self.times) / self.per

    @property
    def median(self):
        return statistics.median(self.times) / self.per


class Meter:
    """Given to an operation, which calls ``start`` when its preparations are done."""

    def __init__(self, env):
        self.env, self.requests = env, 0

    def start(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        self.queries = self.env.cr.sql_log_count
        self.began = time.perf_counter()

    def stop(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.milliseconds = (time.perf_counter() - self.began) * 1000
        self.queries = self.env.cr.sql_log_count - self.queries


def measure(registry, user_id, operation, result):
    """Run an operation once, as a user, and add to its result."""
    with registry.cursor() as cr:
        env = Environment(cr, user_id, {"lang": "en_US", "tz": "Europe/Warsaw"})
        meter = Meter(env)
        gc.collect()
        gc.disable()
        try:
            operation(env, meter)
            meter.stop()
        finally:
            gc.enable()
        cr.rollback()
    result.queries, result.requests = meter.queries, meter.requests
    result.times.append(meter.milliseconds)
