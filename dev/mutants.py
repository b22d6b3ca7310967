"""``./sc mutants``: does a test find it, if somebody breaks what must not break?

Each ``tests/mutants/*.patch`` is one small fault in security or consistency. It is put
into a copy of this checkout, never into the checkout itself. Then the suites run that
the patch names, those tests first that speak of what was changed; where all of them
pass, the black-box tests have their turn. The first failure ends it, and is tried once
more without the fault: a test that fails anyway finds nothing.

Tests that steer a browser are left out; ``./sc test`` runs them.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import sys
import time
from pathlib import Path

from . import addons, jobs, patches, settings, test
from .console import Failure
from .database import Databases
from .jobs import Job
from .process import free_port, lock
from .server import Odoo
from .steps import Step, pytest, slug

MISSED = 1  # so many of all of them may stay unfound
COPIED = ("addons", "config", "dev", "tests", "pyproject.toml")
PLACE = settings.STATE / "mutants"
HERE = settings.ROOT  # while a job works on a copy, ``settings.ROOT`` is the copy
BLACK_BOX = patches.BLACK_BOX


def main(arguments):
    """Plant all faults, or those chosen; the status says whether enough were found."""
    options = _parse(arguments)
    wanted = options.name.lower().split(" or ")
    chosen = [
        patch
        for patch in patches.read_all()
        if any(name in patch.name for name in wanted)
    ]
    if not chosen:
        raise Failure(f"no fault has “{options.name}” in its name: see --list")
    if options.list:
        for patch in chosen:
            print(f"{patch.name}\n    {patch.sentence} ({', '.join(patch.suites)})")
        return 0
    with lock("mutants", "another ./sc mutants runs with this STATE: waiting for it"):
        shutil.rmtree(PLACE, ignore_errors=True)
        PLACE.mkdir(parents=True)
        odoo = Odoo()
        with odoo.postgres.running():
            started = time.monotonic()
            jobs.run(_get_jobs(Databases(odoo), chosen, options.quick))
        return _report(chosen, options.name, time.monotonic() - started)


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="./sc mutants")
    parser.add_argument(
        "-k",
        dest="name",
        default="",
        help="only faults with this in their name, or this “or” that",
    )
    parser.add_argument(
        "--quick", action="store_true", help="only the suites that a fault names"
    )
    parser.add_argument("--list", action="store_true", help="say which there are")
    return parser.parse_args(arguments)


def _get_jobs(databases, chosen, quick):
    def get_work(patch):
        return lambda step: _try(step, databases, patch, _get_suites(patch, quick))

    return [Job("mutants", get_work(patch), patch.name) for patch in chosen]


def _get_suites(patch, quick):
    if quick:
        return list(patch.suites)
    return [*(each for each in patch.suites if each != BLACK_BOX), BLACK_BOX]


def _clean(suite):
    """The name of the database without a fault."""
    return f"mutants_{slug(suite).replace('-', '_')}"


def _ensure(databases, name, suite):
    known = addons.together()
    if suite == BLACK_BOX:
        databases.ensure(name, known, demo=True)
    else:
        databases.ensure(name, [suite])


def _try(step, databases, patch, suites):
    """Plant one fault and run suites until a test fails."""
    started, found = time.monotonic(), None
    log = settings.LOGS / f"mutant-{patch.name}.log"
    log.unlink(missing_ok=True)
    with _mutated(patch), _printing_to(log):
        for suite in suites:
            found = _find(databases, patch, suite)
            if found:
                break
    seconds = time.monotonic() - started
    result = {"found": found, "seconds": seconds}
    (PLACE / f"{patch.name}.json").write_text(json.dumps(result))
    if found:
        print(f"found by {found}", flush=True)
        step.ok()
    else:
        step.fail(f"{patch.name} survived: {patch.sentence} (all of it: {log})")


@contextlib.contextmanager
def _mutated(patch):
    """A copy of the checkout with the fault in it; this process works there."""
    copy = PLACE / patch.name
    copy.mkdir()
    for name in COPIED:
        if (HERE / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(HERE / name, copy / name, ignore=ignored)
        else:
            shutil.copy2(HERE / name, copy / name)
    patch.apply(copy)
    try:
        with _working_in(copy):
            yield
    finally:
        shutil.rmtree(copy, ignore_errors=True)


@contextlib.contextmanager
def _working_in(root):
    before = settings.ROOT, settings.ADDONS
    settings.ROOT, settings.ADDONS = root, root / "addons"
    try:
        yield
    finally:
        settings.ROOT, settings.ADDONS = before


@contextlib.contextmanager
def _printing_to(file):
    """What this process and its children print goes to ``file``."""
    sys.stdout.flush()
    kept = os.dup(1), os.dup(2)
    with file.open("a") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        sys.stdout.flush()
        for number, descriptor in zip((1, 2), kept, strict=True):
            os.dup2(descriptor, number)
            os.close(descriptor)


def _find(databases, patch, suite):
    """The test of this suite that fails because of the fault, or ``None``."""
    database = f"mutant_{slug(patch.name).replace('-', '_')}"[:60]
    tests, known = (), []
    try:
        while True:
            try:
                _make(databases, database, patch, suite)
            except Failure as failure:
                return f"installation: {failure}"
            failed = _run(databases, database, patch, suite, tests, known)
            if not failed:
                return None
            node = _get_node(failed)
            if not node or not _fails_anyway(databases, database, patch, suite, node):
                return node or failed
            print(f"{node} fails without the fault, too: it finds nothing")
            known.append(node)
    finally:
        databases.drop(database)


def _make(databases, database, patch, suite):
    """Code alone needs no installation: a copy of the clean database will do."""
    if patch.is_code:
        _copy_clean(databases, database, suite)
    else:
        databases.drop(database)
        _ensure(databases, database, suite)


def _copy_clean(databases, database, suite):
    """Without the fault; the first who needs it makes it, the others wait."""
    with _working_in(HERE):
        _ensure(databases, _clean(suite), suite)
    with lock("mutants-copy", "another fault copies a database: waiting for it"):
        databases.copy(_clean(suite), database)


def _fails_anyway(databases, database, patch, suite, node):
    _copy_clean(databases, database, suite)
    with _working_in(HERE):
        return _run(databases, database, patch, suite, [node])


def _run(databases, database, patch, suite, tests=(), known=()):
    """The first problem, or ``None``."""
    odoo = databases.odoo
    step = Step(f"mutant {patch.name}")
    options = ["-x", "-p", "dev.likely", *(f"--deselect={node}" for node in known)]
    os.environ["LIKELY"] = " ".join(patch.words)
    if suite == BLACK_BOX:
        with test.serving(databases, database, step) as address:
            test.outside(step, odoo, database, address, [*options, *tests])
    else:
        odoo.configure(database, free_port())
        pytest(
            step,
            odoo.packages.python,
            ["--odoo-http", "--odoo-log-level=warn", "-p", "dev.odoo_log", *options]
            + list(tests or [f"addons/{suite}"]),
            odoo.environment(database),
        )
    problem = step.problems[0].splitlines()[0] if step.problems else None
    if problem and ": pytest " in problem:
        raise Failure(problem)
    return problem


def _get_node(problem):
    """pytest's name of the test in a report's words, or ``None``: it was no test."""
    found = re.fullmatch(r"([\w.]+)::(.+)", problem)
    parts = found.group(1).split(".") if found else []
    for end in range(1, len(parts) + 1):
        path = Path(*parts[:end]).with_suffix(".py")
        if (HERE / path).is_file():
            return "::".join([str(path), *parts[end:], found.group(2)])
    return None


def _report(chosen, name, seconds):
    """Print what found each fault; return the status to end with."""
    rows, missed = [], []
    for patch in chosen:
        file = PLACE / f"{patch.name}.json"
        result = json.loads(file.read_text()) if file.exists() else {}
        found = result.get("found")
        if not found:
            missed.append(patch.name)
        rows.append((patch.name, result.get("seconds", 0), found or "NOT FOUND"))
    width = max(len(row[0]) for row in rows)
    print(f"\n{'fault':<{width}}  seconds  found by")
    for title, took, found in rows:
        print(f"{title:<{width}}  {took:>7.0f}  {_shorten(found)}")
    allowed = 0 if name else MISSED
    broken = [each for each in missed if not (PLACE / f"{each}.json").exists()]
    print(
        f"\n{len(rows) - len(missed)} of {len(rows)} found in {seconds:.0f} seconds"
        + (f"; not tried to the end: {', '.join(broken)}" if broken else ""),
        flush=True,
    )
    return int(len(missed) > allowed or bool(broken))


def _shorten(found):
    """The name of a test without the folders that all of them are in."""
    return re.sub(r"^addons/(\w+)/tests/", r"\1: ", found)[:160]
