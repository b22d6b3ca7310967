"""A pytest plugin: several processes share the tests of one addon, or of the server.

Each has a copy of the database and takes, again and again, the next class of tests
that nobody has taken; or the next file, where tests are functions. So every class is
run by exactly one of them, and none waits while there is work. The longest classes go
first, as far as it is known how long they take. Files keep their order: what one does
to the server is there for the next, and that is to be the same each time.

A class that steers a browser is run only while no other does, whatever its addon.
"""

import contextlib
import itertools
import os
import re
import shutil
from pathlib import Path
from urllib.parse import quote

from . import process, settings
from .console import Failure
from .durations import Durations

FOLDER = "SHARES"  # in the environment: the folder where taken classes are noted
ENDED = ".ended"  # no class is called so
MANY = 100  # so many tests are worth another database


def tests(addon):
    """How many tests an addon has."""
    files = (settings.ADDONS / addon / "tests").glob("*.py")
    return sum(len(re.findall(r"^ +def test_", f.read_text(), re.M)) for f in files)


def count(addon):
    """How many databases the tests of an addon are worth."""
    return 1 + tests(addon) // MANY


def folder(database):
    return settings.STATE / "shares" / database


def begin(database):
    """Nothing is taken yet."""
    shutil.rmtree(folder(database), ignore_errors=True)
    folder(database).mkdir(parents=True)


def end(database):
    """One process has found nothing more to take: those that come later need not."""
    (folder(database) / ENDED).touch()


def is_over(database):
    return (folder(database) / ENDED).exists()


# What pytest calls


def pytest_runtestloop(session):
    """As pytest's own loop, but over the classes this process takes."""
    if session.testsfailed or session.config.option.collectonly:
        return None  # the tests could not be read: pytest itself says so
    for items in _taking(_classes(session.items)):
        # Between two classes all goes that belongs to less than the session.
        for item, following in zip(items, [*items[1:], session], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
    return True


def _classes(items):
    """The tests of each class, the longest first; and of each file, as they stand."""
    known = Durations().classes

    def seconds(group):
        name, tests = group
        return known.get(name, 0) if tests[0].cls else 0

    groups = itertools.groupby(items, key=_name)
    found = [(name, list(tests)) for name, tests in groups]
    found.sort(key=seconds, reverse=True)
    return found


def _name(item):
    """The name of a test's class, as in pytest's report."""
    place = item.nodeid.rpartition("::")[0]
    return place.replace("/", ".").replace(".py", "", 1).replace("::", ".")


def _taking(classes):
    """Take classes nobody has taken, one after the other."""
    later = []
    for name, items in classes:
        with contextlib.ExitStack() as stack:
            if _steers_a_browser(items[0]):
                try:
                    stack.enter_context(process.lock("browser", refusal="taken"))
                except Failure:
                    later.append((name, items))
                    continue
            if _take(name):
                yield items
    for name, items in later:
        with process.lock("browser", "another browser is steered: waiting for it"):
            if _take(name):
                yield items


def _steers_a_browser(item):
    return "HttpCase" in {each.__name__ for each in getattr(item.cls, "__mro__", ())}


def _take(name):
    """Whether it is ours now: a file can be made only once."""
    try:
        Path(os.environ[FOLDER], quote(name, safe="")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
