"""Several hands on one device: one place, and a history that tells the truth."""

import functools
import uuid

import pytest

from .parallel import at_once, patiently, refusals

PLACE, AUDIT, MOVE = "service.place", "service.place.audit", "service.place.move"
ORDER = "service.order"


def take_in(as_user):
    """A device that was never here, at the counter of Warsaw."""
    desk = as_user("desk")
    (device_type,) = desk.call(
        "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
    )
    (branch,) = desk.call("service.branch", "search", [["code", "=", "WA"]])
    (order,) = desk.call(
        ORDER,
        "create",
        [
            {
                "branch_id": branch,
                "partner_phone": f"+48 {600000000 + uuid.uuid4().int % 99999999}",
                "partner_name": "Nowa Klientka",
                "serial": uuid.uuid4().hex,
                "device_type_id": device_type,
                "fault": "Does not switch on",
            }
        ],
    )
    return read(desk, order)


def read(client, order):
    (values,) = client.call(
        ORDER, "read", [order], ["code", "state", "place_id", "place_missing_date"]
    )
    return values


def history(client, order):
    """(from, to) of each move, as they were written."""
    rows = client.call(
        MOVE,
        "search_read",
        [["order_id", "=", order["id"]]],
        ["from_place_id", "place_id"],
        order="id",
    )
    return [
        tuple(place and place[0] for place in (row["from_place_id"], row["place_id"]))
        for row in rows
    ]


def assert_chain(moves, place):
    """Each move begins where the one before it ended, and the last one ends here."""
    assert moves[0][0] is False
    for (_start, end), (start, _end) in zip(moves, moves[1:], strict=False):
        assert start == end, moves
    assert all(start != end for start, end in moves), moves
    assert moves[-1][1] == place, (moves, place)


def new_shelf(as_user, branch="WA"):
    head = as_user("head")
    (branch_id,) = head.call("service.branch", "search", [["code", "=", branch]])
    (shelf,) = head.call(
        PLACE, "create", [{"name": uuid.uuid4().hex[:8], "branch_id": branch_id}]
    )
    (values,) = head.call(PLACE, "read", [shelf], ["code", "name"])
    return values


def act(who, model, method, *args, **kwargs):
    return functools.partial(who.twin().call, model, method, *args, **kwargs)


@pytest.fixture
def order(as_user):
    return take_in(as_user)


def test_two_people_move_one_device_at_once(as_user, order):
    shelves = [new_shelf(as_user) for _each in range(4)]
    people = [as_user(each) for each in ("desk", "engineer", "engineer2", "head")]
    for _round in range(3):
        answers = patiently(
            *(
                act(who, PLACE, "scan", order["code"], place_id=shelf["id"])
                for who, shelf in zip(people, shelves, strict=True)
            )
        )
        assert not refusals(answers), answers
        place = read(people[0], order["id"])["place_id"][0]
        assert place in [shelf["id"] for shelf in shelves]
        assert_chain(history(people[0], order), place)
    assert len(history(people[0], order)) >= 1 + 3 * 3


def test_one_shelf_scanned_ten_times_is_one_move(as_user, order):
    desk, shelf = as_user("desk"), new_shelf(as_user)
    answers = patiently(
        *[act(desk, PLACE, "scan", order["code"], place_id=shelf["id"])] * 10
    )
    assert not refusals(answers), answers
    assert len(history(desk, order)) == 2
    assert sorted(each["type"] for each in answers) == ["here"] * 9 + ["moved"]


def test_a_move_during_the_issue_leaves_no_device_in_two_worlds(as_user):
    """Either it was issued, then nobody moves it; or it was moved first, and was not."""
    desk, engineer, head = map(as_user, ("desk", "engineer", "head"))
    (van,) = head.call(
        PLACE,
        "search",
        [["kind", "=", "courier"], ["branch_id.code", "=", "WA"]],
        limit=1,
    )
    outcomes = set()
    for _round in range(6):
        order = take_in(as_user)
        values = {"refusal_reason": "Too expensive"}
        desk.call(ORDER, "write", [order["id"]], values)
        desk.call(ORDER, "action_refuse", [order["id"]])
        issued, moved = at_once(
            act(head, ORDER, "action_issue", [order["id"]]),  # unpaid, too
            act(engineer, PLACE, "scan", order["code"], place_id=van),
        )
        refused = refusals([issued])
        now = read(head, order["id"])
        assert_chain(history(head, order), now["place_id"][0])
        if now["state"] == "issued":
            assert not refused
            assert moved["type"] in ("issued", "unknown"), moved
            assert now["place_id"][0] != van
        else:
            assert "not in the house" in str(issued)
            assert moved["type"] == "moved"
            assert now["place_id"][0] == van
        outcomes.add(now["state"])
    assert outcomes <= {"issued", "refused"}


def test_two_people_begin_and_scan_one_audit_at_once(as_user):
    desk, engineer = as_user("desk"), as_user("engineer")
    shelf = new_shelf(as_user)
    orders = [take_in(as_user) for _each in range(4)]
    for order in orders:
        desk.call(PLACE, "scan", order["code"], place_id=shelf["id"])
    people = [desk, engineer, as_user("head"), desk]
    begun = patiently(*(act(who, AUDIT, "start", shelf["code"]) for who in people))
    assert not refusals(begun), begun
    (audit,) = {answer["state"]["id"] for answer in begun}
    scans = patiently(
        *(
            act(who, AUDIT, "scan", [audit], order["code"])
            for order in orders[:2]
            for who in people[:3]
        )
    )
    assert not refusals(scans), scans
    assert sorted(each["type"] for each in scans) == ["again"] * 4 + ["found"] * 2
    closed = patiently(*(act(who, AUDIT, "action_close", [audit]) for who in people))
    assert not refusals(closed), closed
    assert {tuple(sorted(each["counts"].items())) for each in closed} == {
        (("found", 2), ("missing", 2), ("uncollected", 0), ("wrong", 0))
    }
    lost = [bool(read(desk, order["id"])["place_missing_date"]) for order in orders]
    assert lost == [False, False, True, True]
    activities = as_user("admin").call(
        "mail.activity",
        "search_count",
        [
            ["res_model", "=", ORDER],
            ["res_id", "in", [order["id"] for order in orders]],
        ],
    )
    assert activities == 2


def test_a_scan_while_the_audit_is_closed_is_seen_or_told(as_user):
    desk, engineer = as_user("desk"), as_user("engineer")
    for _round in range(5):
        shelf, order = new_shelf(as_user), take_in(as_user)
        desk.call(PLACE, "scan", order["code"], place_id=shelf["id"])
        audit = desk.call(AUDIT, "start", shelf["code"])["state"]["id"]
        scan, close = patiently(
            act(engineer, AUDIT, "scan", [audit], order["code"]),
            act(desk, AUDIT, "action_close", [audit]),
        )
        assert not refusals([scan, close]), (scan, close)
        is_lost = bool(read(desk, order["id"])["place_missing_date"])
        assert is_lost == (scan["type"] == "closed"), (scan, close)
        assert close["counts"]["missing"] == int(is_lost)
