"""The steps of a check, what each counted, and the summary of them all."""

import contextlib
import re
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

from . import allowed, settings
from .console import Failure, say
from .process import die_with_parent


@dataclass
class Step:
    """One line of the summary."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    problems: list = field(default_factory=list)

    def ok(self):
        self.passed += 1

    def fail(self, problem):
        self.failed += 1
        self.problems.append(problem)
        print(f"FAILED {problem}", flush=True)

    def check(self, name, problems):
        """Count one check: failed if there are any problems."""
        problems = list(problems)
        if problems:
            self.fail(f"{name}:\n" + "\n".join(f"    {each}" for each in problems))
        else:
            self.ok()


class Steps:
    """All steps of one command."""

    def __init__(self):
        self.done = []

    @contextlib.contextmanager
    def step(self, name):
        """Time a step; one that counted nothing, or broke off, has failed."""
        say(name)
        step, started = Step(name), time.monotonic()
        try:
            yield step
            if not (step.passed or step.failed):
                step.fail(f"{name}: nothing was tested")
        except Failure as failure:
            step.fail(f"{name}: {failure}")
        finally:
            step.seconds = time.monotonic() - started
            self.done.append(step)

    def finish(self):
        """Print the summary; its last line stands alone. Return the exit status."""
        width = max(len(step.name) for step in self.done)
        print(f"\n{'step':<{width}}  passed  failed  skipped  seconds")
        for step in self.done:
            print(
                f"{step.name:<{width}}  {step.passed:>6}  {step.failed:>6}  "
                f"{step.skipped:>7}  {step.seconds:>7.0f}"
            )
        failed = sum(step.failed for step in self.done)
        skipped = sum(step.skipped for step in self.done)
        problems = [each for step in self.done for each in step.problems]
        if problems:
            print("\nwhat failed:")
            for problem in problems:
                print(f"  {problem.splitlines()[0]}")
        passed = sum(step.passed for step in self.done)
        skips = f", {skipped} skipped" if skipped else ""
        print(f"\n{passed} passed, {failed} failed{skips}", flush=True)
        return 1 if failed else 0


def tool(step, name, command, **options):
    """A check that is one program: it passes if the program is content."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=settings.ROOT,
        preexec_fn=die_with_parent,
        **options,
    )
    if done.returncode:
        step.fail(f"{name} (status {done.returncode}, see above)")
    else:
        step.ok()


def pytest(step, python, arguments, environment):
    """Run pytest and count its tests, from its report rather than its words."""
    settings.LOGS.mkdir(parents=True, exist_ok=True)
    report = settings.LOGS / f"pytest-{re.sub(r'[^a-z0-9]+', '-', step.name)}.xml"
    report.unlink(missing_ok=True)
    command = [
        python,
        "-m",
        "pytest",
        "-q",
        "--tb=short",
        f"--junitxml={report}",
        *arguments,
    ]
    done = subprocess.run(
        [str(part) for part in command],
        cwd=settings.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    before = step.failed
    if report.exists():
        _count(step, report)
    if done.returncode == 5:
        step.fail(f"{step.name}: pytest found no tests")
    elif done.returncode and step.failed == before:
        step.fail(f"{step.name}: pytest broke off with status {done.returncode}")


def _count(step, report):
    skips = allowed.patterns(allowed.SKIPS)
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        outcome = {child.tag for child in case}
        if outcome & {"failure", "error"}:
            step.failed += 1
            step.problems.append(name)
        elif "skipped" not in outcome:
            step.passed += 1
        elif any(pattern.search(name) for pattern in skips):
            step.skipped += 1
        else:
            reason = case.find("skipped").get("message")
            step.fail(f"{name} was skipped: {reason}")


def log_problems(entries):
    """The entries of a log that are warnings or worse, and not allowed."""
    known = allowed.patterns(allowed.LOG)
    for level, logger, text in entries:
        line = f"{level} {logger}: {text}"
        if level not in ("DEBUG", "INFO") and not any(p.search(line) for p in known):
            yield line
