"""``./sc lint`` and ``./sc fix``: style, and the rules of the repository."""

import os

from . import addons, packages, settings, source
from .console import say
from .process import run
from .steps import Steps, pytest, tool


def check(arguments):
    """Check only; nothing is written."""
    steps = Steps()
    run_steps(steps, packages.get(), source.get())
    return steps.finish()


def fix(arguments):
    """Let ruff mend what it can, then say what is left."""
    python = packages.get().python
    say("ruff mends")
    for command in (["check", "--fix", "-q"], ["format", "-q"]):
        run([python, "-m", "ruff", *command, *_sources()], cwd=settings.ROOT)
    return check(arguments)


def run_steps(steps, environment, odoo):
    """Add the steps of lint to those of a longer check."""
    python = environment.python
    variables = {**os.environ, "PYTHONPATH": str(odoo.path)}
    folders = [settings.ADDONS / name for name in addons.manifests()]
    with steps.step("lint") as step:
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
    with steps.step("rules of the repository") as step:
        pytest(step, python, ["-p", "no:odoo", "tests/repo"], variables)


def _sources():
    names = ("sc", "addons", "dev", "tests")
    return [name for name in names if (settings.ROOT / name).exists()]
