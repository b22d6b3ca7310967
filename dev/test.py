"""``./sc test``: everything that proves the project, and one summary at the end."""

import contextlib
import os
import time
import urllib.request

from . import addons, browser, lint, run, settings, translations
from .console import Failure
from .database import Databases
from .process import free_port, lock
from .server import Odoo, entries
from .steps import Steps, log_problems, pytest

BLACK_BOX = "blackbox"
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
    """Run all steps; a failed one does not keep the others from running."""
    browser.get("./sc test")
    with lock("test", "another ./sc test runs with this STATE: waiting for it"):
        odoo = Odoo()
        steps = Steps()
        lint.run_steps(steps, odoo.packages, odoo.source)
        with steps.step("developer commands") as step:
            environment = dict(os.environ)
            pytest(
                step, odoo.packages.python, ["-p", "no:odoo", "tests/dev"], environment
            )
        with odoo.postgres.running():
            databases = Databases(odoo)
            for name in addons.manifests():
                _addon(steps, databases, name)
            _black_box(steps, databases)
            _upstream(steps, databases)
            databases.drop(BLACK_BOX)
        return steps.finish()


def _addon(steps, databases, name):
    """One addon, alone with what it depends on."""
    odoo, database = databases.odoo, f"test_{name}"
    with steps.step(f"addon {name}") as step:
        databases.drop(database)
        words = databases.ensure(database, [name], bundles=_uses_browser(name))
        step.check("installed without warnings", log_problems(entries(words)))
        odoo.configure(database)
        fresh = translations.export(odoo, database, name)
        if translations.same(fresh, translations.template(name)):
            step.ok()
        else:
            step.fail(f"{name}.pot is out of date: ./sc pot writes it")
        arguments = ["--odoo-http", "--odoo-log-level=warn", "-p", "dev.odoo_log"]
        pytest(
            step,
            odoo.packages.python,
            [*arguments, f"addons/{name}"],
            odoo.environment(database),
        )
        databases.drop(database)


def _uses_browser(name):
    return any(
        "HttpCase" in file.read_text()
        for file in (settings.ADDONS / name / "tests").glob("*.py")
    )


def _black_box(steps, databases):
    """Tests that know only the address of a server with everything on it."""
    odoo = databases.odoo
    with steps.step("black box") as step:
        databases.drop(BLACK_BOX)
        words = databases.ensure(BLACK_BOX, addons.manifests(), demo=True, bundles=True)
        step.check("all addons together without warnings", log_problems(entries(words)))
        with _serving(databases, step) as address:
            ignored = [f"--ignore=tests/{name}" for name in ("dev", "repo", "bench")]
            pytest(
                step,
                odoo.packages.python,
                ["-p", "no:odoo", *ignored, "tests"],
                {
                    **odoo.environment(BLACK_BOX),
                    "BASE_URL": address,
                    "DATABASE": BLACK_BOX,
                },
            )


@contextlib.contextmanager
def _serving(databases, step):
    """A server on a free port; afterwards its log has to be clean."""
    odoo, port = databases.odoo, free_port()
    address = f"http://127.0.0.1:{port}"
    odoo.configure(BLACK_BOX, port)
    run.set_address(odoo.postgres, BLACK_BOX, address)
    log = settings.LOGS / "blackbox-server.log"
    with log.open("w") as file:
        child = odoo.start(BLACK_BOX, "server", stderr=file)
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


def _upstream(steps, databases):
    """Odoo's own checks, on the database that has all addons."""
    odoo = databases.odoo
    with steps.step("Odoo's test_lint") as step:
        folder = odoo.source.module("test_lint")
        if not folder:
            raise Failure("this Odoo comes without its module test_lint")
        odoo.configure(BLACK_BOX)
        odoo.modules(BLACK_BOX, "test_lint", "-i", "test_lint")
        files = [folder / "tests" / name for name in UPSTREAM]
        pytest(
            step,
            odoo.packages.python,
            ["-c", "pyproject.toml", "-k", " or ".join(UPSTREAM.values()), *files],
            odoo.environment(BLACK_BOX),
        )
