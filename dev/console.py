"""Talking to the person at the terminal."""

import sys
import time


class Failure(Exception):
    """Something a person can understand and mend: one sentence, no traceback."""


def say(text):
    """Announce a step that takes a while."""
    bold = ("\033[1m", "\033[0m") if sys.stderr.isatty() else ("", "")
    print(f"{bold[0]}==> {text}{bold[1]}", file=sys.stderr, flush=True)


def note(text):
    """Say something by the way."""
    print(f"    {text}", file=sys.stderr, flush=True)


class Progress:
    """A counter that moves in place on a terminal and line by line elsewhere.

    Without a terminal a line is printed at most every five seconds, or ``every``:
    enough to see that it lives, too little to flood the log of a CI job.
    """

    def __init__(self, label, every=5):
        self.label, self.every = label, every
        self.live = sys.stderr.isatty()
        self.printed = time.monotonic()
        self.started = time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.clear()
        if kind is None:
            seconds = time.monotonic() - self.started
            note(f"{self.label}: done in {seconds:.0f} s")

    def show(self, text):
        now = time.monotonic()
        if self.live:
            sys.stderr.write(f"\r\033[K    {self.label}: {text}"[:120])
            sys.stderr.flush()
        elif now - self.printed >= self.every:
            note(f"{self.label}: {text}")
            self.printed = now

    def clear(self):
        """Make room for something else to be printed."""
        if self.live:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
