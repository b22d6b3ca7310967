"""What goes on beside the lives of orders: lists, searches, shifts, requests, voids."""

import random
import re
import uuid
from urllib.parse import urlsplit

import websocket

from ..client import Refused
from . import screens
from .life import ORDER, photo
from .person import PAPER, READ, WRITE, Unanswered

FORM = "/service/request"
PAGE = 80  # rows of a list
NUMBER = re.compile(r'id="request_number"[^>]*>\s*([A-Z0-9]{5}-[A-Z0-9]{5})')
LETTER = """From: {name} <{sender}>
To: {to}
Subject: {subject}
Message-Id: <{subject}@elsewhere.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

My phone does not charge any more. Call me: +48 6{digits}
"""


class Screens:
    """One person who looks at lists, searches, opens orders and the home screen."""

    def __init__(self, day, person):
        self.day, self.person = day, person
        self.chance = random.Random(person.login)

    def look(self):
        """One of the things people look at, as often as they do."""
        acts = [self.see_list] * 3 + [self.search] * 3 + [self.open_order] * 3
        acts += [self.see_home] * 2 + [self.see_photo, self.see_board]
        try:
            with self.person.busy:
                self.chance.choice(acts)()
        except Refused:
            pass  # counted where it was said; a keeper may not see everything
        except Unanswered:
            self.day.stopped.wait(2)

    def see_home(self):
        self.person.read("home screen", "service.home", "get_home")

    def see_list(self):
        asked = screens.rows(self.person, ORDER)
        domain = [["state", "not in", ["issued", "refused"]]]
        self.person.read(
            *("list of orders", ORDER, "web_search_read", domain, asked), limit=PAGE
        )

    def see_board(self):
        self.person.read(
            *("board by stage", ORDER, "web_read_group"),
            [["state", "!=", "issued"]],
            ["stage_id"],
            ["__count"],
        )

    def search(self):
        words = self.chance.choice(("Żółć", "WA-000", "+48 600", "Ночная", "xyz"))
        asked = {"display_name": {}}
        domain = [["search_key", "ilike", words]]
        self.person.read(
            *("search box", ORDER, "web_search_read", domain, asked), limit=PAGE
        )

    def open_order(self):
        found = self.person.read("list of orders (ids)", ORDER, "search", [], limit=20)
        if found:
            asked = screens.form(self.person, ORDER)
            order = self.chance.choice(found)
            self.person.read("form opened", ORDER, "web_read", [order], asked)

    def see_photo(self):
        found = self.person.read(
            "photos", "service.order.photo", "search", [], limit=10
        )
        if found:
            number = self.chance.choice(found)
            self.person.get(
                *("picture", READ),
                f"/web/image/service.order.photo/{number}/image?width=256",
            )


class Wire:
    """The websocket that an open web client holds."""

    def __init__(self, day, person):
        self.day, self.person, self.heard, self.opened = day, person, 0, 0

    def listen(self):
        """Until the day is over; who is cut off comes back, as the web client does."""
        while not self.day.stopped.is_set():
            try:
                self._listen()
            except (OSError, websocket.WebSocketException) as error:
                if not self.day.meter.fault and not self.day.stopped.is_set():
                    self.day.meter.note(f"websocket cut off: {type(error).__name__}")
                self.day.stopped.wait(2)

    def _listen(self):
        cookies = self.person.session.cookies.get_dict()
        line = websocket.create_connection(
            f"ws://127.0.0.1:{self.day.house.chat_port}/websocket?version=saas-18.5-1",
            cookie="; ".join(f"{name}={value}" for name, value in cookies.items()),
            origin=self.person.base,
            timeout=60,
        )
        line.settimeout(5)
        self.opened += 1
        try:
            line.send(
                '{"event_name": "subscribe", "data": {"channels": [], "last": 0}}'
            )
            while not self.day.stopped.is_set():
                try:
                    words = line.recv()
                except websocket.WebSocketTimeoutException:
                    continue
                if not words:
                    raise websocket.WebSocketConnectionClosedException("closed")
                self.heard += 1
                self._look_through(words)
        finally:
            line.close()

    def _look_through(self, words):
        for secret, what in self.person.secrets.items():
            if secret in str(words):
                self.day.meter.leak("websocket", what)


