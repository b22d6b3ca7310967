"""What a person sees when something is wrong: one sentence, status 1, no debris."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dev import browser, cli, postgres, process, settings
from dev.console import Failure

ROOT = Path(__file__).resolve().parents[2]
SC = ROOT / "sc"
RELEASE = "version_info = ({}, {}, 0, FINAL, 0, '')\n"


def sc(*arguments, **environment):
    """Run ./sc with other settings; an empty string takes a variable away."""
    merged = {**os.environ, **{key: str(text) for key, text in environment.items()}}
    return subprocess.run(
        [sys.executable, str(SC), *arguments],
        env={key: text for key, text in merged.items() if text},
        capture_output=True,
        text=True,
        timeout=60,
    )


def assert_one_sentence(done, *words):
    """It failed by a sentence that has these words, and by nothing else."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("error: ")
    for word in words:
        assert word in last


@pytest.fixture
def programs(tmp_path):
    """A function that puts fake programs on a PATH with little else on it."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "cat", "echo", "env", "touch", "dpkg-deb", "tar", "rm"):
        for place in ("/usr/bin", "/bin"):
            if Path(place, name).exists() and not (folder / name).exists():
                (folder / name).symlink_to(Path(place, name))

    def add(**scripts):
        for name, script in scripts.items():
            file = folder / name.replace("_", "-")
            file.write_text(f"#!/bin/sh\n{script}\n")
            file.chmod(0o755)
        return folder

    return add


# An apt-get that knows a mirror; what it does for the rest is put after this.
MIRROR = """
case "$*" in *indextargets*) echo 'Debian|Debian|http://mirror.example/debian/';; esac
"""
UPDATED = MIRROR + 'case "$*" in *" update "*) exit 0;; esac\n'
KNOWN = "echo 'Version: 19.0.0+dfsg-1'"


def odoo_folders(state):
    """Complete trees of Odoo."""
    return [
        each for each in state.glob("odoo/*") if process.UNFINISHED not in each.name
    ]


def test_a_port_that_is_no_number(tmp_path):
    assert_one_sentence(sc("run", STATE=tmp_path, HTTP_PORT="web"), "HTTP_PORT=web")


def test_a_port_that_is_taken(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = sc("run", STATE=tmp_path, HTTP_PORT=port)
    assert_one_sentence(done, f"port {port} is not free", f"HTTP_PORT={port + 1}")


def test_a_state_that_cannot_be_made():
    done = sc("reset", STATE="/proc/no/such/place")
    assert_one_sentence(done, "STATE=/proc/no/such/place", "set STATE")


def test_a_python_too_old_to_read_the_tools():
    code = f"import sys; sys.version_info = (3, 9, 2); exec(open({str(SC)!r}).read())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert_one_sentence(done, "needs Python 3.10 to 3.13, this is 3.9")


@pytest.mark.parametrize("says", ["echo 2.7", "exit 1", "echo 3.14"])
def test_a_python_that_is_not_supported(tmp_path, programs, says):
    folder = programs(oldpython=says)
    odoo = fake_odoo(tmp_path, 19, 0)
    done = sc("reset", STATE=tmp_path, ODOO_HOME=odoo, PYTHON=folder / "oldpython")
    assert_one_sentence(done, "PYTHON=", "Python 3.10 to 3.13")


def fake_odoo(tmp_path, major, minor):
    folder = tmp_path / "checkout"
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(RELEASE.format(major, minor))
    return folder


def test_an_odoo_home_that_is_no_odoo(tmp_path):
    done = sc("reset", STATE=tmp_path, ODOO_HOME=tmp_path)
    assert_one_sentence(done, f"ODOO_HOME={tmp_path}", "odoo/release.py")


def test_an_odoo_home_of_another_version(tmp_path):
    done = sc("reset", STATE=tmp_path, ODOO_HOME=fake_odoo(tmp_path, 18, 0))
    assert_one_sentence(done, "is Odoo 18.0: 19.0 is needed")


def test_a_machine_without_the_package_client(tmp_path, programs):
    done = sc("reset", STATE=tmp_path, ODOO_HOME="", PATH=programs())
    assert_one_sentence(done, "no apt-get", "ODOO_HOME", "Docker")


def test_a_machine_without_a_mirror(tmp_path, programs):
    folder = programs(apt_get="exit 0")
    done = sc("reset", STATE=tmp_path, ODOO_HOME="", PATH=folder)
    assert_one_sentence(done, "no Debian mirror is configured", "ODOO_HOME")


def test_a_mirror_that_does_not_answer(tmp_path, programs):
    silent = "case \"$*\" in *update*) echo 'Could not resolve' >&2; exit 100;; esac"
    folder = programs(apt_get=MIRROR + silent)
    done = sc("reset", STATE=tmp_path, ODOO_HOME="", PATH=folder)
    assert_one_sentence(done, "package lists", "network", "Could not resolve")


def test_a_mirror_without_odoo(tmp_path, programs):
    folder = programs(apt_get=UPDATED, apt_cache="exit 0")
    done = sc("reset", STATE=tmp_path, ODOO_HOME="", PATH=folder)
    assert_one_sentence(done, "has no odoo-19", "ODOO_HOME")


def test_a_package_that_arrives_in_half(tmp_path, programs):
    half = 'case "$*" in *download*) echo half > odoo-19.deb;; esac'
    folder = programs(apt_get=UPDATED + half, apt_cache=KNOWN)
    done = sc("reset", STATE=tmp_path, ODOO_HOME="", PATH=folder)
    assert_one_sentence(done, "odoo-19.deb could not be unpacked", "try again")
    assert not odoo_folders(tmp_path)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'Connection failed' >&2; exit 100", ["be downloaded", "network"]),
        ("cat /proc/version > /dev/full || exit 100", ["is full", "STATE"]),
    ],
)
def test_a_download_that_breaks_off(tmp_path, programs, script, words):
    folder = programs(apt_get=UPDATED + script, apt_cache=KNOWN)
    done = sc("reset", STATE=tmp_path, ODOO_HOME="", PATH=folder)
    assert_one_sentence(done, *words)
    assert not odoo_folders(tmp_path)


def test_a_disk_that_fills_up_under_the_tools_themselves(monkeypatch, capsys):
    class Full:
        @staticmethod
        def main(arguments):
            with open("/dev/full", "w") as file:
                file.write("x")

    monkeypatch.setattr(cli.importlib, "import_module", lambda name, package: Full)
    assert cli.main(["run"]) == 1
    assert "is full: free about" in capsys.readouterr().err


def test_python_packages_without_a_network(tmp_path, programs):
    """No index answers: nothing half-installed is taken for complete."""
    nowhere = "http://127.0.0.1:9/simple"
    done = sc(
        "reset",
        STATE=tmp_path,
        ODOO_HOME=fake_odoo(tmp_path, 19, 0),
        PIP_INDEX_URL=nowhere,
        PIP_RETRIES="0",
        PIP_FIND_LINKS="",
        PIP_CONFIG_FILE="/dev/null",
    )
    assert_one_sentence(done, "could not be installed", "network")
    assert not list(tmp_path.glob("venv/*/complete"))
    assert not (tmp_path / "uv").exists()


def test_postgresql_programs_that_are_not_there(monkeypatch):
    monkeypatch.setattr(settings, "PG_BIN", "/nowhere")
    with pytest.raises(Failure, match="PG_BIN=/nowhere has no initdb"):
        postgres.Postgres(None)


def test_chromium_that_an_ordinary_user_cannot_install(monkeypatch):
    monkeypatch.setattr(settings, "IS_ROOT", False)
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    with pytest.raises(Failure, match="needs Chromium: apt-get install chromium"):
        browser.get("./sc test")


def test_something_half_built_is_not_taken_for_the_whole(tmp_path):
    target = tmp_path / "thing"
    with pytest.raises(KeyboardInterrupt), process.building(target) as unfinished:
        (unfinished / "half").touch()
        raise KeyboardInterrupt
    assert not target.exists()
    with process.building(target) as unfinished:
        (unfinished / "whole").touch()
    assert [each.name for each in target.iterdir()] == ["whole"]


def test_help_lists_every_command_and_setting():
    shown = sc("--help").stdout
    assert set(cli.COMMANDS) <= set(re.findall(r"^  (\w+) ", shown, re.MULTILINE))
    for name in ("HTTP_PORT", "STATE", "ODOO_HOME", "PYTHON", "PG_BIN"):
        assert name in shown


def test_an_unknown_addon_is_named(tmp_path):
    done = sc("fast", "no_such_addon", STATE=tmp_path)
    assert_one_sentence(done, "no addon no_such_addon", "service_center")
