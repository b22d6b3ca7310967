"""A provider of texts that can be told how to misbehave: a real HTTP server.

It knows nothing of Odoo, so that tests from outside use it as well.
"""

import json
import socket
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit


class Seen(NamedTuple):
    """A request as it came over the wire."""

    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def params(self):
        """Parameters of a form or of the address."""
        text = self.body.decode() or urlsplit(self.path).query
        return dict(parse_qsl(text, keep_blank_values=True))

    @property
    def json(self):
        return json.loads(self.body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_one_request(self):
        try:
            return super().handle_one_request()
        except OSError:
            self.close_connection = True

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        seen = Seen(self.command, self.path, dict(self.headers), body)
        self.server.gateway.take(self, seen)

    do_GET = do_POST = answer

    def reply(self, text, status=200, **headers):
        content = text.encode()
        lines = {"Content-Type": "application/json; charset=utf-8", **headers}
        lines["Content-Length"] = len(content)
        head = f"HTTP/1.1 {status} -\r\n" + "".join(
            f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items()
        )
        self.wfile.write(head.encode() + b"\r\n" + content)

    def drop(self):
        self.close_connection = True
        self.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
        )
        self.connection.close()

    def log_message(self, *_arguments):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_arguments):
        pass


class FakeGateway:
    """Speaks a small protocol of its own, or says what a test puts into ``replies``.

    ``moods`` are taken one by one, then ``mood``: accept, refuse, later, garbage,
    empty, too_many, broken, unavailable, denied, drop_before, drop_after, slow_before,
    slow_after.
    ``accepted`` counts what it took, by our ID; with ``idempotent`` a second one for
    the same ID is answered as a duplicate and not taken.
    """

    def __init__(self, idempotent=False, delay=5):
        self.mood, self.moods, self.replies = "accept", [], []
        self.seen, self.accepted, self.states = [], Counter(), {}
        self.idempotent, self.delay = idempotent, delay
        self.numbers = {}
        self.lock = threading.Lock()
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.gateway = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, args=(0.05,), daemon=True
        )
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def take(self, handler, seen):
        with self.lock:
            self.seen.append(seen)
            if self.replies:
                text, status, headers = self.replies.pop(0)
                return handler.reply(text, status, **headers)
            mood = self.moods.pop(0) if self.moods else self.mood
        if urlsplit(seen.path).path == "/status":
            return self.tell_status(handler, seen)
        return getattr(self, f"do_{mood}")(handler, seen)

    def say(self, answer, status=200, **headers):
        """Put an answer of a provider in line, word for word."""
        text = answer if isinstance(answer, str) else json.dumps(answer)
        self.replies.append((text, status, headers))

    def accept(self, seen):
        key = seen.params.get("id")
        with self.lock:
            if self.idempotent and self.accepted[key]:
                return {"status": "duplicate"}
            self.accepted[key] += 1
            self.numbers[key] = seen.params.get("to")
            return {"status": "ok", "id": f"ref-{key}", "price": "1.5"}

    def tell_status(self, handler, seen):
        key = seen.params.get("id")
        known = self.states.get(key) or ("sent" if self.accepted[key] else "missing")
        handler.reply(json.dumps({"state": known}))

    # Moods

    def do_accept(self, handler, seen):
        handler.reply(json.dumps(self.accept(seen)))

    def do_refuse(self, handler, seen):
        handler.reply(json.dumps({"status": "bad number", "text": "No such number"}))

    def do_later(self, handler, seen):
        handler.reply(json.dumps({"status": "busy"}))

    def do_garbage(self, handler, seen):
        self.accept(seen)
        handler.reply("<html>Bad \x00 gateway</html>", Content_Type="text/html")

    def do_empty(self, handler, seen):
        self.accept(seen)
        handler.reply("")

    def do_too_many(self, handler, seen):
        handler.reply("{}", 429, Retry_After=600)

    def do_broken(self, handler, seen):
        handler.reply("{}", 500)

    def do_unavailable(self, handler, seen):
        handler.reply("{}", 503)

    def do_denied(self, handler, seen):
        handler.reply("{}", 401)

    def do_drop_before(self, handler, seen):
        handler.drop()

    def do_drop_after(self, handler, seen):
        self.accept(seen)
        handler.drop()

    def do_slow_before(self, handler, seen):
        time.sleep(self.delay)
        handler.drop()

    def do_slow_after(self, handler, seen):
        answer = self.accept(seen)
        time.sleep(self.delay)
        handler.reply(json.dumps(answer))
