"""A pytest plugin: a warning in Odoo's log fails the test that caused it.

A test that means to provoke one says so with Odoo's ``mute_logger`` or with
``assertLogs``, which keep it from getting here.
"""

import logging

import pytest

from dev import allowed


class Collector(logging.Handler):
    """Holds the records nobody has answered for yet."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.allowed = allowed.patterns(allowed.LOG)
        self.lines = []

    def emit(self, record):
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if not any(pattern.search(line) for pattern in self.allowed):
            self.lines.append(line)

    def take(self):
        lines, self.lines = self.lines, []
        return lines


collector = Collector()


def pytest_sessionstart():
    logging.getLogger().addHandler(collector)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    lines = collector.take()
    if lines and report.passed:
        report.outcome = "failed"
        report.longrepr = "Odoo's log has warnings:\n" + "\n".join(lines)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session):
    """What is logged when the last test is over, as the server stops, fails the run."""
    yield
    lines = collector.take()
    if lines:
        print("Odoo's log has warnings after the last test:", *lines, sep="\n")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
