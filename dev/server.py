"""Odoo's configuration file, its command line, and what its log says."""

import contextlib
import os
import re
import subprocess

from . import browser, corpora, keys, packages, settings, source
from .console import Failure, Progress, note
from .postgres import PORT, SOCKET, Postgres
from .process import die_with_parent, disk_full, run

LINE = re.compile(
    r"\d{4}-\d\d-\d\d [\d:,]+ \d+ "
    r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) \S+ (?P<logger>[\w.]+): (?P<text>.*)"
)
SERIOUS = ("ERROR", "CRITICAL")
LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")


class Odoo:
    """Everything needed to start Odoo: its source, packages and database server."""

    def __init__(self):
        self.source = source.get()
        self.packages = packages.get()
        self.postgres = Postgres(self.packages)
        browser.wkhtmltopdf(self.packages)
        self.program = self._program()

    def _program(self):
        """A launcher: started as ``python -m odoo``, workers find no gevent."""
        file = settings.STATE / "bin" / "odoo-bin"
        new = file.with_name(f"odoo-bin.{os.getpid()}")
        new.write_text(
            'import odoo.cli\n\nif __name__ == "__main__":\n    odoo.cli.main()\n'
        )
        new.rename(file)
        return file

    def configure(self, database, port=settings.HTTP_PORT):
        """Write the configuration file of a database and return its path."""
        folders = [*self.source.addons, settings.ADDONS]
        settings.CONF.mkdir(parents=True, exist_ok=True)
        settings.LOGS.mkdir(parents=True, exist_ok=True)
        options = {
            "db_host": SOCKET,
            "db_port": PORT,
            "db_user": "odoo",
            "db_name": database,
            "dbfilter": f"^{database}$",
            "list_db": False,
            "data_dir": settings.DATA,
            "addons_path": ",".join(map(str, folders)),
            "http_interface": "127.0.0.1",
            "http_port": port,
            "max_cron_threads": 1,
            "screenshots": settings.STATE / "screenshots",
            "service_center_key_file": keys.file(),
        }
        file = settings.CONF / f"{database}.conf"
        lines = [f"{key} = {value}" for key, value in options.items()]
        file.write_text("[options]\n" + "\n".join(lines) + "\n")
        return file

    def environment(self, database):
        """The variables under which Odoo, pytest and scripts find everything."""
        return {
            **os.environ,
            **corpora.environment(),
            "PYTHONPATH": str(self.source.path),
            "ODOO_RC": str(settings.CONF / f"{database}.conf"),
            "PGHOST": str(SOCKET),
            "PGPORT": PORT,
            "PGUSER": "odoo",
            "ODOO_BIN": str(self.program),
            "PATH": f"{self.postgres.bin}{os.pathsep}{os.environ['PATH']}",
        }

    def command(self, *arguments):
        return [str(part) for part in (self.packages.python, self.program, *arguments)]

    def start(self, database, *arguments, **options):
        """Start Odoo; it ends with ``./sc``, however that ends."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.environment(database),
            start_new_session=True,  # Ctrl-C reaches ./sc, which ends it in order
            preexec_fn=die_with_parent,
            **options,
        )

    def modules(self, database, label, *arguments):
        """Install or update modules, showing how far it is; return the log."""
        log = settings.LOGS / f"{database}.log"
        child = self.start(
            database,
            *("server", "--stop-after-init", "--no-http", *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        lines = []
        with Progress(label) as progress, child:
            with log.open("w", buffering=1) as file, ends_with(child):
                for line in child.stderr:
                    file.write(line)
                    lines.append(line)
                    found = LOADING.search(line)
                    if found:
                        progress.show("{} ({} of {})".format(*found.groups()))
                child.wait()
            words = "".join(lines)
            if child.returncode or "Failed to load registry" in words:
                raise Failure(_why(label, log, words))
        return words

    def script(self, database, name):
        """Run a script of ``dev/inside`` in Odoo's shell."""
        with (settings.ROOT / "dev" / "inside" / name).open() as file:
            run(
                self.command("shell", "--no-http", "--log-level=error"),
                failure=f"{name} failed inside Odoo",
                stdin=file,
                env=self.environment(database),
            )


@contextlib.contextmanager
def ends_with(child):
    """Kill a child rather than wait for it, if something interrupts the work."""
    try:
        yield
    except BaseException:
        child.kill()
        raise


def _why(label, log, words):
    if "No space left on device" in words:
        return disk_full()
    serious = [text for level, _, text in entries(words) if level in SERIOUS]
    lines = (serious[-1] if serious else words).strip().splitlines()
    for line in lines[-15:]:
        note(line)
    return f"{label}: Odoo gave up: {lines[-1] if lines else '?'} (all of it: {log})"


def entries(words):
    """The log's entries as ``(level, logger, text)``, with their tracebacks."""
    entry = None
    for line in words.splitlines():
        found = LINE.match(line)
        if found:
            if entry:
                yield entry
            entry = found.group("level", "logger", "text")
        elif entry:
            entry = (*entry[:2], f"{entry[2]}\n{line}")
    if entry:
        yield entry
