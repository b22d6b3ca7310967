"""Starting other programs, and keeping several ``./sc`` out of each other's way."""

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from . import settings
from .console import Failure, note

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
UNFINISHED = ".new-"  # part of the name of what is being built
_FULL = re.compile(r"No space left on device|enough free space", re.IGNORECASE)


def die_with_parent(number=signal.SIGKILL):
    """For ``preexec_fn``: if ``./sc`` is killed outright, so is its child."""
    _libc.prctl(_PR_SET_PDEATHSIG, number)


def run(command, failure=None, **options):
    """Run a program and return what it printed.

    With ``failure``, a status other than 0 becomes that sentence, followed by
    the last words of the program.
    """
    if "input" not in options:
        options.setdefault("stdin", subprocess.DEVNULL)
    done = subprocess.run(
        [str(part) for part in command],
        text=True,
        capture_output=True,
        preexec_fn=die_with_parent,
        **options,
    )
    if failure and done.returncode:
        raise Failure(explain(failure, done.stderr or done.stdout))
    return done


def watch(command, failure, look, **options):
    """Like ``run``, calling ``look()`` now and then while the program works."""
    with tempfile.TemporaryFile("w+") as output:
        with subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent,
            **options,
        ) as child:
            while child.poll() is None:
                look()
                time.sleep(0.2)
        if child.returncode:
            output.seek(0)
            raise Failure(explain(failure, output.read()))


def free_port():
    """A port of 127.0.0.1 nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def explain(failure, output):
    """``failure``, unless the program's own words point to a full disk."""
    if _FULL.search(output):
        return disk_full()
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"{failure} ({' | '.join(lines[-2:])})" if lines else failure


def is_full(error):
    """Whether an ``OSError`` tells of a full disk."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def disk_full():
    return (
        f"the disk of {settings.STATE} is full: free about 3 GB there, "
        "or set STATE to a folder on another disk"
    )


@contextlib.contextmanager
def lock(name, waiting=None, refusal=None):
    """Hold a named lock of this STATE.

    If somebody else has it, say ``waiting`` and wait, or fail with ``refusal``.
    The lock goes with the process, however that ends.
    """
    with open(state_file(f"{name}.lock"), "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if refusal:
                raise Failure(refusal) from None
            note(waiting)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def state_file(name):
    """A path in STATE, which is made if it does not exist yet."""
    try:
        settings.STATE.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(
            f"STATE={settings.STATE} can't be made ({error.strerror}): "
            "set STATE to a folder of yours"
        ) from None
    if not os.access(settings.STATE, os.W_OK):
        raise Failure(
            f"STATE={settings.STATE} can't be written by this user: "
            "set STATE to a folder of yours"
        )
    return settings.STATE / name


@contextlib.contextmanager
def building(target):
    """Give a temporary folder that becomes ``target`` only when complete."""
    unfinished = unused(target)
    unfinished.mkdir(parents=True)
    yield unfinished
    shutil.rmtree(target, ignore_errors=True)
    unfinished.rename(target)


def unused(target):
    """A name of its own for something that will be ``target``.

    What earlier, interrupted starts left is deleted. Their names are not used
    again: a tar whose ``./sc`` was killed goes on unpacking for a while.
    """
    for old in target.parent.glob(f"{target.name}{UNFINISHED}*"):
        shutil.rmtree(old, ignore_errors=True)
    number = f"{time.time_ns():x}"
    return target.with_name(f"{target.name}{UNFINISHED}{number}")
