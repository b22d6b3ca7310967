"""Walk the journeys and print what they cost a hand, beside Odoo's own repair.

Ends with status 1 if one of them costs more presses than it may, or does not work.
"""

import argparse
import os
import sys
import traceback

from .day import JOURNEYS, MOST, PEER
from .hand import Browser, Cost

HEAD = ("journey", "clicks", "keys", "chars", "scans", "calls", "s", "hand s", "most")
PEER_HEAD = ("peer", "hand s")


def main():
    """Walk those that were asked for."""
    names = {journey.__name__: journey for journey in JOURNEYS}
    parser = argparse.ArgumentParser(prog="./sc journeys", description=__doc__)
    parser.add_argument("journey", nargs="*", help=", ".join(names))
    chosen = parser.parse_args().journey or list(names)
    browser = Browser(os.environ["CHROMIUM"], os.environ["BASE_URL"])
    print(_row(*HEAD, *PEER_HEAD), flush=True)
    try:
        walked = [_walk(names[name], browser) for name in chosen]
    finally:
        browser.close()
    return 0 if all(walked) else 1


def _walk(journey, browser):
    """Print what one journey costs, stage by stage; return whether it is as wanted."""
    fine = True
    try:
        for name, cost in journey(browser):
            print(_tell(name, cost), flush=True)
            fine &= cost.presses <= MOST[name]
    except Exception:  # noqa: BLE001  the next journey is walked all the same
        traceback.print_exc(limit=-3)
        browser.picture(journey.__name__)
        fine = False
    return fine


def _tell(name, cost):
    most = MOST[name]
    mark = f"{most}" if cost.presses <= most else f"{most} MISSED"
    row = [name, cost.clicks, cost.keys, cost.characters, cost.scans, cost.calls]
    row += [f"{cost.seconds:.1f}", f"{cost.hand:.0f}", mark]
    if name in PEER:
        clicks, keys, characters = PEER[name]
        peer = Cost(clicks=clicks, keys=keys, characters=characters)
        row += [f"{clicks}+{keys}+{characters}", f"{peer.hand:.0f}"]
    return _row(*row)


def _row(name, *cells):
    return f"{name:<42}" + "".join(f"{cell:>8}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
