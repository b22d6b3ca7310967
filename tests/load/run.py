"""``./sc load``: live a day, print what it was like, and check what it left."""

import argparse
import os
import sys
import time

from ..smsroom import owner_of
from . import faults, invariants
from .day import Day
from .house import House
from .outside import Mail


def say(text=""):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main():
    options = _options()
    chosen = _faults(options)
    mail, began = Mail(), time.monotonic()
    house = House(options.database, mail.port, in_place=options.in_place)
    problems = ["the day did not come to its end"]
    try:
        house.open(
            own_disk=bool({"full-disk", "read-only-disk"} & set(chosen)),
            own_clock="clock-back" in chosen,
        )
        day = Day(
            *(house, options.people, options.rate, options.minutes),
            not options.no_papers,
        )
        day.mail = mail
        mail.owner_of = lambda port: owner_of(port, house.child.pid)
        say(f"ready after {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]}")
        problems = live(day, chosen, options)
    finally:
        house.close()
        mail.close()
    say()
    for problem in problems:
        say(f"FAILED {problem}")
    say(f"{len(problems)} problems, {time.monotonic() - began:.0f} s in all")
    return 1 if problems else 0


def live(day, chosen, options):
    """The day, and whatever breaks in it; sentences about what was wrong."""
    problems = []

    def break_all():
        problems.extend(
            faults.break_things(
                day, chosen, lambda: _invariants(day), options.held, options.rest
            )
        )

    try:
        day.live(break_all if chosen else None)
        return problems + judge(day, options)
    finally:
        day.stopped.set()
        day.company.close()


def _invariants(day):
    """Of one moment, also while people work."""
    with day.house.connect(autocommit=False) as (_connection, cursor):
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return invariants.check(cursor, day.house.filestore)


def judge(day, options):
    """Everything that may be wrong, as sentences."""
    meter, house = day.meter, day.house
    say(meter.table())
    used, taken = day.cpu
    say(
        f"\n{used:.0f} s of processor by server and database in {taken:.0f} s: "
        f"{used / taken:.2f} cores, {used / max(day.begun, 1):.1f} s for each life"
    )
    say(
        f"{day.begun} order lives begun, {len(day.promises)} things acknowledged; the "
        f"last life ended {day.late:.0f} s after the clock; "
        f"{sum(wire.heard for wire in day.wires)} messages by websocket; "
        f"{sum(day.company.gateway.accepted.values())} texts; "
        f"{sum(len(p.received) for p in day.company.printers)} labels; "
        f"{day.mail.letters} letters"
    )
    for state, reason, count in house.ask(
        "SELECT state, coalesce(reason, ''), count(*) FROM service_sms"
        " GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 8"
    ):
        say(f"  {count:>5} texts {state} {reason}")
    found = [
        f"{count} × {name}: {text}" for (name, text), count in meter.errors.items()
    ]
    found += [f"{name}: an answer held {what}" for name, what in meter.leaks]
    found += [
        f"{count} × an order was stopped: {text}"
        for text, count in meter.stopped.items()
    ]
    found += [
        f"text {key} was accepted {count} times"
        for key, count in day.company.gateway.accepted.items()
        if count > 1
    ]
    # while something is broken the log tells so, as it has to
    log = house.problems(day.excused)
    found += [f"the log says {line[:1500]}" for line in log]
    with house.connect() as (_connection, cursor):
        found += day.promises.broken(cursor)
    found += _invariants(day)
    if options.strict:
        found += meter.slow()
    return found


def _options():
    parser = argparse.ArgumentParser(prog="./sc load")
    parser.add_argument("database", help=argparse.SUPPRESS)
    parser.add_argument("--minutes", type=float, default=None)
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--rate", type=float, default=600)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--in-place", action="store_true")
    parser.add_argument("--no-papers", action="store_true")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--fault", action="append", default=[])
    parser.add_argument("--held", type=float)
    parser.add_argument("--rest", type=float, default=faults.REST)
    return parser.parse_args()


def _faults(options):
    """Names of what is to break; the day is made as long as they take."""
    known = ", ".join(faults.FAULTS)
    if wrong := set(options.fault) - set(faults.FAULTS):
        sys.exit(f"there is no fault {', '.join(wrong)}: choose from {known}")
    chosen = list(faults.FAULTS) if options.faults else options.fault
    if options.minutes is None:
        taken = [
            (options.held or faults.FAULTS[name].held) + 2 * options.rest + 25
            for name in chosen
        ]
        options.minutes = (60 + sum(taken)) / 60 if chosen else 20
    return chosen


if __name__ == "__main__":
    sys.exit(main())
