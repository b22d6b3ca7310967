"""A form over HTTP: sent by visitors to a real server, counted where it is answered.

Each visitor has an address of his own and has opened the page of the form before. What
is sent stays: these are not undone, there are but few of them. Queries are those that
the server writes into its log, milliseconds are those that the visitor waits.
"""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import requests
from meter import Result

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry

PUBLIC, BUILT = "/service/request", "/website/form/crm.lead"
LOGGED = r'"POST {path} HTTP/1\.[01]" 200 - (\d+) [\d.]+ [\d.]+'
START = 180  # seconds the server may take
WARM_UP = 3
OLD_ENOUGH = 3.5  # seconds between the opening of a form and its sending
PEER = os.environ.get("BENCH_PEER", "")


class Server:
    """Odoo on a database, behind a proxy that says who asks."""

    def __init__(self, database):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log")  # noqa: SIM115
        self.visitors, self.read = 0, 0
        self.child = subprocess.Popen(
            [sys.executable, os.environ["ODOO_BIN"], "server", f"--database={database}"]
            + [f"--http-port={port}", "--max-cron-threads=0", "--proxy-mode"]
            + [f"--db-filter=^{database}$", "--log-level=warn"]
            + ["--log-handler=werkzeug:INFO", f"--logfile={self.log.name}"]
        )

    def wait(self):
        deadline = time.monotonic() + START
        while True:
            try:
                with urllib.request.urlopen(
                    f"{self.address}/web/health", timeout=START
                ):
                    return self
            except urllib.error.URLError:
                if self.child.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"the server does not answer: {self.address}")
                time.sleep(0.2)

    def stop(self):
        self.child.terminate()
        self.child.wait()
        self.log.close()

    def visit(self, page):
        """A new visitor who opens a page: his session and what he sees."""
        self.visitors += 1
        visitor = requests.Session()
        visitor.headers["X-Forwarded-For"] = f"198.51.{self.visitors // 200}.7"
        visitor.headers["X-Forwarded-For"] += str(self.visitors % 200).zfill(2)
        visitor.headers["X-Forwarded-Host"] = self.address.removeprefix("http://")
        shown = visitor.get(self.address + page, timeout=60)
        shown.raise_for_status()
        return visitor, shown.text

    def send(self, visitor, path, data):
        """What one form takes: its answer, queries and milliseconds."""
        self.log.seek(0, os.SEEK_END)
        behind = self.log.tell()
        began = time.perf_counter()
        answer = visitor.post(self.address + path, data=data, timeout=60)
        taken = (time.perf_counter() - began) * 1000
        line = re.compile(LOGGED.format(path=re.escape(path)))
        for _wait in range(200):
            self.log.seek(behind)
            found = line.search(self.log.read())
            if found:
                return answer, int(found[1]), taken
            time.sleep(0.01)
        sys.exit(f"{path} answered {answer.status_code}: {answer.text[:500]}")


class Form:
    """One kind of form at one server."""

    def __init__(self, server, branch=None, public=False):
        self.server, self.branch, self.public = server, branch, public
        self.ready, self.sent = [], 0
        self.result = Result()

    def open(self, count):
        for _visitor in range(count):
            page = PUBLIC if self.public else "/contactus"
            visitor, text = self.server.visit(page)
            token = re.search(r'name="token" value="([^"]+)"', text)
            self.ready.append((visitor, token and token[1]))

    def send(self, counted):
        visitor, token = self.ready.pop()
        self.sent += 1
        number, name = (
            f"+79120{self.server.visitors:02}{self.sent:04}",
            f"Ann {self.sent}",
        )
        words = "My Nokla Bench 77 of last year does not charge any more."
        if self.public:
            data = {"token": token, "branch": self.branch["key"], "name": name}
            data |= {"phone": number, "text": words, "consent": "1"}
            path = PUBLIC
        else:
            data = {"name": "Broken", "contact_name": name, "phone": number}
            data |= {"email_from": f"ann{self.sent}@x.example", "description": words}
            path = BUILT
            if self.branch:
                data["branch_id"] = self.branch["id"]
        answer, queries, taken = self.server.send(visitor, path, data)
        good = "request_number" if self.public else '"id": '
        if good not in answer.text:
            sys.exit(f"{path} refused: {answer.text[:1000]}")
        if counted:
            self.result.queries = queries
            self.result.times.append(taken)


@contextlib.contextmanager
def serving(*databases):
    servers = [Server(each) for each in databases]
    try:
        yield [each.wait() for each in servers]
    finally:
        for each in servers:
            each.stop()


def prepare(env):
    """Nobody is mailed that a request came; the company has a domain for letters."""
    env["crm.team"].search([]).user_id = False
    env["website"].search([]).crm_default_user_id = False
    if not env.company.alias_domain_id:
        env["mail.alias.domain"].create({"name": "peer.example.com"})
    env.company.partner_id.email = "info@peer.example.com"
    env.company.country_id = env.ref("base.ru")


def measure_forms(registry, base, options):
    """``{act: (our result, Odoo's own)}``, sent in turns."""
    for database in (registry.db_name, PEER):
        with Registry(database).cursor() as cr:
            prepare(Environment(cr, SUPERUSER_ID, {}))
            cr.commit()
    branch = {"id": base.branch.id, "key": base.form_key}
    with serving(registry.db_name, PEER) as (ours, peer):
        pairs = {
            "a form of the website builder, over HTTP": (
                Form(ours, branch),
                Form(peer),
            ),
            "the form of requests, over HTTP": (
                Form(ours, branch, public=True),
                Form(peer),
            ),
            "a form without a branch, over HTTP": (Form(ours), Form(peer)),
        }
        wanted = options.only.split(",")
        pairs = {
            name: pair
            for name, pair in pairs.items()
            if any(each in name for each in wanted)
        }
        rounds = options.rounds
        for pair in pairs.values():
            for form in pair:
                form.open(WARM_UP + rounds)
        time.sleep(OLD_ENOUGH)
        for pair in pairs.values():
            for number in range(WARM_UP + rounds):
                for form in pair:
                    form.send(counted=number >= WARM_UP)
        return {name: [form.result for form in pair] for name, pair in pairs.items()}
