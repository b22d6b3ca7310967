"""Many hands on one shelf: nothing is reserved, issued or used twice."""

import functools

import pytest

from .parallel import at_once, patiently, refusals
from .stockroom import LINE, ORDER, Stockroom

CROWD = 40
FREE = 5


@pytest.fixture
def warsaw(as_user):
    """Engineers take the parts themselves."""
    return Stockroom(as_user, "WA")


@pytest.fixture
def kyiv(as_user):
    """The storekeeper issues parts to the bench."""
    return Stockroom(as_user, "KY")


def states(room, lines):
    """How many lines are in which state."""
    found = [line["parts_state"] for line in room.read(LINE, lines, "parts_state")]
    return {state: found.count(state) for state in set(found)}


def later(call, *args, **kwargs):
    return functools.partial(call, *args, **kwargs)


def test_forty_orders_want_one_of_five(as_user, warsaw):
    people = [as_user(login) for login in ("desk", "head", "engineer", "engineer2")]
    part, orders = warsaw.make_part(FREE), warsaw.take_in(CROWD)
    lines = patiently(
        *(
            later(warsaw.add, people[number % len(people)].twin(), order, part)
            for number, order in enumerate(orders)
        )
    )
    assert not refusals(lines), lines
    assert states(warsaw, lines) == {"reserved": FREE, "short": CROWD - FREE}
    assert warsaw.reserved(part) == warsaw.on_hand(part) == FREE
    warsaw.check(part)


def test_everything_at_once(as_user, warsaw):
    """Lines come and go while the stock is counted, delivered and moved."""
    people = [as_user(login) for login in ("desk", "head", "engineer")]
    part, orders = warsaw.make_part(FREE + 7), warsaw.take_in(24)
    held = [warsaw.add(warsaw.head, order, part) for order in orders[:4]]
    sent = [warsaw.send(part, 1) for _each in range(3)]
    moved = [warsaw.send(part, 1, to=warsaw.bench) for _each in range(2)]
    keeper = warsaw.keeper
    validate = "button_validate"
    answers = patiently(
        *(
            later(warsaw.add, people[number % 3].twin(), order, part)
            for number, order in enumerate(orders[4:])
        ),
        *(later(people[1].twin().call, LINE, "unlink", [line]) for line in held),
        *(
            later(keeper.twin().call, "stock.picking", validate, [picking])
            for picking in (*sent, *moved)
        ),
        *(later(warsaw.count, part, 2 * n, keeper.twin()) for n in range(3)),
    )
    refusals(answers)
    warsaw.check(part)
    before = warsaw.on_hand(part)
    warsaw.count(part, 50)
    warsaw.check(part)
    assert before <= 50
    lines = warsaw.find(LINE, ["product_id", "=", part])
    assert set(states(warsaw, lines)) == {"reserved"}, "all are served in the end"


def test_twenty_repairs_end_at_once(as_user, warsaw):
    """Each uses exactly its own, though all of them take from one shelf."""
    part, orders = warsaw.make_part(30), warsaw.take_in(20)
    lines = [
        warsaw.add(warsaw.head, order, part, 1 + number % 2)
        for number, order in enumerate(orders)
    ]
    warsaw.begin(orders, as_user("engineer").uid)
    people = [as_user("engineer"), as_user("head"), as_user("desk")]
    answers = patiently(
        *(
            later(people[number % 3].twin().call, ORDER, "action_done", [order])
            for number, order in enumerate(orders)
        )
    )
    assert not refusals(answers), answers
    assert states(warsaw, lines) == {"used": 20}
    assert warsaw.on_hand(part) == 0
    warsaw.check(part)


def test_twenty_presses_issue_once(as_user, kyiv):
    part, (order,) = kyiv.make_part(9), kyiv.take_in()
    line = kyiv.add(kyiv.head, order, part, 3)
    people = [as_user("store"), as_user("head")]
    answers = patiently(
        *(
            later(people[n % 2].twin().call, ORDER, "action_issue_parts", [order])
            for n in range(20)
        )
    )
    assert len(refusals(answers)) == 19, answers
    assert states(kyiv, [line]) == {"issued": 1}
    assert kyiv.on_hand(part) == 6
    assert kyiv.on_hand(part, kyiv.bench) == 3
    kyiv.check(part)


