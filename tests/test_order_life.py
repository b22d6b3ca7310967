"""An order on the running server: in, through, out; and no way past a step."""

import uuid

import pytest

from .client import Refused
from .till import settle


def stage(client, state):
    """The identifier of the first stage that means ``state``."""
    (found,) = client.call("service.stage", "search", [["state", "=", state]], limit=1)
    return found


@pytest.fixture
def taken_in(as_user):
    """A new order of the desk's, for a phone that was never here before."""
    desk = as_user("desk")
    serial = uuid.uuid4().hex
    (device_type,) = desk.call(
        "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
    )
    (order,) = desk.call(
        "service.order",
        "create",
        [
            {
                "partner_phone": "+48 601 234 567",
                "partner_name": "Ночная Жанна-Łucja",
                "serial": serial,
                "device_type_id": device_type,
                "fault": "Не включается, wyświetlacz pęknięty",
                "appearance": "Царапина",
            }
        ],
    )
    return order


def read(client, order, *names):
    (values,) = client.call("service.order", "read", [order], names, load=None)
    return values


def repair(engineer, order):
    (work,) = engineer.call(
        "product.product",
        "search",
        [["type", "=", "service"], ["sale_ok", "=", True]],
        limit=1,
    )
    engineer.call("service.order", "action_start", [order])
    engineer.call(
        "service.order",
        "web_save",
        [order],
        {
            "diagnosis": "Разбит экран",
            "line_ids": [[0, 0, {"product_id": work, "quantity": 2}]],
        },
        specification={},
    )
    engineer.call("service.order", "action_done", [order])


def test_a_device_goes_in_and_out(as_user, taken_in):
    desk, engineer = as_user("desk"), as_user("engineer")
    assert read(desk, taken_in, "state")["state"] == "new"
    repair(engineer, taken_in)
    settle(desk, taken_in)
    desk.call("service.order", "action_issue", [taken_in])
    assert read(desk, taken_in, "state")["state"] == "issued"
    with pytest.raises(Refused, match="nothing can be changed"):
        desk.call("service.order", "write", [taken_in], {"fault": "other"})


def test_the_engineer_cannot_issue(as_user, taken_in):
    repair(as_user("engineer"), taken_in)
    with pytest.raises(Refused, match="Only these may do it: Manager"):
        as_user("engineer").call("service.order", "action_issue", [taken_in])


PATHS = ["button", "drag", "list", "import", "json2", "new"]
BUTTONS = {"done": "action_done", "issued": "action_issue"}


@pytest.mark.parametrize(
    ("path", "state"),
    [
        (path, state)
        for path in PATHS
        for state in ("done", "issued", "waiting_parts")
        if path != "button" or state in BUTTONS
    ],
)
def test_a_skipped_step_is_refused_on_every_path(as_user, taken_in, path, state):
    desk = as_user("desk")
    target = stage(desk, state)
    vals = {"stage_id": target}

    def by_import():
        rows = [[str(taken_in), str(target)]]
        answer = desk.call("service.order", "load", [".id", "stage_id/.id"], rows)
        if answer["messages"]:
            raise Refused(answer["messages"][0]["message"])

    def new():
        values = read(desk, taken_in, "partner_id", "device_id")
        desk.call("service.order", "create", [{**values, **vals}])

    ways = {
        "button": lambda: desk.call("service.order", BUTTONS[state], [taken_in]),
        "drag": lambda: desk.call("service.order", "web_save", [taken_in], vals, {}),
        "list": lambda: desk.call("service.order", "write", [taken_in], vals),
        "import": by_import,
        "json2": lambda: desk.json2(
            "service.order", "write", ids=[taken_in], vals=vals
        ),
        "new": new,
    }
    with pytest.raises(Refused, match="cannot become|cannot begin"):
        ways[path]()
    assert read(desk, taken_in, "state")["state"] == "new"


def test_json2_cannot_forge_status_number_or_total(as_user, taken_in):
    desk = as_user("desk")
    before = read(desk, taken_in, "state", "name", "amount_total", "code")
    for vals in (
        {"state": "issued"},
        {"name": "FREE"},
        {"amount_total": 0.01},
        {"code": "1"},
    ):
        with pytest.raises(Refused, match="by itself"):
            desk.json2("service.order", "write", ids=[taken_in], vals=vals)
    assert read(desk, taken_in, "state", "name", "amount_total", "code") == before


def test_json2_refuses_nonsense_with_a_sentence(as_user):
    desk = as_user("desk")
    for vals, sentence in (
        ({}, "Whose device is it"),
        ({"partner_phone": "+48 600 000 001"}, "Nobody is known"),
        ({"partner_phone": "1", "partner_name": "X"}, "choose its type or model"),
    ):
        with pytest.raises(Refused, match=sentence):
            desk.json2("service.order", "create", vals_list=[vals])


def test_private_doors_are_closed(as_user, taken_in):
    desk = as_user("desk")
    for method, body in (
        ("_write_server_fields", {"vals": {"state": "issued"}}),
        ("_enter_stage", {"stage": 1}),
        ("_on_stage_changed", {"old": 1, "new": 2}),
    ):
        with pytest.raises(Refused):
            desk.json2("service.order", method, ids=[taken_in], **body)
