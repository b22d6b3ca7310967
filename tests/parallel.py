"""Several people who press a button at the same moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from .client import Refused
from .database import connect

# Sentences for people; anything else is a failure of the program.
CLEAR = ("UserError", "ValidationError", "AccessError", "MissingError")
UGLY = ("psycopg2", "serialize", "duplicate key", "Traceback", "deadlock")


def at_once(*acts):
    """Run the acts at the same moment; return their answers, refusals included."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        barrier.wait(timeout=60)
        try:
            return act()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(answers):
    """Those that were refused; each of them has to be a sentence for people."""
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    for each in refused:
        assert each.kind.rpartition(".")[2] in CLEAR, (each.kind, str(each))
        assert not any(word in str(each) for word in UGLY), str(each)
    return refused


BUSY = "SerializationFailure"  # five tries, and five times somebody was quicker


def patiently(*acts):
    """As ``at_once``; but who was told five times in a row that others were quicker
    (a loaded machine, twenty people on one row) presses once more, alone."""
    answers = at_once(*acts)
    for number, answer in enumerate(answers):
        if isinstance(answer, Refused) and answer.kind.endswith(BUSY):
            (answers[number],) = at_once(acts[number])
    return answers


def wait_for_a_waiter(database, table, seconds=90):
    """Until a session of the server waits for a row of a table that another holds."""
    end = time.monotonic() + seconds
    with connect(database) as (_connection, cursor):
        while True:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
                " AND wait_event_type = 'Lock' AND query ILIKE %s",
                [database, f"%{table}%"],
            )
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < end, "nobody waited for it"
            time.sleep(0.02)
