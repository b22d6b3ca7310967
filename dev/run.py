"""``./sc run``: Odoo with the demo company, in the foreground until Ctrl-C."""

import contextlib
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

from . import addons, browser, settings
from .console import Failure, note, say
from .database import Databases
from .process import lock
from .server import LINE, Odoo

DATABASE = "demo"
RUNNING = (
    "./sc run is running with this STATE already: stop it first, "
    "or set another STATE for a second one"
)
ADDRESS = f"http://127.0.0.1:{settings.HTTP_PORT}"
# Made by the demo data of the addons; each password equals its login.
LOGINS = (
    ("desk", "reception: takes devices in and hands them out"),
    ("engineer", "repairs what is assigned to them or free"),
    ("manager", "runs a branch"),
    ("store", "keeps and buys the parts of Warsaw and Kyiv, issues them in Kyiv"),
    ("head", "sees and may do everything in the service center"),
    ("admin", "Odoo's administrator"),
)


def main(arguments):
    """Prepare everything, start Odoo and stay."""
    with lock("run", refusal=RUNNING):
        check_port(settings.HTTP_PORT)
        if not browser.find():
            try_chromium()
        return prepare_and_serve(Odoo(), arguments)


def prepare_and_serve(odoo, arguments):
    """The demo database as it should be, and a server for it."""
    with odoo.postgres.running():
        databases = Databases(odoo)
        keep_others_work(databases)
        new = not databases.exists(DATABASE)
        databases.ensure(DATABASE, addons.together(), demo=True, bundles=True)
        odoo.configure(DATABASE)
        if new:
            odoo.script(DATABASE, "languages.py")
        set_address(odoo.postgres, DATABASE, ADDRESS)
        ask_nobody(odoo.postgres, DATABASE)
        say(f"Odoo on port {settings.HTTP_PORT}")
        return serve(odoo, arguments)


def keep_others_work(databases):
    """Do not replace a demo database that somebody may have typed into."""
    old = databases.made_from(DATABASE)
    if old is None:
        return
    gone = ", ".join(sorted(set(old.get("addons", {})) - set(addons.manifests())))
    if gone or old.get("odoo") != databases.odoo.source.version:
        reason = f"has {gone}, which is not here" if gone else f"is of {old['odoo']}"
        raise Failure(
            f"the demo database {reason}: ./sc reset drops it, "
            "or set another STATE to keep it"
        )


def try_chromium():
    """Nothing but printing needs it here, so a start without it is fine."""
    try:
        browser.get("printing")
    except Failure as failure:
        note(f"note: {failure}")


def check_port(port):
    """Say at once that the port is taken, not after ten minutes of work."""
    for _ in range(20):  # a server just killed may take a moment to let go of it
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return
            except OSError as error:
                reason = error.strerror
        time.sleep(0.1)
    raise Failure(
        f"port {port} is not free ({reason}): stop what uses it, "
        f"or choose another: HTTP_PORT={port + 1} ./sc run"
    )


def set_address(postgres, database, address):
    """Tell Odoo its address: printing fetches styles there, mails link to it."""
    rows = ", ".join(
        f"('{key}', '{address}')" for key in ("web.base.url", "report.url")
    )
    postgres.sql(
        f"INSERT INTO ir_config_parameter (key, value) VALUES {rows} "
        "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        database,
    )


def ask_nobody(postgres, database):
    """Odoo asks a company of its own who wrote a lead: nothing of a trial is told."""
    postgres.sql(
        "INSERT INTO ir_config_parameter (key, value) "
        "VALUES ('crm.iap.lead.enrich.setting', 'manual') "
        "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value; "
        "UPDATE ir_cron SET active = false WHERE id IN (SELECT res_id "
        "FROM ir_model_data WHERE module = 'crm_iap_enrich' AND model = 'ir.cron')",
        database,
    )


def serve(odoo, arguments):
    """Run the server until it ends or somebody wants it to."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    child = odoo.start(
        DATABASE,
        "server",
        *arguments,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    threading.Thread(target=welcome, args=(child,), daemon=True).start()
    try:
        pass_on_log(child)
        if child.wait():
            raise Failure(f"Odoo ended by itself, see {settings.LOGS / 'run.log'}")
        return 0
    except KeyboardInterrupt:
        say("stopping")
        child.terminate()
        # The rest of its log still has to be read, or it could not end.
        with contextlib.suppress(KeyboardInterrupt):
            pass_on_log(child)
            child.wait()
        return 0
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


def pass_on_log(child):
    """Keep the whole log in a file and show what is worth a look."""
    worth = False
    with (settings.LOGS / "run.log").open("w") as file:
        for line in child.stderr:
            file.write(line)
            file.flush()
            found = LINE.match(line)
            if found:
                worth = found["level"] not in ("DEBUG", "INFO")
            if worth:
                sys.stderr.write(line)


def welcome(child):
    """When the first page is there, say where and who to be."""
    while child.poll() is None:
        try:
            with urllib.request.urlopen(f"{ADDRESS}/web/login", timeout=60):
                break
        except OSError:
            time.sleep(0.2)
    else:
        return
    width = max(len(login) for login, role in LOGINS)
    lines = [f"  {login:<{width}}  {role}" for login, role in LOGINS]
    print(
        f"\nReady: {ADDRESS}/odoo\n\nlogins (the password is the same word):\n"
        + "\n".join(lines)
        + f"\n\nlog: {settings.LOGS / 'run.log'}\nCtrl-C stops it.",
        flush=True,
    )
