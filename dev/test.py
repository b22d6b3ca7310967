"""``./sc test``: everything that proves the project, and one summary at the end."""

import contextlib
import os
import subprocess
import time
import urllib.request
from pathlib import Path

from . import addons, browser, jobs, lint, run, settings, shares, translations
from .console import Failure
from .database import Databases
from .jobs import Job
from .process import free_port, lock
from .process import run as run_program
from .server import Odoo, entries
from .steps import Step, log_problems, pytest, tool

BLACK_BOX = "blackbox"
WARM = "fast_blackbox"
LINTED = "blackbox_linted"  # the same for Odoo's own checks
LOADED = "blackbox_loaded"  # and for a day in five branches
UNINSTALLED = "uninstalled"  # from which all addons but the first are taken away
MINUTE = (
    *("--in-place", "--no-papers", "--minutes", "1", "--people", "10"),
    *("--fault", "kill-web", "--fault", "printers-hang", "--held", "5", "--rest", "3"),
)
# of other commands, and what takes too long for each change: ./sc box tests/drill
NOT_OUTSIDE = ("bench", "clicks", "dev", "drill", "repo")
# Odoo's own checks of source code that hold for addons of anybody. The rest
# wants tools or files that only Odoo's own repository has.
UPSTREAM = {
    "test_docstring.py": "TestDocstring",
    "test_index.py": "TestIndex",
    "test_manifests.py": "ManifestLinter",
    "test_naming.py": "TestNaming",
    "test_onchange_domains.py": "TestOnchangeDomains",
    "test_override_signatures.py": "TestLintOverrideSignatures",
    "test_routes.py": "RoutesLinter",
}


def main(arguments):
    """Run all jobs; a failed one does not keep the others from running."""
    browser.get("./sc test")
    with lock("test", "another ./sc test runs with this STATE: waiting for it"):
        odoo = Odoo()
        with odoo.postgres.running():
            databases = Databases(odoo)
            return jobs.run(
                [
                    *lint.steps(odoo.packages, odoo.source),
                    Job(
                        "developer commands",
                        lambda step: _developer(step, odoo),
                        expected=100,
                    ),
                    *(
                        job
                        for name in addons.manifests()
                        for job in _addon(databases, name)
                    ),
                    *_together(databases),
                    Job(
                        "uninstallation",
                        lambda step: _uninstall(step, databases),
                        expected=150,
                    ),
                ]
            )


def box(arguments):
    """``./sc box``: the black-box tests, on a database that stays warm."""
    odoo, step = Odoo(), Step("black box")
    with odoo.postgres.running():
        databases = Databases(odoo)
        databases.ensure(WARM, addons.together(), demo=True, bundles=True)
        with serving(databases, WARM, step) as address:
            outside(step, odoo, WARM, address, arguments)
    return int(bool(step.failed))


def _developer(step, odoo):
    environment = dict(os.environ)
    pytest(step, odoo.packages.python, ["-p", "no:odoo", "tests/dev"], environment)


def _addon(databases, name):
    """One addon, alone with what it depends on."""
    line, database = f"addon {name}", f"test_{name}"
    count = min(shares.count(name), jobs.workers())
    copies = [database, *(f"{database}_{each}" for each in range(2, count + 1))]
    seconds = 10 + shares.tests(name) // count

    def install(step):
        databases.drop(database)
        words = databases.ensure(database, [name], bundles=_uses_browser(name))
        step.check("installed without warnings", log_problems(entries(words)))
        for copy in copies[1:]:
            databases.copy(database, copy)
        shares.begin(database)

    def test(copy):
        def work(step):
            if copy == database:
                _template(step, databases.odoo, database, name)
            _share(step, databases.odoo, copy, database, name)
            databases.drop(copy)

        return work

    installed = Job(line, install, "installation")
    return installed, *(
        Job(line, test(copy), f"tests {number}", (installed,), expected=seconds)
        for number, copy in enumerate(copies, start=1)
    )


def _template(step, odoo, database, name):
    odoo.configure(database)
    fresh = translations.export(odoo, database, name)
    if translations.same(fresh, translations.template(name)):
        step.ok()
    else:
        step.fail(f"{name}.pot is out of date: ./sc pot writes it")


def _share(step, odoo, copy, database, name):
    """Those of the addon's tests that no other copy of its database has taken."""
    if shares.is_over(database):
        return
    odoo.configure(copy)
    pytest(
        step,
        odoo.packages.python,
        ["--odoo-http", "--odoo-log-level=warn", "-p", "dev.odoo_log"]
        + ["-p", "dev.tours", "-p", "dev.shares", f"addons/{name}"],
        {**odoo.environment(copy), shares.FOLDER: str(shares.folder(database))},
    )
    shares.end(database)


def _uses_browser(name):
    return any(
        "HttpCase" in file.read_text()
        for file in (settings.ADDONS / name / "tests").glob("*.py")
    )


