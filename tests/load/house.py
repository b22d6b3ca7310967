"""Odoo as in production: two workers, scheduled jobs and websockets apart.

On a PostgreSQL of its own with default durability, and on a file store of its own: what
is killed, filled up or made read-only here is nobody else's.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from dev.process import die_with_parent

from ..cluster import DURABLE, Cluster, Server, children
from ..database import ask, connect

ALIVE = re.compile(r"Worker Worker(HTTP|Cron) \((\d+)\) alive")
# Odoo's own job has ten seconds; where the machine is busy they may be over before it
# has begun, and it is done the next time.
VACUUM = re.compile(
    r"Job 'Base: Auto-vacuum internal data' \(\d+\) processed no record"
)
ALLOWED = Path(__file__).parents[1] / "allowed_log.txt"


def _processor_seconds(pid):
    """Of a process, and of those it started and buried."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Own(Cluster):
    """A PostgreSQL of its own, durable."""

    def __init__(self):
        super().__init__(DURABLE)

    def pids(self):
        with contextlib.suppress(OSError):
            return [int((self.data / "postmaster.pid").read_text().split()[0])]
        return []


class Borrowed(Cluster):
    """The PostgreSQL that is there already, and the database itself, not a copy."""

    def __init__(self):
        super().__init__(DURABLE)
        self.socket = os.environ["PGHOST"]

    def make(self, database):
        pass

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def pids(self):
        return []  # others work with it too


