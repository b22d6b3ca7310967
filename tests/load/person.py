"""One person at a screen: the web client's own calls, measured and looked through."""

import contextlib
import re
import threading
import time

import requests

from ..client import Refused
from ..parallel import CLEAR, UGLY

READ, WRITE, PAPER = "read", "write", "paper"
TOKEN = re.compile(r"csrf_token: ?\"([^\"]+)\"")
PASSCODE = "Zebra77"  # each passcode begins so; nobody but its engineer may read it
GATEWAY_SECRET = "gw-s3cret-c4nary"
CANARIES = {
    PASSCODE: "a passcode",
    GATEWAY_SECRET: "the secret of the provider of texts",
    "Traceback (most recent call last)": "a traceback",
    "psycopg2": "the words of the database's driver",
    ".s.PGSQL": "where the database is",
    "/odoo/addons/": "a path of the server",
}
# The class of an error is told: by it a client knows that somebody else was quicker.
KIND = re.compile(r'"name": "psycopg2\.[\w.]+"')
SQL = re.compile(r"\bSELECT .{1,400}\bFROM |\bUPDATE \S+ SET |\bINSERT INTO ", re.S)


class Unanswered(Exception):
    """No answer, or one that is none: nobody knows what became of it."""


class Person:
    """Somebody logged in, one request after the other."""

    def __init__(self, house, meter, login, role="", branch=None):
        self.base, self.database, self.meter = house.address, house.database, meter
        self.login, self.role, self.branch = login, role, branch
        self.busy = threading.RLock()  # a person does one thing at a time
        self.session = requests.Session()
        self.uid, self.token, self.address = None, None, None
        self.secrets = dict(CANARIES)

    def log_in(self):
        values = {"db": self.database, "login": self.login, "password": self.login}
        answer = self._rpc("log in", WRITE, "/web/session/authenticate", values)
        self.uid = answer["uid"]
        return self

    def call(self, name, kind, model, method, *args, **kwargs):
        """What the web client calls, by the name it has in the table."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        values = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._rpc(name, kind, path, values)

    def read(self, name, model, method, *args, **kwargs):
        return self.call(name, READ, model, method, *args, **kwargs)

    def write(self, name, model, method, *args, **kwargs):
        return self.call(name, WRITE, model, method, *args, **kwargs)

    def open_client(self):
        """The page of the web client: with it comes the token of its forms."""
        text = self.get("page of the web client", READ, "/odoo").text
        self.token = TOKEN.search(text)[1]

    def get(self, name, kind, path):
        with self._timed(name, kind):
            answer = self.session.get(self.base + path, timeout=150)
        return self._check(name, answer)

    def post(self, name, kind, path, data=None, files=None, headers=None):
        """A form or a file, as a browser sends it."""
        data = {"csrf_token": self.token, **(data or {})}
        with self._timed(name, kind):
            answer = self.session.post(
                self.base + path, data=data, files=files, headers=headers, timeout=150
            )
        return self._check(name, answer)

    def _rpc(self, name, kind, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        with self._timed(name, kind):
            answer = self.session.post(self.base + path, json=body, timeout=150)
        self._check(name, answer)
        try:
            words = answer.json()
        except ValueError:
            self.meter.error(name, f"no JSON: {answer.text[:200]}")
            raise Unanswered(answer.text[:200]) from None
        if "error" not in words:
            return words.get("result")
        data = words["error"]["data"]
        text, known = str(data["message"]), data["name"].rpartition(".")[2] in CLEAR
        if known and not any(word in text for word in UGLY):
            self.meter.refusal(name, text)
            raise Refused(text, data["name"])
        self.meter.error(name, f"{data['name']}: {text}")
        raise Unanswered(text)

    @contextlib.contextmanager
    def _timed(self, name, kind):
        began = time.monotonic()
        try:
            yield
        except requests.RequestException as error:
            self.meter.error(name, f"{type(error).__name__}")
            raise Unanswered(str(error)) from None
        finally:
            self.meter.took(name, kind, time.monotonic() - began)

    def _check(self, name, answer):
        self._look_through(name, answer)
        if answer.status_code >= 500:
            self.meter.error(name, f"status {answer.status_code}: {answer.text[:150]}")
            raise Unanswered(f"status {answer.status_code}")
        return answer

    def _look_through(self, name, answer):
        """No secret in anything that a browser gets."""
        kind = answer.headers.get("Content-Type", "")
        if name == "passcode shown" or not kind.startswith(
            ("text/html", "text/plain", "application/json")
        ):
            return
        text = KIND.sub("", answer.text)
        for words, what in self.secrets.items():
            if words in text:
                self.meter.leak(name, what)
        if "json" in kind and SQL.search(text):
            self.meter.leak(name, "SQL")
