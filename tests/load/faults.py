"""What breaks in the middle of the day: by name, how it begins and how it ends.

A fault that ``excuses`` may leave requests without an answer while it lasts; one that
does not is to be noticed by nobody at a screen.
"""

import abc
import contextlib
import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

BACK = 60  # seconds within which the service is there again, by itself
WARM, HELD, REST = 15, 15, 15  # seconds before, while and after


class Fault(abc.ABC):
    excuses = True
    held = HELD

    def __init__(self, day, seconds=None):
        self.day, self.house = day, day.house
        self.held = seconds or self.held
        self.missed = None  # why nothing could be broken

    @abc.abstractmethod
    def begin(self):
        """Break it."""

    def end(self):  # noqa: B027  most need none
        """What a person in charge does; a service that returns by itself needs none."""

    def wrong(self):
        """Sentences about what this fault should not have done."""
        return []


class KillWeb(Fault):
    """kill -9 of a process that answers requests, three times."""

    worker = "HTTP"

    def begin(self):
        for _kill in range(3):
            self._kill()
            time.sleep(2)

    def _kill(self):
        alive = set(self.house.children())
        mine = [pid for pid in self.house.workers(self.worker) if pid in alive]
        if mine:
            os.kill(mine[-1], signal.SIGKILL)
            self.day.meter.note(f"processes killed: {self.worker}")


class KillCron(KillWeb):
    """kill -9 of the process of scheduled jobs."""

    worker = "Cron"
    excuses = False


class KillDatabase(Fault):
    """kill -9 of PostgreSQL, all of it, and three seconds without."""

    held = 3

    def begin(self):
        self.house.cluster.kill()

    def end(self):
        self.house.cluster.start()


class Disk(Fault):
    """A disk of its own under the file store; where none may be made, it says so."""

    def begin(self):
        self.was = None
        store = self.house.filestore
        if not self.house.disk:
            self.missed = self.house.why_no_disk
            return
        self.spoil(store)

    @abc.abstractmethod
    def spoil(self, store):
        """Break the disk under the file store."""

    def end(self):
        if self.house.disk:
            remount(self.house.filestore, "rw,size=1G")


class FullDisk(Disk):
    """Not a byte more: photos, signed receipts and prints have nowhere to go."""

    def spoil(self, store):
        used = shutil.disk_usage(store).used // 1024
        remount(store, f"rw,size={used + 200}k")
        with contextlib.suppress(OSError), (store / "filler").open("wb") as file:
            while True:
                file.write(b"\0" * 4096)
                file.flush()

    def end(self):
        super().end()
        (self.house.filestore / "filler").unlink(missing_ok=True)


class ReadOnlyDisk(Disk):
    """The file store can be read, and nothing can be written to it."""

    def spoil(self, store):
        for _try in range(100):
            try:
                remount(store, "ro")
                return
            except OSError as error:  # somebody is writing just now
                if error.errno != errno.EBUSY:
                    raise
                time.sleep(0.05)


def remount(folder, options):
    done = subprocess.run(
        ["mount", "-o", f"remount,{options}", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        busy = "busy" in done.stderr
        raise OSError(errno.EBUSY if busy else errno.EPERM, done.stderr)


class HangingPrinters(Fault):
    """Printers take a connection and read nothing."""

    excuses, held = False, 120

    def begin(self):
        for printer in self.day.company.printers:
            printer.hang()

    def end(self):
        for printer in self.day.company.printers:
            printer.recover()


class HangingTexts(Fault):
    """The gateway of texts takes requests and does not answer."""

    excuses, held = False, 120

    def begin(self):
        self.day.company.gateway.hanging.set()

    def end(self):
        self.day.company.gateway.hanging.clear()


class HangingMail(Fault):
    """The mail server takes connections and does not greet."""

    excuses, held = False, 120

    def begin(self):
        self.before = len(self.day.mail.pids)
        self.day.mail.hanging.set()

    def end(self):
        self.day.mail.hanging.clear()

    def wrong(self):
        """Letters are brought by jobs: whoever waits for an answer is no screen."""
        callers = self.day.mail.pids[self.before :]
        self.day.meter.note(f"calls of a hanging mail server: {len(callers)}")
        web = self.house.workers("HTTP")
        if count := sum(pid in web for pid in callers):
            return [f"{count} web processes waited for the mail server"]
        return []


class NoConnections(Fault):
    """Somebody else takes every connection that PostgreSQL has left."""

    def begin(self):
        self.taken = []
        place = {"host": str(self.house.cluster.socket), "port": 5432, "user": "odoo"}
        end = time.monotonic() + self.held / 2
        while time.monotonic() < end:
            try:
                line = psycopg2.connect(dbname=self.house.database, **place)
                self.taken.append(line)
            except psycopg2.OperationalError:
                time.sleep(0.05)  # and what is given back is taken at once
        # its processes begin anew and find none left
        for pid in self.house.children():
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"gevent" not in words:
                os.kill(pid, signal.SIGKILL)

    def end(self):
        for line in self.taken:
            line.close()


class ClockBack(Fault):
    """The clock of server and database is an hour back, and later right again.

    Set forward, it makes Odoo's first process believe that its workers hang: it ends
    them, and what they are just answering is cut off.
    """

    held = 30

    def begin(self):
        if self.house.clock:
            self.house.clock.write_text("-1h\n")
        else:
            self.missed = "FAKETIME_LIB names no library, so no clock went back"

    def end(self):
        if self.house.clock:
            self.house.clock.write_text("+0\n")


FAULTS = {
    "kill-web": KillWeb,
    "kill-cron": KillCron,
    "kill-database": KillDatabase,
    "full-disk": FullDisk,
    "read-only-disk": ReadOnlyDisk,
    "printers-hang": HangingPrinters,
    "texts-hang": HangingTexts,
    "mail-hangs": HangingMail,
    "no-connections": NoConnections,
    "clock-back": ClockBack,
}
# What is cheap enough for each change.
QUICK = ("kill-web", "printers-hang")


def break_things(day, names, check, seconds=None, rest=REST):
    """One after the other, while the day goes on; sentences about what was wrong.

    :param check: function that reads the invariants; called after each fault
    """
    found = []
    day.stopped.wait(min(WARM, rest))
    for name in names:
        if day.stopped.is_set():
            found.append(f"{name}: the day was over before")
            break
        fault, before = FAULTS[name](day, seconds), len(day.promises)
        say(f"{name} …")
        day.meter.fault = name if fault.excuses else None
        log = day.house.log.stat().st_size
        fault.begin()
        day.stopped.wait(fault.held)
        fault.end()
        back = day.house.wait_for(BACK)
        if back is None:
            found.append(f"{name}: no answer within {BACK} s")
            break
        day.stopped.wait(min(5, rest))  # what was under way is told to its people
        day.meter.fault = None
        day.excused.append((log, day.house.log.stat().st_size))
        day.stopped.wait(rest)
        wrong = fault.wrong() + check()
        found += [f"after {name}: {each}" for each in wrong]
        if fault.missed:  # what was not tried is not proven
            found.append(f"{name}: {fault.missed}")
        done = len(day.promises) - before
        say(
            f"{name}: answers after {back:.1f} s, restarts: {day.house.restarts}; "
            f"{done} things acknowledged since it "
            f"began; {len(wrong)} invariants broken"
        )
    return found


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
