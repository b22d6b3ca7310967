"""What was acknowledged and is not there is seen, whatever it was."""

import pytest

from ..database import connect
from .meter import Meter
from .promises import Promises

KINDS = [name[1:] for name in vars(Promises) if name.startswith("_")]
VALUES = {"stage": "done", "shift": "open", "payment": 12.5}


@pytest.fixture
def cursor(database):
    with connect(database, autocommit=False) as (_connection, cursor):
        yield cursor


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if not kind.startswith("_") and kind != "there"]
)
def test_a_broken_promise_is_seen(cursor, kind):
    promises = Promises()
    promises.add(kind, -1, VALUES.get(kind))
    (sentence,) = promises.broken(cursor)
    assert "-1" in sentence


def test_a_payment_that_was_made_twice_is_seen(cursor):
    cursor.execute(
        "SELECT id, amount_paid FROM service_order WHERE amount_paid > 0 LIMIT 1"
    )
    order, paid = cursor.fetchone()
    promises = Promises()
    promises.add("payment", order, float(paid))
    assert not promises.broken(cursor)
    promises.add("payment", order, -float(paid) / 2)
    assert promises.broken(cursor)


def test_silence_is_an_error_but_while_something_is_broken():
    meter = Meter()
    meter.fault = "kill-web"
    meter.error("payment", "no answer")
    assert not meter.errors and meter.unanswered
    meter.fault = None
    meter.error("payment", "no answer")
    assert meter.errors
