"""Killed in the middle of issuing and closing: nothing lost, nothing half done.

``CRASH_ROUNDS=200`` in the environment: more kills than the few of every day.
"""

import contextlib
import functools
import os
import random
import socket
import threading
import time

import requests

from .client import Client, Refused
from .cluster import DURABLE, FORGETFUL, Cluster, Server, running
from .stockroom import LINE, ORDER, Stockroom

ROUNDS = int(os.environ.get("CRASH_ROUNDS") or 4)
PEOPLE = 4
ACTS = 8  # answered between two kills, at least
FAR = ("reserved", "issued", "used")  # how far a part is
UNANSWERED = (Refused, requests.RequestException, ValueError, KeyError, TypeError)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serving(database, durability):
    """A server with a copy of the database as it is now."""
    server = Server(Cluster(durability), free_port(), free_port())
    return running(server, database)


class Crew:
    """People who repair one order after the other, and note what was answered."""

    def __init__(self, server, database):
        as_user = functools.cache(functools.partial(Client, server.address, database))
        self.rooms = [Stockroom(as_user, code) for code in ("WA", "KY")]
        self.engineers = [as_user("engineer").uid, as_user("engineer3").uid]
        self.parts = [room.make_part(5000) for room in self.rooms]
        self.answered, self.stop, self.acts = {}, threading.Event(), 0
        self.threads = [
            threading.Thread(target=self.work, args=(number % 2,), daemon=True)
            for number in range(PEOPLE)
        ]

    def work(self, number):
        room = self.rooms[number].twin()
        while not self.stop.is_set():
            try:
                self.repair(room, self.parts[number], self.engineers[number])
            except UNANSWERED:
                time.sleep(0.05)

    def repair(self, room, part, engineer):
        (order,) = room.take_in()
        line = room.add(room.head, order, part, 2)
        self.note(line, "reserved")
        room.begin([order], engineer)
        if room.branch["parts_steps"] == "two_steps":
            room.keeper.call(ORDER, "action_issue_parts", [order])
            self.note(line, "issued")
        room.head.call(ORDER, "action_done", [order])
        self.note(line, "used")

    def note(self, line, state):
        self.answered[line] = state
        self.acts += 1

    def wait(self, count):
        """Until so many more acts were answered, and somewhere in the next ones."""
        until, end = self.acts + count, time.monotonic() + 60
        while self.acts < until and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.3))

    def finish(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=120)

    def lost(self):
        """What was answered and is not so."""
        room = self.rooms[0]
        found = room.find(LINE, ["id", "in", list(self.answered)])
        now = {
            line["id"]: line["parts_state"]
            for line in room.read(LINE, found, "parts_state")
        }
        return {
            line: (said, now.get(line))
            for line, said in self.answered.items()
            if line not in now
            or now[line] not in FAR
            or FAR.index(now[line]) < FAR.index(said)
        }

    def check(self):
        for room, part in zip(self.rooms, self.parts, strict=True):
            room.check(part)


def kill_database(server):
    server.cluster.kill()
    server.cluster.start()


def kill_worker(server):
    server.kill_worker()


def answers(crew):
    """Once more the server answers, whatever it had to forget."""
    for _try in range(100):
        with contextlib.suppress(UNANSWERED):
            crew.rooms[0].find(ORDER, ["id", "=", 0])
            return
        time.sleep(0.2)


def work_and_kill(server, database, kills):
    crew = Crew(server, database)
    for thread in crew.threads:
        thread.start()
    for kill in kills:
        crew.wait(ACTS)
        kill(server)
        answers(crew)
    crew.finish()
    answers(crew)
    return crew


def test_nothing_answered_is_lost_and_nothing_half_done(database):
    kills = [(kill_worker, kill_database)[number % 2] for number in range(ROUNDS)]
    with serving(database, DURABLE) as server:
        crew = work_and_kill(server, database, kills)
        assert crew.acts >= ROUNDS * ACTS, "somebody worked"
        assert not crew.lost()
        crew.check()


if "CRASH_ROUNDS" in os.environ:

    def test_a_database_that_forgets_is_found_out(database):
        """The planted fault: without durable commits a loss has to be seen."""
        with serving(database, FORGETFUL) as server:
            crew = work_and_kill(server, database, [kill_database] * ROUNDS)
            assert crew.lost()
            crew.check()
