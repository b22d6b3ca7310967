"""One event, one text: whatever is clicked twice, replayed, or waits in the queue."""

import functools
import threading
import uuid

import pytest

from .database import connect
from .parallel import at_once, refusals, wait_for_a_waiter

EVENT = "service_center_sms.service_sms_text_in_progress"
WAITING = 10_000


@pytest.fixture(scope="module")
def texts(as_user, database):
    """The company has a provider, nobody listens there, and the event has its text."""
    admin = as_user("admin")
    ((company,), (number,)) = (
        admin.call("res.company", "search", [], limit=1, order="id"),
        admin.call(
            "ir.model.data", "search", [["name", "=", EVENT.rpartition(".")[2]]]
        ),
    )
    (found,) = admin.call("ir.model.data", "read", [number], ["res_id"])
    (before,) = admin.call(
        "res.company", "read", [company], ["service_sms_provider_id"], load=None
    )
    (was,) = admin.call("service.sms.text", "read", [found["res_id"]], ["active"])
    (provider,) = admin.call(
        "service.sms.provider",
        "create",
        [{"name": f"Deaf {uuid.uuid4().hex}", "url": "http://127.0.0.1:9/send"}],
    )
    admin.call("res.company", "write", [company], {"service_sms_provider_id": provider})
    admin.call("service.sms.text", "write", [found["res_id"]], {"active": True})
    yield provider
    admin.call(
        "service.sms.text", "write", [found["res_id"]], {"active": was["active"]}
    )
    provider = before["service_sms_provider_id"]
    admin.call("res.company", "write", [company], {"service_sms_provider_id": provider})


@pytest.fixture
def order(as_user):
    (device_type,) = as_user("desk").call(
        "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
    )
    engineer = as_user("engineer")
    values = {
        "partner_phone": f"+48 {600000000 + uuid.uuid4().int % 99999999}",
        "partner_name": "Nowa Klientka",
        "serial": uuid.uuid4().hex,
        "device_type_id": device_type,
        "fault": "Does not switch on",
        "engineer_id": engineer.uid,
    }
    (created,) = as_user("head").call("service.order", "create", [values])
    return created


def texts_about(admin, order):
    domain = [["order_id", "=", order], ["event", "=", "stage"]]
    return admin.call("service.sms", "search_count", domain)


def test_twenty_presses_write_one_text(as_user, texts, order):
    crowd = [as_user("engineer"), as_user("head"), as_user("desk")] * 7
    answers = at_once(
        *(
            functools.partial(who.twin().call, "service.order", "action_start", [order])
            for who in crowd
        )
    )
    assert len(refusals(answers)) < len(answers)
    assert texts_about(as_user("admin"), order) == 1


def test_a_request_that_is_replayed_writes_one_text(as_user, texts, order, database):
    answers = []
    press = threading.Thread(
        target=lambda: answers.extend(
            at_once(
                functools.partial(
                    as_user("engineer").twin().call,
                    *("service.order", "action_start", [order]),
                )
            )
        )
    )
    with connect(database, autocommit=False) as (connection, cursor):
        # somebody else is writing the order: the press has to wait, then begin anew
        cursor.execute(
            "UPDATE service_order SET write_uid = write_uid WHERE id = %s", [order]
        )
        press.start()
        wait_for_a_waiter(database, "service_order")
        connection.commit()
    press.join(60)
    assert not refusals(answers)
    admin = as_user("admin")
    (state,) = admin.call("service.order", "read", [order], ["state"])
    assert state["state"] == "in_progress"
    assert texts_about(admin, order) == 1


def test_ten_thousand_that_wait_hold_nobody_up(as_user, texts, order, database):
    """They are written, moved and sent without a lock that a desk could meet."""
    with connect(database, autocommit=False) as (connection, cursor):
        cursor.execute(
            "INSERT INTO service_sms (key, uuid, company_id, provider_id, number, body,"
            " segments, state, attempts, polls, in_doubt, date_next, create_date,"
            " order_id) SELECT 'wait/' || n || %s, md5(n || %s), (SELECT min(id) FROM"
            " res_company), %s, '+486' || lpad(n::text, 8, '0'), 'Text', 1, 'waiting',"
            " 0, 0, false, now() at time zone 'utc' + interval '1 day',"
            " now() at time zone 'utc', %s FROM generate_series(1, %s) n",
            [*[uuid.uuid4().hex] * 2, texts, order, WAITING],
        )
        connection.commit()
        # a worker is in the middle of all of them
        cursor.execute(
            "UPDATE service_sms SET state = 'sending' WHERE order_id = %s", [order]
        )
        desk, engineer = as_user("desk"), as_user("engineer")
        engineer.call("service.order", "action_start", [order])
        engineer.call("service.order", "write", [order], {"diagnosis": "Broken"})
        engineer.call("service.order", "action_done", [order])
        (seen,) = desk.call("service.order", "read", [order], ["state", "name"])
        assert seen["state"] == "done"
        connection.rollback()
        cursor.execute("DELETE FROM service_sms WHERE key LIKE 'wait/%'")
        connection.commit()