def _together(databases):
    """All addons on one database, with their demo data."""

    copies = BLACK_BOX, f"{BLACK_BOX}_2"

    def install(step):
        databases.drop(BLACK_BOX)
        words = databases.ensure(BLACK_BOX, addons.together(), demo=True, bundles=True)
        step.check("all addons together without warnings", log_problems(entries(words)))
        for copy in (*copies[1:], LINTED, LOADED):
            databases.copy(BLACK_BOX, copy)
        shares.begin(BLACK_BOX)

    def test(copy):
        return lambda step: _black_box(step, databases, copy)

    installed = Job("black box", install, "installation")
    return (
        installed,
        *(
            Job("black box", test(copy), f"tests {number}", (installed,), expected=400)
            for number, copy in enumerate(copies, start=1)
        ),
        Job(
            "a day in five branches",
            lambda step: _day(step, databases),
            after=(installed,),
            expected=120,
        ),
        Job(
            "Odoo's test_lint",
            lambda step: _upstream(step, databases),
            after=(installed,),
            expected=80,
        ),
    )


def _black_box(step, databases, copy):
    """Those of the tests that the server of no other copy has taken."""
    if not shares.is_over(BLACK_BOX):
        shared = {shares.FOLDER: str(shares.folder(BLACK_BOX))}
        with serving(databases, copy, step) as address:
            outside(step, databases.odoo, copy, address, ["-p", "dev.shares"], shared)
        shares.end(BLACK_BOX)
    databases.drop(copy)


def outside(step, odoo, database, address, arguments=(), environment=()):
    """Tests that know only the address of a server with everything on it."""
    ignored = [f"--ignore=tests/{name}" for name in NOT_OUTSIDE]
    if any(Path(str(each).partition("::")[0]).exists() for each in arguments):
        paths, ignored = [], []
    else:
        paths = ["tests"]
    pytest(
        step,
        odoo.packages.python,
        ["-p", "no:odoo", *ignored, *paths, *arguments],
        {
            **odoo.environment(database),
            **dict(environment),
            "BASE_URL": address,
            "DATABASE": database,
        },
    )


@contextlib.contextmanager
def serving(databases, database, step):
    """A server on a free port; afterwards its log has to be clean."""
    odoo, port = databases.odoo, free_port()
    address = f"http://127.0.0.1:{port}"
    odoo.configure(database, port)
    run.set_address(odoo.postgres, database, address)
    run.ask_nobody(odoo.postgres, database)
    log = settings.LOGS / f"{database}-server.log"
    with log.open("w") as file:
        child = odoo.start(database, "server", stderr=file)
    try:
        _wait_for(address, child, log)
        yield address
    finally:
        child.terminate()
        child.wait()
    words = log.read_text(errors="replace")
    step.check("the server logged no warnings", log_problems(entries(words)))


def _wait_for(address, child, log):
    for _ in range(600):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/web/health", timeout=10).close()
            return
        if child.poll() is not None:
            break
        time.sleep(0.1)
    raise Failure(f"the server did not answer, see {log}")


def _day(step, databases):
    """A minute of the load program, with what is cheap to break: see dev/load.py."""
    odoo = databases.odoo
    odoo.configure(LOADED)
    tool(
        step,
        "a minute of a day in five branches",
        [odoo.packages.python, "-m", "tests.load.run", LOADED, *MINUTE],
        env=odoo.environment(LOADED),
        stdin=subprocess.DEVNULL,
    )
    databases.drop(LOADED)


def _upstream(step, databases):
    """Odoo's own checks, on a database that has all addons."""
    odoo = databases.odoo
    folder = odoo.source.module("test_lint")
    if not folder:
        raise Failure("this Odoo comes without its module test_lint")
    odoo.configure(LINTED)
    odoo.modules(LINTED, "test_lint", "-i", "test_lint")
    files = [folder / "tests" / name for name in UPSTREAM]
    pytest(
        step,
        odoo.packages.python,
        ["-c", "pyproject.toml", "-p", "dev.ours_only"]
        + ["-k", " or ".join(UPSTREAM.values()), *files],
        odoo.environment(LINTED),
    )
    databases.drop(LINTED)


def _uninstall(step, databases):
    """All addons but the first come and go; orders and database stay as they were."""
    odoo, known = databases.odoo, addons.together()
    first, *others = addons.in_order(known)
    databases.drop(UNINSTALLED)
    databases.ensure(
        UNINSTALLED, [first], demo=True, extra=addons.foreign(known, known)
    )
    odoo.configure(UNINSTALLED)
    script = settings.ROOT / "tests" / "uninstall" / "leftovers.py"
    done = run_program(
        odoo.command("shell", "--no-http", "--log-level=warn", "--with-demo"),
        env=odoo.environment(UNINSTALLED),
        input=f"{script.read_text()}\nmain(env, {others})\n",
        cwd=settings.ROOT,
    )
    print(done.stdout)
    for line in done.stdout.splitlines():
        if line.startswith("ok "):
            step.ok()
        elif line.startswith("FAILED "):
            step.fail(line.removeprefix("FAILED "))
    if done.returncode:
        step.fail(f"it broke off:\n{done.stderr[-2000:]}")
    step.check("uninstalled without warnings", log_problems(entries(done.stderr)))
    databases.drop(UNINSTALLED)
