"""The day: lives that begin by the clock, and everything that goes on beside them.

Lives arrive whether or not those before are finished (an open loop): a server that is
too slow is not spared, its queue grows and is seen.
"""

import contextlib
import threading
import time
from collections import defaultdict, deque

from ..client import Refused
from .company import Company
from .life import Life
from .meter import Meter
from .person import Person, Unanswered
from .promises import Promises
from .work import Requests, Screens, Shifts, Wire

LOOK = 15  # seconds between two looks of one person at something
SHIFT = 300  # seconds of a shift, in a day that long


class Day:
    def __init__(self, house, people=25, rate=600, minutes=20.0, papers=True):
        self.house, self.rate, self.seconds = house, rate, minutes * 60
        self.papers = papers  # a print takes a second or two of a processor
        # a life takes about a minute, less in a day that is short
        self.pace = min(1.0, minutes / 4)
        self.meter, self.promises = Meter(), Promises()
        self.stopped = threading.Event()
        self.leads, self.lock = defaultdict(deque), threading.Lock()
        self.begun, self.late, self.threads = 0, 0.0, []
        self.excused = []  # parts of the server's log
        self.company = Company(house, self.meter, people)
        self.gate = Person(house, self.meter, "admin").log_in()
        self.wires = [Wire(self, person) for person in self.company.people]

    # requests that become orders

    def offer_lead(self, branch, code):
        with self.lock:
            self.leads[branch["id"]].append(code)

    def take_lead(self, branch):
        with self.lock:
            if not self.leads[branch["id"]]:
                return None
            code = self.leads[branch["id"]].popleft()
        found = self.company.head.read(
            "lead: found", "crm.lead", "search", [["service_code", "=", code]]
        )
        return found[0] if found else None

    def visitor(self):
        return Person(self.house, self.meter, "nobody")

    # the clock

    def live(self, meanwhile=None):
        """The whole of it; what is still going on at the end is let come to its end.

        :param meanwhile: what else happens, and has to be over before it ends
        """
        self.meter.times.clear()  # setting up is no part of the day
        before, began = self.house.cpu(), time.monotonic()
        self.shifts = [Shifts(self, branch) for branch in self.company.branches]
        for shift in self.shifts:
            shift.begin()
        for wire in self.wires:
            self._start(wire.listen)
        for number, person in enumerate(self.company.people):
            self._start(self._look, Screens(self, person), number)
        lives = self._start(self._arrive)
        letters = self._start(self._write_in)
        clock = self._start(self._keep_desks)
        others = [self._start(meanwhile)] if meanwhile else []
        for each in (lives, letters, clock, *others):
            each.join()
        self._wait_for_lives()
        self._close_desks()
        self.cpu = self.house.cpu() - before, time.monotonic() - began
        self.stopped.set()
        end = time.monotonic() + 60
        for thread in self.threads:
            thread.join(timeout=max(0, end - time.monotonic()))

    def _start(self, work, *arguments):
        thread = threading.Thread(
            target=self._guarded, args=(work, *arguments), daemon=True
        )
        self.threads.append(thread)
        thread.start()
        return thread

    def _guarded(self, work, *arguments):
        """A mistake of the load program is an error of the run, not a silent thread."""
        try:
            work(*arguments)
        except (Unanswered, Refused) as error:
            self.meter.note(f"{work.__qualname__} broken off: {str(error)[:120]}")
        except Exception as error:
            self.meter.errors[work.__qualname__, f"load program: {error!r}"] += 1

    def _arrive(self):
        pause, start = 3600 / self.rate, time.monotonic()
        last = self.seconds - 70 * self.pace  # they are to be over in time
        self.lives = []
        while (due := self.begun * pause) < last:
            if self.stopped.wait(max(0, start + due - time.monotonic())):
                return
            self.lives.append(self._start(Life(self, self.begun).live))
            self.begun += 1

    def _wait_for_lives(self):
        began = time.monotonic()
        for life in self.lives:
            life.join(timeout=max(0.1, 300 - (time.monotonic() - began)))
        self.late = time.monotonic() - began
        if stuck := sum(life.is_alive() for life in self.lives):
            self.meter.errors["order life", f"{stuck} did not come to an end"] += stuck

    def _write_in(self):
        """A request for every third order life, one way and the other."""
        requests, pause, number = Requests(self), 3 * 3600 / self.rate, 0
        end = time.monotonic() + self.seconds - 20 * self.pace
        while time.monotonic() < end:
            self._start(requests.come, number)
            number += 1
            if self.stopped.wait(pause):
                return

    def _look(self, screens, number):
        self.stopped.wait(LOOK * number / len(self.company.people))
        while not self.stopped.is_set():
            began = time.monotonic()
            screens.look()
            self.stopped.wait(max(0.5, LOOK - (time.monotonic() - began)))

    def _keep_desks(self):
        """Now and then a shift ends, is printed, and the next one begins."""
        end = time.monotonic() + self.seconds
        pause = min(SHIFT, self.seconds / 2)
        while time.monotonic() + pause < end:
            if self.stopped.wait(pause):
                return
            for shift in self.shifts[:2]:
                with contextlib.suppress(Unanswered, Refused):
                    shift.end()
                    if self.papers:
                        shift.print_book()
                    shift.begin()
        self.stopped.wait(max(0, end - time.monotonic()))

    def _close_desks(self):
        for shift in self.shifts:
            with contextlib.suppress(Unanswered, Refused):
                shift.end()