class Requests:
    """Customers who write: on the website, or a letter to the branch."""

    def __init__(self, day):
        self.day, self.number = day, 0
        self.company, self.meter = day.company, day.meter

    def come(self, number):
        try:
            if number % 2:
                self.write_letter(number)
            else:
                self.fill_in_form(number)
        except (Unanswered, Refused):
            self.meter.note("requests that were broken off")

    def fill_in_form(self, number):
        """Nobody is logged in; the address is a visitor's own."""
        branch = self.company.branches[number % len(self.company.branches)]
        visitor = self.day.visitor()
        address = f"10.7.{number // 250}.{number % 250 + 1}"
        visitor.session.headers["X-Forwarded-For"] = address
        # without it Odoo takes no word of a proxy
        host = urlsplit(self.day.house.address).netloc
        visitor.session.headers["X-Forwarded-Host"] = host
        visitor.get("request: form", READ, FORM)
        token = visitor.get("request: token", READ, f"{FORM}/token").text
        self.day.stopped.wait(4)  # nobody fills it in faster
        data = {
            "branch": branch["code"],
            "name": "Olga Example",
            "phone": f"+48 6{uuid.uuid4().int % 10**8:08}",
            "text": f"My phone fell into water {number}",
            "consent": "1",
            "token": token,
        }
        files = {"photos": ("a.jpg", photo(), "image/jpeg")}
        # a lost answer: sent once more, it is the same request
        for patience in range(20):
            try:
                answer = visitor.post("request: sent", WRITE, FORM, data, files)
                break
            except Unanswered:
                if not self.meter.fault and not patience:
                    raise
                self.day.stopped.wait(2)
        else:
            raise Unanswered("request")
        found = NUMBER.search(answer.text)
        if found:
            self.day.promises.add("lead", found[1])
            self.day.offer_lead(branch, found[1])
        else:
            self.meter.error("request: sent", f"status {answer.status_code}: no number")

    def write_letter(self, number):
        """Through the mail gateway, as ``odoo-mailgate`` brings it."""
        branch = self.company.branches[number % len(self.company.branches)]
        subject = f"Letter-{number}-{uuid.uuid4().hex[:12]}"
        letter = LETTER.format(
            name="Ann",
            sender=f"{subject.lower()}@elsewhere.example",
            to=branch["address"],
            subject=subject,
            digits=f"{uuid.uuid4().int % 10**8:08}",
        )
        gate = self.day.gate
        for patience in range(20):
            try:
                with gate.busy:
                    gate.write(
                        *("letter arrives", "mail.thread", "message_process"),
                        False,
                        letter,
                    )
                break
            except Unanswered:  # the mail server brings it once more, as it has to
                if not self.meter.fault and not patience:
                    raise
                self.day.stopped.wait(2)
        self.day.promises.add("letter", subject)


class Shifts:
    """A desk is opened in the morning, counted and closed in the evening."""

    def __init__(self, day, branch):
        self.day, self.branch = day, branch
        self.person = next(
            (
                person
                for role in ("desk", "manager")
                for person in day.company.people
                if person.branch == branch and person.role == role
            ),
            day.company.head,
        )
        self.shift = None

    def begin(self):
        model = "service.cash.shift"
        with self.person.busy:
            values = {"journal_id": self.branch["desk"], "opening_counted": 0.0}
            if self.shift:
                values["opening_counted"] = self._in_the_desk()
            (self.shift,) = self.person.write("shift opened", model, "create", [values])
        self.day.promises.add("shift", self.shift, "open")

    def end(self):
        """Counted and closed; what is in the desk is what the books say."""
        model = "service.cash.shift"
        with self.person.busy:
            self.person.write("desk counted", model, "action_count", [self.shift])
            self.person.write(
                *("shift closed", model, "action_close", [self.shift]),
                self._in_the_desk(),
            )
        self.day.promises.add("shift", self.shift, "closed")

    def _in_the_desk(self):
        (values,) = self.day.company.head.read(
            *("money in a desk", "account.journal", "read"),
            [self.branch["desk"]],
            ["service_balance"],
        )
        return round(values["service_balance"], 2)

    def print_book(self):
        with self.person.busy:
            self.person.get(
                *("cash book (PDF)", PAPER),
                f"/report/pdf/service_center_cash.report_cash_book_shift/{self.shift}",
            )
