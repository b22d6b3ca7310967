"""Sending: claim one, COMMIT, send it with no transaction open, write down, COMMIT.

A thread for each printer that has something to do: a dead printer holds up its own
labels alone. It starts when the press is committed; the scheduled job starts it again
for what is left over. Of all processes one at a time prints on a printer.
"""

import logging
import threading
import time
from dataclasses import dataclass

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from . import wire

_logger = logging.getLogger(__name__)
THREADS = 16  # printers at once in one process; the scheduled job does the others
RETRIES = 8  # of a transaction

_lock = threading.Lock()
_busy = {}  # printers that a thread of this process prints on: whether there is more


@dataclass
class Task:
    """All that sending a job takes: nothing is read from the database meanwhile.

    Another way to print brings its own, by ``service.label.printer._get_task``.
    """

    job_id: int
    printer_id: int
    data: bytes
    host: str
    port: int
    timeout: int
    allowed: tuple

    def send(self, beat=None):
        """Give the printer its bytes; raise ``wire.NotSent`` or ``wire.NotAllowed``.

        :param beat: to be called now and then while it takes long
        """
        address = wire.find_address(self.host, self.port, *self.allowed)
        wire.send(address, self.port, self.data, self.timeout, beat)


def wake(env, printers):
    """Print what is waiting, as soon as this transaction is committed."""
    database = env.cr.dbname

    def start():
        for printer_id in printers.ids:
            start_printing(database, printer_id)

    env.cr.postcommit.add(start)


def start_printing(database, printer_id, asked=True):
    """Let a thread of this process print the queue of a printer.

    :param asked: somebody has just pressed: also what waits for its next try
    """
    key = database, printer_id
    with _lock:
        if key in _busy or len(_busy) >= THREADS:
            if key in _busy:
                _busy[key] = True
            return None
        _busy[key] = False
    thread = threading.Thread(
        target=_print_all, args=(database, printer_id, asked), name=f"labels.{key}"
    )
    thread.dbname = database
    thread.start()
    return thread


def _print_all(database, printer_id, asked):
    key = database, printer_id
    try:
        while True:
            print_queue(database, printer_id, asked)
            with _lock:
                if not _busy[key]:
                    del _busy[key]
                    return
                _busy[key] = False
    except Exception:
        _logger.exception("Labels: the queue of printer %s", printer_id)
        with _lock:
            _busy.pop(key, None)


def print_queue(database, printer_id, asked=True):
    """Print the jobs of a printer one by one, as long as it takes them."""
    registry = Registry(database)
    while task := _transact(registry, "_claim", printer_id, asked):
        trouble = send(task, lambda: _transact(registry, "_beat", printer_id))
        if not _transact(registry, "_settle", task.job_id, trouble):
            return


def send(task, beat=None):
    """Send a job; no cursor is open here.

    :return: ``None``, or what went wrong
    """
    try:
        task.send(beat)
    except (wire.NotAllowed, wire.NotSent) as trouble:
        return trouble
    return None


def _transact(registry, method, *args):
    """Do something in a transaction of its own, again if others were quicker."""
    for attempt in range(RETRIES):
        try:
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                result = getattr(env["service.label.job"], method)(*args)
                env.flush_all()
            return result
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            if attempt == RETRIES - 1:
                raise
            time.sleep(0.01 * 2**attempt)
    return None
