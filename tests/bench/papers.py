"""Fifty papers in one PDF: what a desk prints at once, from the order to the file."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import odoo
from odoo.api import Environment

PAPERS = 50
START = 120  # seconds the server may take


def print_papers(subject, report):
    """An act: one report on the newest orders."""

    def act(env, meter):
        orders = env[subject.model].search([], order="id desc", limit=PAPERS)
        meter.start()
        env["ir.actions.report"]._render_qweb_pdf(report, orders.ids)

    return act


@contextlib.contextmanager
def style_server(registry):
    """A server for the program that prints: it fetches styles and fonts there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with registry.cursor() as cr:
        env = Environment(cr, odoo.SUPERUSER_ID, {})
        env["ir.config_parameter"].set_param("report.url", address)
    server = subprocess.Popen(
        [sys.executable, os.environ["ODOO_BIN"], "server"]
        + [f"--http-port={port}", "--max-cron-threads=0", "--log-level=critical"]
    )
    try:
        _wait(server, f"{address}/web/health")
        yield
    finally:
        server.terminate()
        server.wait()


def _wait(server, address):
    deadline = time.monotonic() + START
    while True:
        try:
            return urllib.request.urlopen(address, timeout=START).close()
        except urllib.error.URLError:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"the server does not answer: {address}")
            time.sleep(0.2)
