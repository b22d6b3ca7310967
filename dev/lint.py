"""``./sc lint`` and ``./sc fix``: style, and the rules of the repository."""

import os

from . import addons, jobs, packages, settings, source
from .console import say
from .jobs import Job
from .process import run
from .steps import pytest, tool


def check(arguments):
    """Check only; nothing is written."""
    return jobs.run(steps(packages.get(), source.get()))


def fix(arguments):
    """Let ruff mend what it can, then say what is left."""
    python = packages.get().python
    say("ruff mends")
    for command in (["check", "--fix", "-q"], ["format", "-q"]):
        run([python, "-m", "ruff", *command, *_sources()], cwd=settings.ROOT)
    return check(arguments)


def steps(environment, odoo):
    """What lint consists of, as jobs."""
    python = environment.python
    variables = {**os.environ, "PYTHONPATH": str(odoo.path)}
    folders = [settings.ADDONS / name for name in addons.manifests()]

    def lint(step):
        tool(step, "ruff check", [python, "-m", "ruff", "check", *_sources()])
        tool(
            step,
            "ruff format (./sc fix mends it)",
            [python, "-m", "ruff", "format", "--diff", "-q", *_sources()],
        )
        tool(step, "pylint-odoo", [python, "-m", "pylint", *folders])
        tool(
            step,
            "oca-checks-odoo-module",
            [python.with_name("oca-checks-odoo-module"), *folders],
        )

    def rules(step):
        pytest(step, python, ["-p", "no:odoo", "tests/repo"], variables)

    return [Job("lint", lint), Job("rules of the repository", rules)]


def _sources():
    names = ("sc", "addons", "dev", "tests")
    return [name for name in names if (settings.ROOT / name).exists()]
