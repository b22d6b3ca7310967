"""What the stand-in for wkhtmltopdf refuses, and how it fails."""

import contextlib
import http.server
import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b'<rect width="9" height="9"/></svg>'
)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with a picture, or sends on to where the query says."""

    def do_GET(self):
        self.server.seen.append((self.path, self.headers.get("Cookie")))
        if self.path == "/slow":
            time.sleep(60)
        if self.path.startswith("/away?"):
            self.send_response(302)
            self.send_header("Location", self.path.partition("?")[2])
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.end_headers()
        self.wfile.write(PICTURE)

    def log_message(self, *arguments):
        """Keep the output of the tests clean."""


@contextlib.contextmanager
def serving():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.seen = []
    server.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def own():
    with serving() as server:
        yield server


@pytest.fixture
def foreign():
    with serving() as server:
        yield server


def paths(server):
    return [path for path, _cookie in server.seen if path != "/favicon.ico"]


def test_own_resources_are_loaded_with_the_cookie(report, own, tmp_path):
    jar = tmp_path / "jar.txt"
    jar.write_text("session_id=abc123; HttpOnly; domain=127.0.0.1; path=/;")
    report.options += ["--cookie-jar", str(jar)]
    report.base = own.base
    report.body('<img src="/logo.svg"/>')
    report.print()
    assert own.seen == [("/logo.svg", "session_id=abc123")]


WAYS_OUT = """
<img src="{foreign}/picture"/>
<link rel="stylesheet" href="{foreign}/style.css"/>
<iframe src="{foreign}/frame"></iframe>
<object data="{foreign}/object"></object>
<img src="{own}/away?{foreign}/redirected"/>
<div style="background: url({foreign}/background)">.</div>
<script src="{foreign}/script"></script>
<script>
    fetch("{foreign}/fetch", {{mode: "no-cors"}}).catch(() => 0);
    fetch("{own}/away?{foreign}/fetched", {{mode: "no-cors"}}).catch(() => 0);
    new WebSocket("{foreign}/socket".replace("http", "ws"));
    navigator.sendBeacon("{foreign}/beacon");
</script>
"""


def test_nothing_foreign_is_loaded(report, own, foreign):
    report.base = own.base
    inside = WAYS_OUT.format(own=own.base, foreign=foreign.base)
    report.body("<p>content</p>" + inside)
    assert "content" in report.print().pages[0].extract_text()
    assert paths(foreign) == []
    # The test means something only if the page really tried.
    assert f"/away?{foreign.base}/redirected" in paths(own)


@pytest.mark.parametrize("target", ["{foreign}/", "{own}/other", "file:///etc/passwd"])
def test_the_page_cannot_be_replaced_by_another(report, own, foreign, target):
    report.base = own.base
    target = target.format(own=own.base, foreign=foreign.base)
    report.body(f"<p>content</p><script>location = '{target}'</script>")
    done = report.run()
    assert paths(own) == paths(foreign) == []
    if done.returncode:
        assert "leads away from its own page" in done.stderr


def test_a_header_cannot_load_foreign_things(report, own, foreign):
    report.base = own.base
    report.body("content")
    report.furniture("header", [f'<img src="{foreign.base}/picture"/>head'])
    report.print()
    assert paths(foreign) == []


def test_what_was_refused_is_named(report, own, foreign):
    report.base = own.base
    report.body(f'<img src="{foreign.base}/picture"/>')
    assert f"{foreign.base}/picture" in report.run().stderr


def test_files_are_not_readable(report, tmp_path):
    secret = tmp_path / "secret.html"
    secret.write_text("secret")
    report.body(f'open <iframe src="file://{secret}"></iframe>')
    assert "secret" not in report.print().pages[0].extract_text()


def without_browsers(folder):
    """Return an environment whose PATH holds no browser."""
    return {**os.environ, "PATH": str(folder)}


def test_without_chromium_one_sentence_names_the_package(report, tmp_path):
    report.body("content")
    done = report.run(env=without_browsers(tmp_path))
    assert done.returncode == 2
    assert done.stderr == (
        "wkhtmltopdf: printing needs Chromium, and none was found:"
        " apt-get install chromium\n"
    )
    assert not report.output.exists()


def test_version_needs_no_chromium(report, tmp_path):
    report.options = ["--version"]
    done = report.run(env=without_browsers(tmp_path))
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--no-such-option"], "unknown option --no-such-option"),
        (["--header-html", "/nowhere/header.html"], "No such file"),
    ],
)
def test_failures_leave_with_2(report, options, words):
    """With 1 Odoo would hand out an empty file."""
    report.options += options
    report.body("content")
    done = report.run()
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_browser_that_dies_leaves_with_2(report, tmp_path):
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    report.body("content")
    done = report.run(env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"})
    assert done.returncode == 2
    assert done.stderr == "wkhtmltopdf: Chromium ended unexpectedly\n"


def test_odoos_memory_limit_is_not_chromiums(report):
    """Odoo gives its children far less address space than Chromium reserves."""
    soft, hard = 2560 * 1024 * 1024, resource.getrlimit(resource.RLIMIT_AS)[1]
    report.body("content")
    done = report.run(
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    )
    assert done.returncode == 0, done.stderr


def profiles(number):
    return list(Path(tempfile.gettempdir()).glob(f"service-center-pdf-{number}-*"))


def browsers(folder):
    """Return the processes that were started with this profile folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.fsencode(folder) in (entry / "cmdline").read_bytes():
                found.append(entry.name)
    return found


def test_ended_from_outside_it_leaves_nothing_behind(report, own):
    """Odoo's limits, or a person, may end it while a page is loading."""
    report.base = own.base
    report.body('<img src="/slow"/>')
    child = subprocess.Popen(report.command(), stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not own.seen and time.monotonic() < deadline:
        time.sleep(0.05)
    (profile,) = profiles(child.pid)
    assert browsers(profile)
    child.send_signal(signal.SIGTERM)
    assert child.wait(20) not in (0, 1)
    assert profiles(child.pid) == []
    assert browsers(profile) == []


def test_finished_it_leaves_nothing_behind(report):
    """In a folder of its own, for others print, too; its path is short, for sockets."""
    report.body("content")
    with tempfile.TemporaryDirectory(prefix="sc-") as folder:
        done = report.run(env={**os.environ, "TMPDIR": folder})
        assert done.returncode == 0, done.stderr
        assert not os.listdir(folder)
