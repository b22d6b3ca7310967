"""The summary counts honestly: nothing that did not pass is called passed."""

import os
import subprocess
import sys

import pytest

from dev import allowed, settings, shares, steps, translations
from dev.server import entries


@pytest.fixture
def lists(tmp_path, monkeypatch):
    """Empty allow lists, and a place for reports."""
    for name in ("SKIPS", "LOG"):
        file = tmp_path / name
        file.write_text("")
        monkeypatch.setattr(allowed, name, file)
    monkeypatch.setattr(settings, "LOGS", tmp_path / "logs")
    return allowed


def count(tmp_path, text, *arguments):
    """Run pytest on a file with this text, as a step."""
    file = tmp_path / "test_sample.py"
    file.write_text(text)
    step = steps.Step("sample")
    arguments = ["-p", "no:odoo", "--noconftest", *arguments, file]
    steps.pytest(step, sys.executable, arguments, dict(os.environ))
    return step


def test_passed_and_failed_tests_are_counted(tmp_path, lists):
    text = "def test_a():\n    pass\ndef test_b():\n    assert 0\n"
    step = count(tmp_path, text)
    assert (step.passed, step.failed) == (1, 1)


def test_a_file_that_cannot_be_read_has_failed(tmp_path, lists):
    assert count(tmp_path, "import nothing_of_that_name").failed


def test_no_tests_have_failed(tmp_path, lists):
    assert count(tmp_path, "").failed == 1


def test_a_pytest_that_dies_has_failed(tmp_path, lists):
    assert count(tmp_path, "import os\nos._exit(3)").failed == 1


SKIPPING = 'import pytest\n@pytest.mark.skip("later")\ndef test_a():\n    pass\n'


def test_a_skipped_test_has_failed(tmp_path, lists):
    step = count(tmp_path, SKIPPING)
    assert (step.failed, step.skipped) == (1, 0)


def test_a_skip_with_a_reason_in_the_list_is_allowed(tmp_path, lists):
    lists.SKIPS.write_text("# because it is only a sample of a test\n::test_a$\n")
    step = count(tmp_path, SKIPPING)
    assert (step.failed, step.skipped) == (0, 1)


LOGGING = """
import logging
def test_a():
    logging.getLogger("odoo.a").warning("careful")
def test_b(caplog):
    logging.getLogger("odoo.a").info("fine")
"""


def test_a_warning_in_the_log_fails_its_test_alone(tmp_path, lists):
    step = count(tmp_path, LOGGING, "-p", "dev.odoo_log")
    assert (step.passed, step.failed) == (1, 1)


AFTERWARDS = """
import logging, pytest
@pytest.fixture(scope="session")
def server():
    yield
    logging.getLogger("odoo.a").warning("careful")
def test_a(server):
    pass
"""


@pytest.mark.parametrize("plugins", [(), ("-p", "dev.shares")])
def test_a_warning_after_the_last_test_is_not_lost(
    tmp_path, lists, monkeypatch, plugins
):
    monkeypatch.setenv(shares.FOLDER, str(tmp_path))
    step = count(tmp_path, AFTERWARDS, "-p", "dev.odoo_log", *plugins)
    assert step.failed == 1


LOG = """\
2026-01-01 10:00:00,000 12 INFO demo odoo.modules.loading: loading
2026-01-01 10:00:00,000 12 ERROR demo odoo.a: broken
Traceback (most recent call last):
  File "a.py", line 1
2026-01-01 10:00:00,000 12 WARNING ? odoo.b: careful
"""


def test_a_log_is_read_in_entries_with_their_tracebacks():
    levels = [(level, text.count("\n")) for level, _, text in entries(LOG)]
    assert levels == [("INFO", 0), ("ERROR", 2), ("WARNING", 0)]


def test_warnings_are_problems_unless_allowed(lists):
    assert len(list(steps.log_problems(entries(LOG)))) == 2
    lists.LOG.write_text("# a reason that is long enough\n^WARNING odoo\\.b: careful\n")
    assert len(list(steps.log_problems(entries(LOG)))) == 1


def test_the_summary_ends_with_one_line_and_its_status(capsys):
    every = steps.Steps(["one", "two", "three"])
    every.add(steps.Step("one", passed=1))
    every.add(steps.Step("two", failed=1, problems=["it did not work"]))
    assert every.finish() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 2 failed"


def test_a_line_of_the_summary_is_made_of_all_its_jobs():
    every = steps.Steps(["one"])
    every.add(steps.Step("one", passed=1, failed=2, skipped=3, seconds=4))
    every.add(steps.Step("one", passed=1, failed=2, skipped=3, problems=["it rains"]))
    (line,) = every.lines.values()
    assert (line.passed, line.failed, line.skipped, line.seconds) == (2, 4, 6, 4)
    assert line.problems == ["it rains"]


def test_a_template_differs_by_its_terms_not_by_its_date(tmp_path):
    file = tmp_path / "a.pot"
    text = '"POT-Creation-Date: {}\\n"\nmsgid "{}"\n'
    file.write_text(text.format("2026-01-01", "Order"))
    assert translations.same(text.format("2026-02-02", "Order"), file)
    assert not translations.same(text.format("2026-01-01", "Device"), file)


def test_the_tools_need_nothing_but_the_standard_library():
    code = "import dev.cli, dev.test, dev.tools, dev.bench, dev.translations, dev.lint"
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path[:0]=['.']; {code}",
    ]
    done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