class House(Server):
    """The server of a day: opened, lived in, closed, and nothing of it is left."""

    def __init__(self, database, smtp_port=None, in_place=False, **options):
        self.database, self.port, self.chat_port = database, free_port(), free_port()
        cluster = Borrowed() if in_place else Own()
        super().__init__(cluster, self.port, self.chat_port)
        self.data = self.cluster.folder / "files"
        self.log = self.cluster.folder / "odoo.log"
        self.disk, self.why_no_disk = False, "the file store has no disk of its own"
        self.clock, self.faketime, self.child = None, None, None
        self.stopping, self.restarts, self.kept = threading.Event(), 0, None
        self.options = {
            "data_dir": self.data,
            "db_host": self.cluster.socket,
            "max_cron_threads": 1,
            "proxy_mode": True,  # each visitor of the form has an address of his own
            "db_maxconn": 16,
            "db_maxconn_gevent": 64,
            "limit_time_cpu": 300,
            "limit_time_real": 600,
            "smtp_server": "127.0.0.1",
            "smtp_port": smtp_port or 9,
            "email_from": "desk@fixwise.example.com",
            **options,
        }
        self._configure()

    def _configure(self):
        lines = self.rc.read_text().splitlines()
        kept = [each for each in lines if each.split(" = ")[0] not in self.options]
        kept += [f"{name} = {value}" for name, value in self.options.items()]
        self.rc.write_text("\n".join(kept) + "\n")

    def open(self, own_disk=False, own_clock=False):
        """Make it and start it; :meth:`close` takes it away.

        :param own_disk: the file store on a disk that may be filled up
        :param own_clock: a clock that may be set back
        """
        try:
            if own_clock:
                self._take_clock()
            self.cluster.make(self.database)
            self.filestore.mkdir(parents=True)
            if own_disk:
                self._mount()
            self._copy_files()
            self._tell_address()
            self.start()
        except BaseException:
            self.close()
            raise

    def close(self):
        if self.kept:
            self.stop()
        elif self.child:
            super().stop()
        if self.disk:
            subprocess.run(["umount", "-l", self.filestore], check=False)
        self.cluster.remove()

    def _mount(self):
        """A small disk in memory, where that is allowed."""
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1G", "sc-load", self.filestore],
            capture_output=True,
            text=True,
            check=False,
        )
        self.disk = not done.returncode
        self.why_no_disk = f"no disk could be mounted ({done.stderr.strip()})"

    def _take_clock(self):
        """libfaketime, for the server and its PostgreSQL: its file says what to add."""
        found = os.environ.get("FAKETIME_LIB")
        if found:
            self.clock = self.cluster.folder / "clock"
            self.clock.write_text("+0\n")
            self.clock.chmod(0o644)
            self.faketime = {
                "LD_PRELOAD": found,
                "FAKETIME_TIMESTAMP_FILE": str(self.clock),
                "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "PATH": f"{self._real_time_printer()}:{os.environ['PATH']}",
                # libfaketime refuses the way Python sleeps since 3.11
                "PYTHONPATH": f"{self.cluster.folder}:{os.environ['PYTHONPATH']}",
            }
            self.cluster.account["env"] = {**os.environ, **self.faketime}
            (self.cluster.folder / "sitecustomize.py").write_text(
                "import select, time\n"
                "time.sleep = lambda seconds: select.select([], [], [], seconds)\n"
            )

    def _real_time_printer(self):
        """A folder whose wkhtmltopdf sees the real clock: under libfaketime Chromium
        takes minutes for a page."""
        printer = self.cluster.folder / "wkhtmltopdf"
        real = shutil.which("wkhtmltopdf")
        printer.write_text(f'#!/bin/sh\nunset LD_PRELOAD\nexec "{real}" "$@"\n')
        printer.chmod(0o755)
        return self.cluster.folder

    def _copy_files(self):
        here = re.search(
            r"^data_dir = (.*)$", Path(os.environ["ODOO_RC"]).read_text(), re.M
        )[1]
        source = Path(here) / "filestore" / self.database
        shutil.copytree(source, self.filestore, dirs_exist_ok=True)

    def _tell_address(self):
        """Papers are printed as by default; nobody outside is asked about senders."""
        for key, value in (
            ("web.base.url", self.address),
            ("report.url", ""),
            ("crm.iap.lead.enrich.setting", "manual"),
        ):
            self.ask(
                "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)"
                " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
                *(key, value),
            )
        self.ask(
            "UPDATE ir_cron SET active = false WHERE id IN (SELECT res_id FROM"
            " ir_model_data WHERE module = 'crm_iap_enrich' AND model = 'ir.cron')"
        )

    @property
    def filestore(self):
        return self.data / "filestore" / self.database

    # the server

    def start(self):
        """Start it, and again whenever it ends by itself: as Docker's ``restart``.

        Odoo's first process gives up when it needs the database and there is none.
        """
        self._launch()
        self.wait()
        self.kept = threading.Thread(target=self._keep_alive, daemon=True)
        self.kept.start()

    def _keep_alive(self):
        while not self.stopping.wait(1):
            if self.child.poll() is not None:
                self.restarts += 1
                with contextlib.suppress(OSError):
                    os.killpg(self.child.pid, signal.SIGKILL)  # orphans hold the port
                self._launch()

    def stop(self):
        self.stopping.set()
        self.kept.join(timeout=60)
        super().stop()

    def _launch(self):
        command = [sys.executable, os.environ["ODOO_BIN"], "server", "-c", self.rc]
        with self.log.open("a") as log:
            self.child = subprocess.Popen(
                [str(part) for part in command],
                env={
                    **os.environ,
                    **(self.faketime or {}),
                    "ODOO_RC": str(self.rc),
                    "PGHOST": str(self.cluster.socket),
                },
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def children(self):
        """The processes of the server but the first."""
        return children(self.child.pid)

    def workers(self, kind):
        """The processes that are or were ``HTTP`` or ``Cron``, as the log tells."""
        words = self.log.read_text(errors="replace")
        return [int(pid) for each, pid in ALIVE.findall(words) if each == kind]

    def cpu(self):
        """Processor seconds of server and database since they began.

        However busy the machine is with other things, this stays the same.
        """
        roots = [self.child.pid, *self.cluster.pids()]
        pids = [*roots, *(pid for root in roots for pid in children(root))]
        return sum(map(_processor_seconds, set(pids)))

    # the database

    def connect(self, autocommit=True):
        return connect(self.database, self.cluster.socket, autocommit)

    def ask(self, query, *values):
        return ask(self.database, self.cluster.socket, query, *values)

    # the log

    def problems(self, excused=()):
        """What the log holds that is a warning or worse, and not known as harmless.

        :param excused: pairs of sizes of the log, between which something was broken
        """
        known = [VACUUM] + [
            re.compile(line)
            for line in ALLOWED.read_text().splitlines()
            if line and not line.startswith("#")
        ]
        return [
            line
            for line in self._entries(excused)
            if not any(pattern.search(line) for pattern in known)
        ]

    def _entries(self, excused):
        """Entries as ``LEVEL logger: text``, with the lines that belong to them."""
        entry = re.compile(
            r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>\w+) \S+ (?P<rest>[\w.]+: .*)$"
        )
        found, loud = [], False
        words = self.log.read_bytes()
        for begin, end in reversed(excused):
            words = words[:begin] + words[end:]
        for line in words.decode(errors="replace").splitlines():
            match = entry.match(line)
            if match:
                loud = match["level"] not in ("DEBUG", "INFO")
                if loud:
                    found.append(f"{match['level']} {match['rest']}")
            elif loud:
                found[-1] += f"\n{line}"
        return found

    def wait_for(self, seconds=60):
        """Until it answers once more; the seconds that took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.answers():
                return time.monotonic() - began
            time.sleep(0.2)
        return None

    def answers(self):
        """Whether a page that needs the database is served."""
        try:
            address = f"{self.address}/service/request/token"
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False
