"""The private PostgreSQL: shared, repaired after a crash, gone with its users."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Asks more than fits into an argument, then holds the server until its standard input
# is closed.
USER = """
import sys, sysconfig, types, pathlib
from dev.postgres import Postgres
packages = types.SimpleNamespace(site=pathlib.Path(sysconfig.get_paths()["purelib"]))
with Postgres(packages).running() as server:
    server.sql("SELECT 1 -- " + "long" * 50_000)
    print(server.sql("SELECT lower('ЖЁ'), 'Ж' ILIKE 'ж'")[0], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def state():
    """A short path, for the socket, that the server's account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="sc-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def user(state):
    """A function that starts a program which uses the server."""
    children = []

    def start():
        child = subprocess.Popen(
            [sys.executable, "-c", USER],
            cwd=ROOT,
            env={**os.environ, "STATE": str(state), "PG_BIN": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        children.append(child)
        child.first_line = child.stdout.readline()
        return child

    yield start
    for child in children:
        child.kill()
        child.communicate()


def end(child):
    child.communicate()
    assert child.returncode == 0


def is_running(state):
    return (state / "pg" / "data" / "postmaster.pid").exists()


def test_it_serves_knows_cyrillic_and_stops_with_its_user(state, user):
    child = user()
    assert child.first_line == "['жё', 't']\n"
    assert is_running(state)
    end(child)
    assert not is_running(state)


def test_it_stays_for_a_second_user(state, user):
    first, second = user(), user()
    end(first)
    assert is_running(state)
    end(second)
    assert not is_running(state)


def test_it_stops_when_its_only_user_is_killed(state, user, wait_until):
    user().send_signal(signal.SIGKILL)
    assert wait_until(lambda: not is_running(state))


def test_it_starts_again_after_a_crash_whose_process_number_lives_on(state, user):
    child = user()
    pid_file = state / "pg" / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    end(child)
    # A process that lives, and is no PostgreSQL: this one.
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    end(user())


def test_it_starts_again_after_an_interrupted_creation(state, user):
    half = state / "pg" / "data.new-1"
    half.mkdir(parents=True)
    (half / "PG_VERSION").touch()
    end(user())
    assert not half.exists()


def test_it_listens_on_no_port(state, user):
    child = user()
    pid = (state / "pg" / "data" / "postmaster.pid").read_text().split("\n")[0]
    sockets = {
        os.readlink(each)[8:-1]
        for each in Path("/proc", pid, "fd").iterdir()
        if os.readlink(each).startswith("socket:")
    }
    tcp = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    assert not sockets & {line.split()[9] for line in tcp.splitlines() if line.strip()}
    end(child)
