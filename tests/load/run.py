"""``./sc load``: live a day, print what it was like, and check what it left."""

import argparse
import sys
import time

from .day import Day
from .house import House
from .outside import Mail


def say(text=""):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main():
    options = _options()
    mail = Mail()
    began = time.monotonic()
    with House(options.database, mail.port, in_place=options.in_place) as house:
        say(f"house: {time.monotonic() - began:.0f} s")
        day = Day(house, options.people, options.rate, options.minutes)
        day.mail = mail
        say(f"company: {time.monotonic() - began:.0f} s")
        try:
            day.live()
            problems = judge(day, options)
        finally:
            day.stopped.set()
            day.company.close()
    mail.close()
    say()
    for problem in problems:
        say(f"FAILED {problem}")
    say(f"{len(problems)} problems")
    return 1 if problems else 0


def judge(day, options):
    """Everything that may be wrong, as sentences."""
    meter, house = day.meter, day.house
    say(meter.table())
    say(
        f"\n{day.begun} order lives begun, {len(day.promises)} things acknowledged; the "
        f"last life ended {day.late:.0f} s after the clock; "
        f"{sum(wire.heard for wire in day.wires)} messages by websocket; "
        f"{sum(day.company.gateway.accepted.values())} texts; "
        f"{sum(len(p.received) for p in day.company.printers)} labels; "
        f"{day.mail.letters} letters"
    )
    found = [
        f"{count} × {name}: {text}" for (name, text), count in meter.errors.items()
    ]
    found += [f"{name}: an answer held {what}" for name, what in meter.leaks]
    found += [f"the log says {line[:1500]}" for line in house.problems()]
    from . import invariants

    with house.cursor() as cursor:
        found += day.promises.broken(cursor)
        found += invariants.check(cursor, house)
    if options.strict:
        found += meter.slow()
    return found


def _options():
    parser = argparse.ArgumentParser(prog="./sc load")
    parser.add_argument("database", help=argparse.SUPPRESS)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--rate", type=float, default=600)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--in-place", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
