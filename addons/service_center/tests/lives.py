"""What all tests by chance have alike: lives that nobody thought of."""

import os
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from odoo import fields

STEPS = os.environ.get("HYPOTHESIS_STEPS")  # more than usual, and others each time


def steps(usual):
    """How many steps all lives of a test have together, about."""
    return int(STEPS or usual)


def live(machine, case, lives, length):
    """Run so many lives of ``machine``, each of at most ``length`` steps."""
    run_state_machine_as_test(
        type(machine.__name__, (machine,), {"case": case}),
        settings=settings(
            max_examples=max(lives, 1),
            stateful_step_count=length,
            derandomize=not STEPS,
            # making a failure small takes minutes: only when asked for
            phases=[Phase.generate, *([Phase.shrink] if STEPS else [])],
            print_blob=bool(STEPS),
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class UndoneLife(RuleBasedStateMachine):
    """A life in the database of a test, of which nothing is left at its end."""

    case = None  # the test
    now = None  # when it begins, for lives with a clock of their own

    def __init__(self):
        super().__init__()
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint()
        self.clock = patch.object(fields.Datetime, "now", lambda *_args: self.now)
        if self.now:
            self.clock.start()

    def teardown(self):
        if self.now:
            self.clock.stop()
        self.savepoint.rollback()
        self.savepoint.close(rollback=False)
        self.env.invalidate_all(flush=False)
