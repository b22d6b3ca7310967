"""Odoo without our development tools can run the addons' tests, or leave some out."""

import ast

from dev import settings

# packages that Odoo does not bring along
TOOLS = {"hypothesis", "pypdfium2", "pymap", "zplkit", "zxingcpp"}


def imported(file):
    """What a module's first level imports: packages, and modules of tests."""
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".")
            yield from (parts[0], parts[-1])
            yield from (each.name for each in node.names)


def wanting(files):
    """Names of modules that want a tool, or import such a module."""
    known = {file.stem: set(imported(file)) for file in files}
    found, before = set(), None
    while found != before:
        before = found
        found = {name for name, has in known.items() if has & (TOOLS | before)}
    return found - {"__init__"}


def test_what_wants_a_tool_is_imported_only_where_it_is(addon):
    found = wanting(settings.ADDONS.glob("*/tests/*.py"))
    assert not found & set(imported(addon / "tests" / "__init__.py"))


def test_the_rule_finds_it(tmp_path):
    (tmp_path / "lives.py").write_text("from hypothesis import given\n")
    (tmp_path / "test_a.py").write_text("from odoo.addons.x.tests.lives import live\n")
    (tmp_path / "test_b.py").write_text("import json\n")
    (tmp_path / "__init__.py").write_text(
        "if True:\n    from . import test_a\nfrom . import test_b\n"
    )
    assert wanting(tmp_path.glob("*.py")) == {"lives", "test_a"}
    assert "test_b" in set(imported(tmp_path / "__init__.py"))
    assert "test_a" not in set(imported(tmp_path / "__init__.py"))
