"""Many hands on one thing: one of them wins, the others get a clear answer."""

import functools
import uuid

import pytest

from .parallel import at_once, refusals

CROWD = 20


def new_phone():
    return f"+48 {600000000 + uuid.uuid4().int % 99999999}"


@pytest.fixture
def intake(as_user):
    """What the desk types about a phone and a customer who were never here."""
    (device_type,) = as_user("desk").call(
        "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
    )
    return {
        "partner_phone": new_phone(),
        "partner_name": "Nowa Klientka",
        "serial": uuid.uuid4().hex,
        "device_type_id": device_type,
        "fault": "Does not switch on",
    }


@pytest.fixture
def order(as_user, intake):
    (created,) = as_user("desk").call("service.order", "create", [intake])
    return created


def read(client, model, ids, *names):
    return client.call(model, "read", ids, names, load=None)


def moves(admin, order):
    """How many moves of the order its chatter and its history tell of."""
    notes = admin.call(
        "mail.message",
        "search_count",
        [
            *(["model", "=", "service.order"], ["res_id", "=", order]),
            ["tracking_value_ids.field_id.name", "=", "stage_id"],
        ],
    )
    stays = admin.call(
        "service.order.stage.log", "search_count", [["order_id", "=", order]]
    )
    return notes, stays


def press(people, button, order):
    """Everybody presses a button of one order at the same moment."""
    return at_once(
        *(
            functools.partial(who.twin().call, "service.order", button, [order])
            for who in people
        )
    )


def test_twenty_presses_of_one_button_are_one_move(as_user, order):
    head, engineer, admin = map(as_user, ("head", "engineer", "admin"))
    crowd = [as_user("desk"), engineer, head, head] * (CROWD // 4)
    head.call("service.order", "write", [order], {"engineer_id": engineer.uid})
    for number, (button, values, state) in enumerate(
        (
            ("action_start", {}, "in_progress"),
            ("action_done", {"diagnosis": "Broken screen"}, "done"),
            ("action_issue", {}, "issued"),
        ),
        start=1,
    ):
        if values:
            engineer.call("service.order", "write", [order], values)
        refused = refusals(press(crowd, button, order))
        assert len(refused) < CROWD, refused
        assert read(head, "service.order", [order], "state")[0]["state"] == state
        assert moves(admin, order) == (number, number + 1)


def test_a_free_order_is_taken_by_one_engineer(as_user, intake):
    rivals = [as_user("engineer"), as_user("engineer2")]
    for _round in range(3):
        intake["serial"] = uuid.uuid4().hex
        (order,) = as_user("desk").call("service.order", "create", [intake])
        answers = press(rivals, "action_start", order)
        (refused,) = refusals(answers)
        winner = rivals[1 - answers.index(refused)]
        (values,) = read(as_user("head"), "service.order", [order], "engineer_id")
        assert values["engineer_id"] == winner.uid
        assert moves(as_user("admin"), order) == (1, 2)


@pytest.mark.parametrize("known_by", ["phone and serial", "phone", "serial"])
def test_what_several_desks_take_in_at_once_is_made_once(as_user, intake, known_by):
    """A double click, too: as many orders as requests, but nothing else twice."""
    desks = [as_user("desk"), as_user("head"), as_user("head"), as_user("desk")]
    if "serial" not in known_by:
        intake["serial"] = False
    if "phone" not in known_by:
        (intake["partner_id"],) = desks[0].call("res.partner", "search", [], limit=1)
        intake["partner_phone"] = intake["partner_name"] = False
    answers = at_once(
        *(
            functools.partial(who.twin().call, "service.order", "create", [intake])
            for who in desks
        )
    )
    assert not refusals(answers), answers
    orders = read(
        *(desks[1], "service.order", [order for (order,) in answers]),
        *("name", "code", "device_id", "partner_id"),
    )
    devices = 1 if intake["serial"] else len(desks)
    for name, count in (
        ("name", len(desks)),
        ("code", len(desks)),
        ("device_id", devices),
        ("partner_id", 1),
    ):
        assert len({each[name] for each in orders}) == count, (name, orders)


def test_twenty_presses_of_invoice_are_one_invoice(as_user, order):
    """Whoever comes late is shown the first one; nobody sees an error."""
    head, desk, admin = map(as_user, ("head", "desk", "admin"))
    (work,) = admin.call(
        "product.product", "search", [["type", "=", "service"]], limit=1
    )
    line = {"product_id": work, "quantity": 1, "price_unit": 100}
    head.call("service.order", "write", [order], {"line_ids": [[0, 0, line]]})
    answers = press([desk, head] * (CROWD // 2), "action_create_invoice", order)
    assert not refusals(answers), answers
    made = admin.call("account.move", "search", [["service_order_id", "=", order]])
    assert len(made) == 1
