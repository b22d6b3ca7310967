"""How long jobs, and classes of tests, took the last time on this machine.

Only an order follows from it: without the file everything is run all the same.
"""

import contextlib
import json
import os

from . import settings


class Durations:
    """Seconds by name."""

    def __init__(self):
        self.file = settings.STATE / "durations.json"
        self.jobs, self.classes = {}, {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            known = json.loads(self.file.read_text())
            self.jobs, self.classes = dict(known["jobs"]), dict(known["classes"])

    def of(self, job, expected):
        """Seconds it took, or what is expected of a job that was never run here."""
        return self.jobs.get(job, expected)

    def note(self, job, step):
        self.jobs[job] = round(step.seconds, 1)
        self.classes.update(step.classes)

    def write(self):
        new = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        known = {"jobs": self.jobs, "classes": self.classes}
        new.write_text(json.dumps(known, indent=1, sort_keys=True))
        new.replace(self.file)
