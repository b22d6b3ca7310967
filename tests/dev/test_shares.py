"""Several processes share the tests of one addon: each class is run once."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dev import process, settings, shares

ROOT = Path(__file__).resolve().parents[2]
CLASSES = """
import time, unittest
class HttpCase(unittest.TestCase):
    pass
"""
# Its class lasts, so that the others are left to the other process.
CLASS = """
class Test{0}({1}):
    @classmethod
    def setUpClass(cls):
        print("begin {0}", flush=True)
    @classmethod
    def tearDownClass(cls):
        print("end {0}", flush=True)
    def test_one(self):
        time.sleep(0.2)
    def test_two(self):
        pass
"""


@pytest.fixture
def pytests(tmp_path, monkeypatch):
    """A function that lets some processes share a file of classes."""
    monkeypatch.setattr(settings, "STATE", tmp_path)
    shares.begin("sample")

    def start(number, text, others=()):
        file = tmp_path / "test_sample.py"
        file.write_text(text)
        (tmp_path / "pytest.ini").write_text("[pytest]\n")
        command = [sys.executable, "-m", "pytest", "-p", "dev.shares"]
        command += ["-c", tmp_path / "pytest.ini", "--noconftest", "-q", "-s"]
        command += [*others, file]
        return subprocess.Popen(
            [*command, f"--junitxml={tmp_path / str(number)}.xml"],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # they take a second to load
                "STATE": str(tmp_path),
                shares.FOLDER: str(shares.folder("sample")),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(text, count=2):
        children = [start(number, text) for number in range(count)]
        words = [child.communicate(timeout=60)[0] for child in children]
        return [child.returncode for child in children], words

    run.start = start
    return run


def done(folder):
    """How often each test was run, by all processes together."""
    return Counter(
        (case.get("classname"), case.get("name"))
        for file in folder.glob("*.xml")
        for case in ElementTree.parse(file).iter("testcase")
    )


def test_each_class_is_run_by_exactly_one(pytests, tmp_path):
    text = CLASSES + "".join(
        CLASS.format(number, "unittest.TestCase") for number in range(10)
    )
    statuses, words = pytests(text, 3)
    assert statuses == [0, 0, 0]
    tests = done(tmp_path)
    assert set(tests.values()) == {1}
    assert len(tests) == 20
    for each in words:  # a class is set up and torn down once, before the next one
        marks = re.findall(r"(begin|end) (\d+)", each)
        begun, ended = marks[::2], marks[1::2]
        assert {word for word, _ in begun} <= {"begin"}
        assert [number for _, number in begun] == [number for _, number in ended]


def test_files_of_functions_keep_their_order(pytests, tmp_path):
    known = {"classes": {"test_b": 9, "test_sample": 5}, "jobs": {}}
    (tmp_path / "durations.json").write_text(json.dumps(known))
    for name in "ab":
        file = tmp_path / f"test_{name}.py"
        file.write_text(f"def test_it(): print('run {name}')\n")
    files = [tmp_path / "test_a.py", tmp_path / "test_b.py"]
    child = pytests.start(1, "def test_it(): print('run sample')\n", files)
    words = child.communicate(timeout=60)[0]
    assert re.findall(r"run (\w+)", words) == ["a", "b", "sample"]


def test_a_failure_is_the_failure_of_who_ran_it(pytests, tmp_path):
    text = CLASSES + "class TestA(unittest.TestCase):\n    def test(self): assert 0\n"
    statuses, _words = pytests(text)
    assert sorted(statuses) == [0, 1]


def test_a_file_that_cannot_be_read_fails_all(pytests):
    statuses, _words = pytests("import nothing_of_that_name")
    assert statuses == [2, 2]


def test_one_browser_at_a_time(pytests, tmp_path):
    text = CLASSES.replace("time", "time, pathlib", 1) + "\n".join(
        f"""
class Test{name}(HttpCase):
    def test(self):
        mark = pathlib.Path({str(tmp_path / "steered")!r})
        mark.touch(exist_ok=False)
        time.sleep(0.5)
        mark.unlink()
"""
        for name in "ABCD"
    )
    statuses, _words = pytests(text)
    assert statuses == [0, 0]
    assert len(done(tmp_path)) == 4


def test_a_browser_elsewhere_is_waited_for_not_forgotten(pytests, tmp_path):
    text = CLASSES + CLASS.format("A", "HttpCase") + CLASS.format("B", "HttpCase")
    with process.lock("browser"):
        child = pytests.start(0, text)
        assert any("another browser is steered" in line for line in child.stdout)
        assert not done(tmp_path)
    child.communicate(timeout=60)
    assert child.returncode == 0
    assert len(done(tmp_path)) == 4


def test_many_tests_are_worth_several_databases(tmp_path, monkeypatch):
    folder = tmp_path / "addon" / "tests"
    folder.mkdir(parents=True)
    monkeypatch.setattr(settings, "ADDONS", tmp_path)
    for tests, databases in ((0, 1), (99, 1), (100, 2), (250, 3)):
        text = "class Test:\n" + "".join(
            f"    def test_{number}(self):\n        pass\n" for number in range(tests)
        )
        (folder / "test_it.py").write_text(text)
        assert shares.count("addon") == databases
