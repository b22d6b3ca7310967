"""A label printer in the network: a real TCP server, in a mood."""

import contextlib
import socket
import struct
import threading
import time


class FakePrinter:
    """Takes bytes at a port of this machine.

    ``mood``: ``print`` reads all and hangs up; ``quiet`` reads all and never hangs up;
    ``early`` reads a little and breaks off; ``slow`` reads slowly; ``stuck`` accepts,
    and reads nothing.
    """

    def __init__(self, mood="print", delay=0.2):
        self.mood, self.delay = mood, delay
        self.received, self.times, self.callers = [], [], 0
        self.lock, self.held, self.open = threading.Lock(), [], True
        self.server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def close(self):
        self.open = False
        with contextlib.suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        for line in self.held:
            line.close()

    def wait(self, count, seconds=10):
        """Wait until so many jobs have come; return them."""
        end = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < end:
            time.sleep(0.005)
        return self.received

    def _serve(self):
        while self.open:
            try:
                line, _address = self.server.accept()
            except OSError:
                return
            self.callers += 1
            threading.Thread(target=self._take, args=(line,), daemon=True).start()

    def _take(self, line):
        with contextlib.suppress(OSError):
            getattr(self, f"_{self.mood}")(line)

    def _read(self, line, pause=0):
        data = b""
        while chunk := line.recv(65536 if not pause else 4096):
            data += chunk
            time.sleep(pause)
        with self.lock:
            self.times.append(time.time())
            self.received.append(data)

    def _print(self, line):
        with line:
            self._read(line)

    def _quiet(self, line):
        self.held.append(line)
        self._read(line)

    def _slow(self, line):
        with line:
            self._read(line, self.delay)

    def _early(self, line):
        line.recv(16)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()

    def _stuck(self, line):
        self.held.append(line)
