"""A PostgreSQL and an Odoo of their own, to be killed in the middle of work."""

import contextlib
import os
import pwd
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from .database import PORT

# What PostgreSQL does unless told otherwise; restoring the copy is another matter.
DURABLE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"
# The planted fault: what was acknowledged is in memory for up to ten seconds.
FORGETFUL = "fsync = on\nsynchronous_commit = off\nwal_writer_delay = 10s\n"
SHARED = f"""
listen_addresses = ''
port = {PORT}
wal_writer_flush_after = 64MB
max_connections = 100
jit = off
"""


_MADE = tempfile.TemporaryDirectory(prefix="sc-made-", dir="/tmp")


def _account():
    """The server refuses to run as root: then an unprivileged account owns it."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    return {}


class Cluster:
    """PostgreSQL with a copy of one database, in a folder that goes with it."""

    def __init__(self, durability):
        self.folder = Path(tempfile.mkdtemp(prefix="sc-crash-", dir="/tmp"))
        self.data, self.socket = self.folder / "data", self.folder
        self.durability, self.account = durability, _account()
        if self.account:
            os.chown(self.folder, self.account["user"], self.account["group"])

    def _run(self, *command, **options):
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            **options,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def make(self, database):
        """A fresh cluster with what ``database`` of the running server held.

        The first of a run is restored, the later ones are copies of that.
        """
        made = Path(_MADE.name, database)
        if not made.exists():
            self._restore(database)
            self._copy(self.data, made)
        else:
            self._copy(made, self.data)
        self._configure(self.durability)
        self.start()

    def _copy(self, source, target):
        self._run("cp", "-a", "--reflink=auto", source, target)

    def _restore(self, database):
        self._run(
            *("initdb", "-D", self.data, "-U", "odoo", "-A", "trust", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--no-sync"),
            **self.account,
        )
        self._configure("fsync = off\nsynchronous_commit = off\n")
        self.start()
        here = ["-h", self.folder, "-p", PORT, "-U", "odoo"]
        self._run("createdb", *here, database)
        dump = self.folder / "dump"
        self._run("pg_dump", "-Fc", "-Z0", "-f", dump, "-d", database)
        self._run(*("pg_restore", *here, "-d", database, "--no-owner", "-j", "2", dump))
        dump.unlink()
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop", **self.account)

    def _configure(self, durability):
        text = f"{SHARED}unix_socket_directories = '{self.folder}'\n{durability}"
        (self.data / "postgresql.auto.conf").write_text(text)

    def start(self):
        log = self.data / "log"
        try:
            self._run(
                *("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", log, "start"),
                **self.account,
            )
        except AssertionError:
            raise AssertionError(log.read_text()[-2000:]) from None

    def kill(self):
        """As the power cord would: all of its processes at once, unasked."""
        server = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(server, signal.SIGSTOP)  # it begins no more of them
        pids = [server, *children(server)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in pids:
            while Path(f"/proc/{pid}").exists() and not _is_zombie(pid):
                time.sleep(0.01)
        # where nobody buries the dead, their numbers look taken
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def remove(self):
        with contextlib.suppress(OSError, AssertionError):
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def children(pid):
    """The processes that this one has started."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(each) for each in text.split()]
    return []


def _is_zombie(pid):
    with contextlib.suppress(OSError):
        return ") Z " in Path(f"/proc/{pid}/stat").read_text()
    return True


class Server:
    """Odoo with two workers on a cluster of its own."""

    def __init__(self, cluster, port, chat_port):
        self.cluster, self.address = cluster, f"http://127.0.0.1:{port}"
        options = Path(os.environ["ODOO_RC"]).read_text().splitlines()
        mine = {
            "db_host": cluster.folder,
            "http_port": port,
            "gevent_port": chat_port,
            "workers": 2,
            "max_cron_threads": 0,
        }
        kept = [each for each in options if each.split(" = ")[0] not in mine]
        self.rc = cluster.folder / "odoo.conf"
        self.rc.write_text("\n".join([*kept, *(f"{k} = {v}" for k, v in mine.items())]))

    def start(self):
        command = [sys.executable, os.environ["ODOO_BIN"], "server", "-c", self.rc]
        with (self.cluster.folder / "odoo.log").open("w") as log:
            self.child = subprocess.Popen(
                [str(part) for part in command],
                # the environment goes before the file: without this it would be the
                # database server of everybody, which nobody kills
                env={
                    **os.environ,
                    "ODOO_RC": str(self.rc),
                    "PGHOST": str(self.cluster.folder),
                },
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        self.wait()

    def wait(self):
        """Until it answers: a machine with other work takes its time to start one."""
        end = time.monotonic() + 180
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.address}/web/health", timeout=10).close()
                return
            time.sleep(0.1)
        raise AssertionError((self.cluster.folder / "odoo.log").read_text()[-3000:])

    def kill_worker(self):
        """One of those that answer requests; the first process makes a new one."""
        workers = [
            pid
            for pid in children(self.child.pid)
            if b"gevent" not in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        os.kill(random.choice(workers), signal.SIGKILL)

    def stop(self):
        self.child.terminate()
        try:
            self.child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            for pid in (*children(self.child.pid), self.child.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.child.wait()


@contextlib.contextmanager
def running(server, database):
    """The server, at work on its cluster with a copy of the database; then both go."""
    try:
        server.cluster.make(database)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        server.cluster.remove()
