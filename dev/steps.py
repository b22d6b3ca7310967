"""The steps of a check, what each counted, and the summary of them all."""

import re
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

from . import allowed, settings
from .process import die_with_parent


@dataclass
class Step:
    """What a job has counted; or all jobs of one line of the summary."""

    name: str
    label: str = ""
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    problems: list = field(default_factory=list)
    classes: dict = field(default_factory=dict)  # of tests, and their seconds
    broken: bool = False  # it could not be done: what stands on it can't either

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

    def add(self, other):
        """Count what another job of this line counted."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.seconds += other.seconds
        self.problems += other.problems


class Steps:
    """The lines of one summary."""

    def __init__(self, names):
        self.lines = {name: Step(name) for name in names}

    def add(self, step):
        self.lines[step.name].add(step)

    def finish(self, remark=""):
        """Print the summary; its last line stands alone. Return the exit status."""
        done = self.lines.values()
        for step in done:
            if not (step.passed or step.failed):
                step.fail(f"{step.name}: nothing was tested")
        width = max(len(step.name) for step in done)
        print(f"\n{'step':<{width}}  passed  failed  skipped  seconds")
        for step in done:
            print(
                f"{step.name:<{width}}  {step.passed:>6}  {step.failed:>6}  "
                f"{step.skipped:>7}  {step.seconds:>7.0f}"
            )
        failed = sum(step.failed for step in done)
        skipped = sum(step.skipped for step in done)
        problems = [each for step in done for each in step.problems]
        if remark:
            print(f"\n{remark}")
        if problems:
            print("\nwhat failed:")
            for problem in problems:
                print(f"  {problem.splitlines()[0]}")
        passed = sum(step.passed for step in done)
        skips = f", {skipped} skipped" if skipped else ""
        print(f"\n{passed} passed, {failed} failed{skips}", flush=True)
        return 1 if failed else 0


def slug(text):
    """A name for files, of the name of a step."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


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
    report = settings.LOGS / f"pytest-{slug(step.label or step.name)}.xml"
    report.unlink(missing_ok=True)
    command = [
        python,
        "-m",
        "pytest",
        "-q",
        "--tb=short",
        # what was green stays green; chance searches where somebody looks on
        "--hypothesis-profile=ci",
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
        place, seconds = case.get("classname"), float(case.get("time") or 0)
        step.classes[place] = step.classes.get(place, 0) + seconds
        name = f"{place}::{case.get('name')}"
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
