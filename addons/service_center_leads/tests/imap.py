"""A mailbox over IMAP4rev1 on a local port, as much of it as fetching asks for.

Where pymap is installed, that of a real server; it wants Python 3.11.
"""

import contextlib
import imaplib
import re
import socket
import socketserver
import subprocess
import sys
import threading
import time


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"* OK IMAP4rev1 mailbox ready")
        while line := self.rfile.readline():
            tag, _space, rest = line.strip().decode().partition(" ")
            if not self.answer(tag, *rest.partition(" ")[::2]):
                return

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def answer(self, tag, command, rest):
        command = command.upper()
        box = self.server.box
        if command == "CAPABILITY":
            self.say(b"* CAPABILITY IMAP4rev1")
        elif command == "LOGIN" and rest.replace('"', "") != "user secret":
            self.say(f"{tag} NO wrong password".encode())
            return True
        elif command == "SELECT":
            self.say(f"* {len(box.letters)} EXISTS".encode())
        elif command == "SEARCH":
            unseen = [n for n in sorted(box.letters) if n not in box.seen]
            self.say(" ".join(["* SEARCH", *map(str, unseen)]).encode())
        elif command == "FETCH":
            number = int(rest.split()[0])
            letter = box.letters[number]
            box.fetched.append(number)
            self.say(f"* {number} FETCH (RFC822 {{{len(letter)}}}".encode())
            self.wfile.write(letter)
            self.say(b")")
        elif command == "STORE":
            number = int(rest.split()[0])
            if re.search(r"\+FLAGS.*Seen", rest):
                box.seen.add(number)
            elif re.search(r"-FLAGS.*Seen", rest):
                box.seen.discard(number)
        elif command == "LOGOUT":
            self.say(b"* BYE")
        self.say(f"{tag} OK done".encode())
        return command != "LOGOUT"


class Mailbox:
    """Letters by number, and which of them were fetched and marked as seen."""

    user, password = "user", "secret"

    def __init__(self, letters):
        self.letters = dict(enumerate(letters, start=1))
        self.seen, self.fetched = set(), []
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
        self.server.daemon_threads = True
        self.server.box = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class RealMailbox:
    """The same of a real server of mail: pymap, in a process of its own."""

    user, password = "demouser", "demopass"  # the ones it begins with

    def __init__(self, letters):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        start = "from pymap.main import main; main()"
        self.child = subprocess.Popen(
            [sys.executable, "-c", start, "--host", "127.0.0.1"]
            + ["--port", str(self.port), "dict"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with self._open() as box:
            for letter in letters:
                assert box.append("INBOX", None, None, letter)[0] == "OK"

    @contextlib.contextmanager
    def _open(self):
        for _wait in range(600):
            if self.child.poll() is not None:
                raise OSError("the IMAP server has ended by itself")
            with contextlib.suppress(OSError):
                box = imaplib.IMAP4("127.0.0.1", self.port)
                break
            time.sleep(0.1)
        with box:
            box.login(self.user, self.password)
            box.select("INBOX")
            yield box

    @property
    def seen(self):
        with self._open() as box:
            return set(map(int, box.search(None, "SEEN")[1][0].split()))

    def close(self):
        self.child.terminate()
        self.child.wait()
