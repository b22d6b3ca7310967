"""The world outside: a gateway of texts, label printers and a mail server.

Each can be told to accept a connection and say nothing (``hang``).
"""

import contextlib
import importlib.util
import socket
import threading
import time
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def _load(addon, name, what):
    file = ADDONS / addon / "tests" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"load_{name}", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, what)


FakeGateway = _load("service_center_sms", "fake_gateway", "FakeGateway")
FakePrinter = _load("service_center_labels", "fake_printer", "FakePrinter")


class Gateway(FakeGateway):
    """The provider of texts; hanging, it takes nothing and answers nothing."""

    hanging = threading.Event()

    def take(self, handler, seen):
        while self.hanging.is_set():
            time.sleep(0.2)
        return super().take(handler, seen)


class Mail:
    """A mail server that takes every letter, or hangs."""

    def __init__(self):
        self.letters, self.hanging = 0, threading.Event()
        self.owner_of, self.pids = None, []  # processes that have brought letters
        self.server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self.hanging.clear()
        self.server.close()

    def _serve(self):
        while True:
            try:
                line, _address = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._take, args=(line,), daemon=True).start()

    def _take(self, line):
        if self.owner_of:
            self.pids.append(self.owner_of(line.getpeername()[1]))
        with contextlib.suppress(OSError), line, line.makefile("rwb") as file:
            self._say(file, "220 here")
            while words := file.readline().strip().upper():
                if words.startswith(b"DATA"):
                    self._say(file, "354 go on")
                    while file.readline().strip(b"\r\n") != b".":
                        pass
                    self.letters += 1
                self._say(file, "250 ok" if words != b"QUIT" else "221 bye")

    def _say(self, file, text):
        while self.hanging.is_set():
            time.sleep(0.2)
        file.write(f"{text}\r\n".encode())
        file.flush()


class Printer(FakePrinter):
    """A label printer; hanging, it accepts and reads nothing until told otherwise."""

    def hang(self):
        self.mood = "stuck"

    def recover(self):
        self.mood = "print"
        for line in self.held:
            with contextlib.suppress(OSError):
                line.close()
        self.held.clear()
