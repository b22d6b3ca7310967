"""``./sc pairs``: any two addons together, and an update that changes nothing.

``./sc test`` installs each addon alone and all of them at once. Here each two are
installed with what they need and nothing else, not even an addon that would join by
itself: without a warning, and so that every view of all of them still holds. Sets share
work: each begins as a copy of the largest that lacks something of it.

Then a database of all addons with their demo data is updated twice: the second time
every row of every table stays as it was.
"""

import argparse
import itertools

from . import addons, jobs, settings, updates
from .database import Databases
from .jobs import Job
from .process import free_port, lock
from .process import run as run_program
from .server import Odoo, entries
from .steps import log_problems

SCRIPT = settings.ROOT / "dev" / "inside" / "all_views.py"


def main(arguments):
    """Try all pairs, or those of one addon; return the status to end with."""
    parser = argparse.ArgumentParser(prog="./sc pairs")
    parser.add_argument(
        "-k", dest="name", default="", help="only pairs of addons with this name"
    )
    options = parser.parse_args(arguments)
    with lock("pairs", "another ./sc pairs runs with this STATE: waiting for it"):
        odoo = Odoo()
        with odoo.postgres.running():
            databases = Databases(odoo)
            return jobs.run(_get_jobs(databases, options.name))


def _get_jobs(databases, name):
    known = addons.together()
    closures = {each: frozenset(addons.closure([each], known)) for each in known}
    pairs = {}  # set of addons: the first pair that makes it
    for first, second in itertools.combinations(addons.in_order(known), 2):
        wanted = closures[first] | closures[second]
        if any(name in each for each in (first, second)):
            pairs.setdefault(wanted, f"{_short(first)} + {_short(second)}")
    alone = {closures[each]: _short(each) for each in known}
    wanted = {**pairs, **alone}
    needed = {
        each for each in wanted if each in pairs or any(each < other for other in pairs)
    }
    made = {}
    for each in sorted(needed, key=lambda found: (len(found), sorted(found))):
        made[each] = _get_job(databases, wanted[each], each, made)
    update = [] if name else [_get_update(databases)]
    return [*made.values(), *update]


def _get_job(databases, name, wanted, made):
    """Install one set of addons, on a copy of the largest that is part of it."""
    parents = [each for each in made if each < wanted]
    parent = max(parents, key=len, default=None)

    def work(step):
        database = _database(name)
        if parent is None:
            modules = addons.foreign(addons.together(), addons.together())
            databases.copy(databases.template(modules, False), database)
        else:
            databases.copy(_database(made[parent].part), database)
        _install(step, databases, database, sorted(wanted - (parent or frozenset())))

    before = (made[parent],) if parent else ()
    return Job("pairs", work, name, before)


def _install(step, databases, database, names):
    odoo = databases.odoo
    odoo.configure(database, free_port())
    done = run_program(
        odoo.command("shell", "--no-http", "--log-level=warn", "--skip-auto-install"),
        env=odoo.environment(database),
        input=f"{SCRIPT.read_text()}\nmain(env, {names})\n",
        cwd=settings.ROOT,
    )
    problems = [
        *log_problems(entries(done.stderr)),
        *(line for line in done.stdout.splitlines() if line.startswith("FAILED")),
    ]
    if done.returncode or "all views hold" not in done.stdout:
        problems.append(f"it broke off: {done.stderr[-1000:]}")
        step.broken = True
    step.check(f"{database}: {', '.join(names)}", problems)


def _get_update(databases):
    def work(step):
        database = "pairs_updated"
        known = addons.together()
        databases.drop(database)
        databases.ensure(database, known, demo=True)
        step.check("first update", updates.update(databases, database))
        before = f"{database}_before"
        databases.copy(database, before)
        step.check("second update", updates.update(databases, database))
        step.check(
            "the second update changes nothing",
            updates.changes(databases, before, database),
        )
        databases.drop(database)
        databases.drop(before)

    return Job("update", work)


def _short(name):
    return name.removeprefix("service_center_")


def _database(name):
    # labels + places is not labels_places, which needs both
    return f"pair_{name.replace(' + ', '__')}"