def test_twenty_presses_take_back_once(as_user, kyiv):
    part, (order,) = kyiv.make_part(4), kyiv.take_in()
    line = kyiv.add(kyiv.head, order, part, 4)
    kyiv.keeper.call(ORDER, "action_issue_parts", [order])
    kyiv.head.call(LINE, "write", [line], {"quantity": 1})
    moves = kyiv.find(
        "stock.move", ["service_line_id", "=", line], ["service_use", "=", "back"]
    )
    people = [as_user("store"), as_user("head")]
    answers = patiently(
        *(
            later(people[n % 2].twin().call, "stock.move", "action_take_back", moves)
            for n in range(20)
        )
    )
    assert len(refusals(answers)) == 19, answers
    assert kyiv.on_hand(part) == 3
    kyiv.check(part)


@pytest.mark.parametrize("quantities", [(1, 6), (2, 3), (8, 4)])
def test_two_change_the_quantity_of_one_line(as_user, warsaw, quantities):
    part, (order,) = warsaw.make_part(FREE), warsaw.take_in()
    line = warsaw.add(warsaw.head, order, part, 4)
    answers = at_once(
        *(
            later(who.twin().call, LINE, "write", [line], {"quantity": quantity})
            for who, quantity in zip(
                (as_user("desk"), as_user("head")), quantities, strict=True
            )
        )
    )
    refusals(answers)
    (now,) = warsaw.read(LINE, [line], "quantity")
    assert now["quantity"] in quantities
    assert warsaw.reserved(part) == min(now["quantity"], FREE)
    warsaw.check(part)


@pytest.mark.parametrize("price", [0, 100])
def test_a_part_is_added_while_the_order_is_handed_out(as_user, warsaw, price):
    """An issued order has no part that is neither used nor given back."""
    for _round in range(3):
        part, (order,) = warsaw.make_part(9, price), warsaw.take_in()
        warsaw.add(warsaw.head, order, part)
        warsaw.begin([order], as_user("engineer").uid)
        warsaw.head.call(ORDER, "action_done", [order])
        answers = at_once(
            later(as_user("desk").twin().call, ORDER, "action_issue", [order]),
            *(later(warsaw.add, warsaw.head.twin(), order, part) for _each in "12"),
        )
        refusals(answers)
        warsaw.check(part)


def test_another_part_is_added_while_the_order_is_handed_out(as_user, warsaw):
    """Nothing that both change: neither the total, nor the order's state of parts."""
    part, other = warsaw.make_part(40, 0), warsaw.make_part(40, 0)
    for _round in range(8):
        (order,) = warsaw.take_in()
        warsaw.begin([order], as_user("engineer").uid)
        warsaw.head.call(ORDER, "action_done", [order])
        warsaw.add(warsaw.head, order, part)
        answers = at_once(
            later(as_user("desk").twin().call, ORDER, "action_issue", [order]),
            later(warsaw.add, warsaw.head.twin(), order, other),
        )
        refusals(answers)
        warsaw.check(other)


def test_a_line_goes_while_the_repair_ends(as_user, warsaw):
    for _round in range(3):
        part, (order,) = warsaw.make_part(2, 0), warsaw.take_in()
        lines = [warsaw.add(warsaw.head, order, part) for _each in range(2)]
        warsaw.begin([order], as_user("engineer").uid)
        answers = at_once(
            later(as_user("engineer").twin().call, ORDER, "action_done", [order]),
            later(warsaw.head.twin().call, LINE, "unlink", lines[:1]),
            later(as_user("desk").twin().call, LINE, "unlink", lines[:1]),
        )
        refusals(answers)
        warsaw.check(part)
        (now,) = warsaw.read(ORDER, [order], "state")
        left = len(warsaw.find(LINE, ["product_id", "=", part]))
        assert warsaw.on_hand(part) == 2 - (left if now["state"] == "done" else 0)
