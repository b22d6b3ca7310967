"""Killed while a label is under way: never lost without a word, never printed twice.

``LABEL_KILLS=20`` in the environment: more rounds than every day.
"""

import contextlib
import functools
import os
import random
import signal
import socket
import time
import uuid

import pytest
import requests

from .client import Client
from .cluster import DURABLE, Cluster, children, running
from .database import ask, wake
from .smsroom import CronServer, owner_of
from .test_labels import PARAMETER, FakePrinter, LabelRoom
from .test_parts_crash import free_port

KILLS = int(os.environ.get("LABEL_KILLS") or 1)
MOMENTS = ("connected", "middle", "taken", "settling")
COPIES = 20


class Killer(FakePrinter):
    """Prints everything; when armed, it kills the process that brings the next job."""

    def __init__(self, server):
        super().__init__()
        # what it has not read yet is mostly still with the sender
        self.server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.parent, self.armed, self.killed = server, None, []

    def _take(self, line):
        moment, self.armed = self.armed, None
        pid = moment and owner_of(line.getpeername()[1], self.parent.child.pid)
        data = b""
        with line, contextlib.suppress(OSError):
            if moment == "connected":
                self._kill(pid)
            while chunk := line.recv(4096):
                data += chunk
                if moment == "middle":
                    moment = self._kill(pid)
            if moment == "taken":
                self._kill(pid)
        with self.lock:
            self.received.append(data)
        if moment == "settling":
            time.sleep(random.uniform(0, 0.004))
            self._kill(pid)

    def _kill(self, pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.killed.append(pid)

    def count(self, code):
        """How many whole labels bear this code."""
        return sum(
            code.encode() in label.replace(b">6", b"")
            for job in self.received
            for label in job.split(b"^XZ")[:-1]
        )


class Room(LabelRoom):
    """One printer that kills, orders, and what becomes of their labels."""

    def __init__(self, server, database):
        super().__init__(functools.partial(Client, server.address, database))
        self.server, self.database = server, database
        admin = Client(server.address, database, "admin")
        for name, value in (("networks", "127.0.0.1/32"), ("ports", "1-65535")):
            key = PARAMETER.format(name)
            admin.call("ir.config_parameter", "set_param", key, value)
        self.fake = Killer(server)
        self.fakes.append(self.fake)
        values = {"name": "Killer", "host": "127.0.0.1", "port": self.fake.port}
        (self.record,) = self.head.call("service.label.printer", "create", [values])
        self.use(self.record)
        _model, line = self.made[-1]
        self.head.call("service.label.assignment", "write", [line], {"copies": COPIES})
        self.pressed = {}

    def press(self, moment=None):
        """Press; if the answer is lost, press once more, as people do.

        Who is to be killed at that moment is dead when this returns: a later request
        would meet him otherwise.
        """
        dead = len(self.fake.killed) + bool(moment)
        (order,) = self.orders(1)
        (row,) = self.desk.call("service.order", "read", [order], ["code"])
        key = uuid.uuid4().hex
        self.pressed[key] = row["code"]
        self.fake.armed = moment
        for _press in range(2):
            with contextlib.suppress(requests.RequestException, ValueError):
                self.desk.call("service.order", "action_print_label", [order], key=key)
                break
            self.server.wait()
        self.until(lambda: len(self.fake.killed) >= dead, wake=False)
        return key

    def ask(self, query, *values):
        return ask(self.database, self.server.cluster.folder, query, *values)

    def rows(self):
        """``{key: (id, state, reason)}``"""
        found = self.ask(
            "SELECT split_part(key, '/', 2), id, state, reason FROM service_label_job"
            " WHERE printer_id = %s",
            self.record,
        )
        assert len({row[0] for row in found}) == len(found), "one press, one job"
        return {key: rest for key, *rest in found}

    def occupy(self, since):
        self.ask(
            f"UPDATE service_label_printer SET date_busy = {since} WHERE id = %s",
            self.record,
        )

    def grow_old(self):
        """As if it were minutes ago that somebody claimed what was never settled."""
        self.ask(
            "UPDATE service_label_job SET date_claimed = '2020-01-01'"
            " WHERE state = 'printing'"
        )
        self.occupy("'2020-01-01'")

    def wake(self):
        wake(self.database, self.server.cluster.folder, "model._cron_print()")

    def until(self, done, seconds=90, wake=True):
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, self.rows()
            if wake:
                self.wake()
            time.sleep(0.2)

    def settled(self):
        states = {row[1] for row in self.rows().values()}
        return not states & {"queued", "printing"}

    def check(self):
        """Each press is a row that says what became of it, and has printed once."""
        self.until(lambda: self.fake.armed is None, wake=False)
        self.grow_old()
        self.until(self.settled)
        rows = self.rows()
        assert set(rows) == set(self.pressed), "a press is lost"
        failed = []
        for key, (job, state, reason) in rows.items():
            printed = self.fake.count(self.pressed[key])
            if state == "done":
                assert printed == COPIES, (reason, printed)
            else:
                assert state == "failed" and reason.startswith("Interrupted"), reason
                assert printed <= COPIES, printed
                failed.append((job, key, printed))
        return failed


@pytest.fixture(scope="module")
def server(database):
    """Two processes for people and one for jobs, on a copy of the database."""
    server = CronServer(Cluster(DURABLE), free_port(), free_port())
    with running(server, database):
        yield server


@pytest.fixture
def room(server, database):
    room = Room(server, database)
    yield room
    room.close()


def test_killed_while_it_prints_what_was_pressed(room):
    moments = MOMENTS * KILLS
    for moment in moments:
        room.press(moment)
        room.grow_old()
        room.press()  # what comes after it comes out, without the scheduled job
    failed = room.check()
    assert len(failed) <= len(moments), "each kill leaves one at most"
    assert failed, "killed with bytes on their way, and nobody is told"
    seen = len(room.fake.received)
    room.wake()
    time.sleep(1)
    assert len(room.fake.received) == seen, "what is uncertain stays until people look"
    job, key, printed = failed[0]
    room.desk.call("service.label.job", "action_print_again", [job])
    room.until(room.settled, wake=False)
    assert room.rows()[key][1] == "done"
    assert room.fake.count(room.pressed[key]) == printed + COPIES


def test_killed_while_the_scheduled_job_prints(room):
    room.occupy("now() at time zone 'utc'")  # nobody prints what is pressed now
    for _label in range(2):
        room.press()
    assert {row[1] for row in room.rows().values()} == {"queued"}
    room.fake.armed = "middle"
    room.occupy("NULL")
    room.until(lambda: room.fake.killed)
    failed = room.check()
    assert len(failed) == 1
    assert len(room.rows()) == 2


def test_the_power_goes_while_labels_wait_and_print(room, server):
    for round_ in range(KILLS):
        room.press("middle" if round_ % 2 else "taken")
        room.occupy("now() at time zone 'utc'")
        room.press()
        pids = [*children(server.child.pid), server.child.pid]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.child.wait()
        server.cluster.kill()
        server.cluster.start()
        server.start()
        failed = room.check()
    assert len(failed) <= KILLS
