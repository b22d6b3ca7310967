"""Jobs side by side: one that fails, breaks off, dies or is interrupted."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A program with jobs; what they do is put before the last line.
PROGRAM = """
import os, signal, subprocess, sys, time
from pathlib import Path
from dev import cli, jobs
from dev.console import Failure
from dev.jobs import Job

def good(step):
    step.ok()

def sleeping(step):
    child = subprocess.Popen(["sleep", "987"])
    Path("pids").open("a").write(f"{{os.getpid()}}\\n{{child.pid}}\\n")
    try:
        child.wait()
    finally:
        Path("tidied").touch()

def meet(own, other):
    def work(step):
        Path(own).touch()
        for _ in range(100):
            if Path(other).exists():
                step.ok()
                break
            time.sleep(0.1)
    return work

{work}
class Main:
    main = staticmethod(lambda arguments: jobs.run([{jobs}], {most}))

cli.importlib.import_module = lambda name, package: Main
sys.exit(cli.main(["test"]))
"""


@pytest.fixture
def start(tmp_path):
    """A function that starts such a program, in a folder of its own."""
    started = []

    def start(jobs, work="", most=2):
        text = PROGRAM.format(work=work, jobs=jobs, most=most)
        child = subprocess.Popen(
            [sys.executable, "-c", text],
            cwd=tmp_path,
            env={**os.environ, "STATE": str(tmp_path), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.kill()
        child.communicate()


@pytest.fixture
def run(start):
    """As ``start``; wait for its end, return status and words."""

    def run(*arguments, **options):
        child = start(*arguments, **options)
        words = child.communicate(timeout=60)[0]
        return child.returncode, words

    return run


def last(words):
    return words.splitlines()[-1]


def test_all_jobs_are_counted_in_one_summary(run):
    status, words = run('Job("a", good, "1"), Job("a", good, "2"), Job("b", good)')
    assert (status, last(words)) == (0, "3 passed, 0 failed")
    rows = [line.split()[:2] for line in words.splitlines() if line[:2] in ("a ", "b ")]
    assert rows == [["a", "2"], ["b", "1"]]


def test_two_work_at_the_same_time(run):
    status, _words = run('Job("a", meet("x", "y")), Job("b", meet("y", "x"))')
    assert status == 0


@pytest.mark.parametrize("most", [1, 2])
def test_a_job_waits_for_those_it_comes_after(run, most):
    work = """
def first(step):
    time.sleep(0.5)
    step.ok()
    Path("done").touch()
def second(step):
    step.check("the first has ended", [] if Path("done").exists() else ["no"])
one = Job("one", first)
"""
    status, words = run('Job("two", second, after=(one,)), one', work, most)
    assert (status, last(words)) == (0, "2 passed, 0 failed")


def test_what_jobs_print_does_not_mix(run):
    work = """
def printing(letter):
    def work(step):
        for _ in range(20):
            print(letter, flush=True)
            subprocess.run(["echo", letter])
            time.sleep(0.01)
        step.ok()
    return work
"""
    _status, words = run('Job("a", printing("X")), Job("b", printing("Y"))', work)
    letters = [line for line in words.splitlines() if line in ("X", "Y")]
    assert letters in (["X"] * 40 + ["Y"] * 40, ["Y"] * 40 + ["X"] * 40)


def test_a_failed_check_fails_the_whole_and_stops_nobody(run):
    work = """
def bad(step):
    step.fail("it rains")
one = Job("a", bad)
"""
    status, words = run('one, Job("b", good, after=(one,)), Job("c", good)', work)
    assert (status, last(words)) == (1, "2 passed, 1 failed")
    assert "it rains" in words.partition("what failed:")[2]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ('raise Failure("no bread")', "no bread"),
        ('raise OSError(28, "No space left on device")', "is full: free about"),
        ('raise ValueError("oops")', "died with status 1"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "died with status -9"),
        ("os._exit(0)", "died with status 0"),
        ("pass", "nothing was tested"),
    ],
)
def test_a_job_that_breaks_off_fails_the_whole(run, act, reason):
    work = f"""
def bad(step):
    {act}
"""
    status, words = run('Job("a", bad), Job("b", good)', work)
    assert (status, last(words)) == (1, "1 passed, 1 failed")
    assert reason in words.partition("what failed:")[2]


def test_the_traceback_of_a_job_is_shown(run):
    work = """
def bad(step):
    raise ValueError("oops")
"""
    _status, words = run('Job("a", bad)', work)
    assert "ValueError: oops" in words


def test_what_comes_after_a_broken_job_has_failed_too(run):
    work = """
def bad(step):
    step.ok()
    raise Failure("no bread")
one = Job("a", bad)
two = Job("b", good, after=(one,))
"""
    jobs = 'one, two, Job("c", good, after=(two,)), Job("d", good)'
    status, words = run(jobs, work)
    assert (status, last(words)) == (1, "2 passed, 3 failed")
    assert "a broke off" in words
    assert "b broke off" in words


def test_a_job_that_would_wait_for_ever_is_refused(run):
    status, words = run('Job("a", good, after=(Job("b", good),))')
    assert status == 1
    assert last(words) == "error: the step a comes after b, which is not run"


def test_what_a_job_leaves_running_ends_with_it(run, tmp_path, wait_until):
    work = """
def leaving(step):
    child = subprocess.Popen(["sleep", "987"])
    Path("pids").write_text(f"{child.pid}\\n")
    step.ok()
"""
    assert run('Job("a", leaving)', work)[0] == 0
    assert wait_until(lambda: not any(map(lives, pids(tmp_path))))


def pids(folder):
    file = folder / "pids"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def lives(pid):
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        text = Path("/proc", str(pid), "stat").read_text()
    except FileNotFoundError:
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_tidies_up_and_leaves_nothing(
    start, tmp_path, number, wait_until
):
    child = start('Job("a", sleeping), Job("b", sleeping), Job("c", good)')
    assert wait_until(lambda: len(pids(tmp_path)) == 4)
    child.send_signal(number)
    words = child.communicate(timeout=60)[0]
    assert child.returncode == 130
    assert "interrupted" in last(words)
    assert (tmp_path / "tidied").exists()
    assert not any(map(lives, pids(tmp_path)))


def test_a_job_that_does_not_want_to_end_is_ended(start, tmp_path, wait_until):
    work = """
def stubborn(step):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sleeping(step)
jobs.GRACE = 1
"""
    child = start('Job("a", stubborn)', work)
    assert wait_until(lambda: len(pids(tmp_path)) == 2)
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=60)
    assert not any(map(lives, pids(tmp_path)))


def test_a_run_that_is_killed_leaves_nothing(start, tmp_path, wait_until):
    child = start('Job("a", sleeping), Job("b", sleeping)')
    assert wait_until(lambda: len(pids(tmp_path)) == 4)
    child.kill()
    assert wait_until(lambda: not any(map(lives, pids(tmp_path))))


def test_the_longest_go_first_the_next_time(run, tmp_path):
    work = """
def short(step):
    print("SHORT")
    step.ok()
def long(step):
    time.sleep(1)
    print("LONG")
    step.ok()
"""
    jobs = 'Job("a", short), Job("b", long)'
    order = [
        [line for line in run(jobs, work, 1)[1].splitlines() if line.isupper()]
        for _time in range(2)
    ]
    assert order == [["SHORT", "LONG"], ["LONG", "SHORT"]]
    (tmp_path / "durations.json").write_text("{nonsense")
    assert run(jobs, work, 1)[0] == 0
