"""Independent pieces of a check, side by side: one more than there are processors.

Each job is a process of its own. What it prints goes to a file and is shown whole
when it has ended, so that two never mix. A job that fails, breaks off or dies keeps
no other from running but those that come after it; they count as failed, too.

A job leads a process group. If ``./sc`` is interrupted, or killed outright, the
whole group goes with it: Odoo, pytest, and the browsers they have started.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import connection

from . import process, settings
from .console import Failure, Progress, say
from .durations import Durations
from .steps import Step, Steps, slug

GRACE = 10  # seconds an interrupted job has to tidy up


@dataclass(frozen=True, eq=False)
class Job:
    """Something to run: ``work(step)`` counts into its row of the summary."""

    name: str  # the row, which several jobs may share
    work: Callable
    part: str = ""  # tells it from others of the same row
    after: tuple = ()  # jobs that have to end first
    expected: int = 30  # seconds, where it was never run

    @property
    def label(self):
        return f"{self.name}: {self.part}" if self.part else self.name

    @property
    def log(self):
        return settings.LOGS / f"step-{slug(self.label)}.log"


def workers():
    """How many jobs run at a time.

    One more than the processors this process may use: a job that waits for a server,
    a browser or a lock leaves its processor to another.
    """
    return len(os.sched_getaffinity(0)) + 1


def run(jobs, most=None):
    """Run all jobs, print one summary, return the exit status."""
    settings.LOGS.mkdir(parents=True, exist_ok=True)
    return _Run(jobs, most or workers()).run()


class _Run:
    """One run of some jobs."""

    def __init__(self, jobs, most):
        self.jobs, self.most = jobs, most
        self.waiting, self.running = list(jobs), {}
        self.ended = {}  # job: its step
        for job in jobs:
            for each in set(job.after) - set(jobs):
                raise Failure(
                    f"the step {job.label} comes after {each.label}, which is not run"
                )
        self.steps = Steps(dict.fromkeys(job.name for job in jobs))
        self.durations = Durations()

    def run(self):
        started = time.monotonic()
        self.waiting.sort(key=self._way, reverse=True)
        with (
            Progress("steps", every=30) as progress,
            _stopped_by(signal.SIGTERM, signal.SIGHUP),
        ):
            try:
                while self.waiting or self.running:
                    self._start()
                    for end in connection.wait(list(self.running), timeout=0.5):
                        self._collect(end, progress)
                    progress.show(self._state())
            except BaseException:
                self._stop()
                raise
        self.durations.write()
        seconds = time.monotonic() - started
        return self.steps.finish(f"{seconds:.0f} seconds, {self.most} at a time")

    def _way(self, job):
        """Seconds from the start of this job to the end of the last after it."""
        later = [self._way(each) for each in self.jobs if job in each.after]
        return self.durations.of(job.label, job.expected) + max(later, default=0)

    def _start(self):
        """Start what can be started, the longest way first."""
        for job in list(self.waiting):
            before = [self.ended.get(each) for each in job.after]
            if not all(before):
                continue
            broken = [each.label for each in before if each.broken]
            if broken:
                self.waiting.remove(job)
                self._end(job, _broken(job, f"not run, since {broken[0]} broke off"))
            elif len(self.running) < self.most:
                self.waiting.remove(job)
                running = _Running(job)
                self.running[running.result] = running

    def _collect(self, end, progress):
        """A job has ended, one way or the other: show what it said."""
        running = self.running.pop(end)
        job = running.job
        step, status = running.finish()
        progress.clear()
        say(f"{job.label} ({running.seconds:.0f} s)")
        sys.stdout.write(job.log.read_text(errors="replace"))
        sys.stdout.flush()
        step = step or _broken(job, f"it died with status {status}")
        step.seconds = running.seconds
        self._end(job, step)
        if not step.broken:
            self.durations.note(job.label, step)

    def _end(self, job, step):
        self.ended[job] = step
        self.steps.add(step)

    def _state(self):
        now = time.monotonic()
        names = ", ".join(
            f"{each.job.label} ({now - each.started:.0f} s)"
            for each in self.running.values()
        )
        return f"{len(self.ended)} of {len(self.jobs)} done; running: {names}"

    def _stop(self):
        """End what runs: politely first, so that it can tidy up."""
        running = list(self.running.values())
        try:
            for each in running:
                each.signal(signal.SIGINT)
            deadline = time.monotonic() + GRACE
            while time.monotonic() < deadline and not all(
                each.has_ended() for each in running
            ):
                time.sleep(0.05)
        finally:
            for each in running:
                each.bury()


class _Running:
    """A job at work, in a process that leads a group of its own."""

    def __init__(self, job):
        self.job, self.started, self.seconds = job, time.monotonic(), 0
        self.result, end = multiprocessing.Pipe(duplex=False)
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self.pid = os.fork()
        if not self.pid:
            _live(job, end, parent)
        with contextlib.suppress(OSError):  # both do it, so that it is surely done
            os.setpgid(self.pid, self.pid)
        end.close()  # from now on the pipe ends with the process

    def finish(self):
        """Wait for its end; return what it counted, unless it died, and how."""
        step = None
        with contextlib.suppress(EOFError):
            step = self.result.recv()
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        status = self.bury()
        self.seconds = time.monotonic() - self.started
        return step, status

    def has_ended(self):
        options = os.WEXITED | os.WNOWAIT | os.WNOHANG
        return os.waitid(os.P_PID, self.pid, options) is not None

    def signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def bury(self):
        """End the group: its number is nobody else's until the leader is waited for."""
        self.signal(signal.SIGKILL)
        self.result.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _broken(job, reason):
    step = Step(job.name, job.label, broken=True)
    step.fail(f"{job.label}: {reason}")
    return step


def _live(job, end, parent):
    """The life of a job's process, from its birth to its end."""
    status = 1
    try:
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)  # Ctrl-C reaches ./sc, which tells its jobs
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, _end_group)
        process.die_with_parent(signal.SIGTERM)
        if os.getppid() != parent:
            _end_group()
        with job.log.open("w", buffering=1) as file, open(os.devnull) as nothing:
            os.dup2(nothing.fileno(), 0)
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
            sys.stdout = sys.stderr = file
            status = _perform(job, end)
    finally:
        os._exit(status)


def _perform(job, end):
    """Do it and send what it counted; return the status to end with."""
    step = Step(job.name, job.label)
    try:
        try:
            job.work(step)
        except Failure as failure:
            step.broken = True
            step.fail(f"{job.label}: {failure}")
        except OSError as error:
            if not process.is_full(error):
                raise
            step.broken = True
            step.fail(f"{job.label}: {process.disk_full()}")
        end.send(step)
        return 0
    except BaseException:
        traceback.print_exc()
        return 1


def _end_group(*_signal):
    os.killpg(0, signal.SIGKILL)


@contextlib.contextmanager
def _stopped_by(*numbers):
    """Take these signals for Ctrl-C."""
    before = {each: signal.signal(each, signal.default_int_handler) for each in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
