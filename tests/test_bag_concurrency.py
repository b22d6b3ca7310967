"""Many hands on one bag: what is handed over arrives once, and is reserved once."""

import functools

import pytest

from .parallel import at_once, patiently, refusals
from .stockroom import LINE, ORDER, Stockroom

TRANSFER = "service.parts.transfer"


class Bagroom(Stockroom):
    """The parts of one branch, and the bag of one of its engineers."""

    def __init__(self, as_user, code, login):
        super().__init__(as_user, code)
        self.engineer = as_user(login)

    @property
    def bag(self):
        """The place of the engineer's bag; it is there since the first handover."""
        (bag,) = self.head.call(
            *("service.bag", "search_read"),
            [
                ["user_id", "=", self.engineer.uid],
                ["warehouse_id", "=", self.warehouse["id"]],
            ],
            ["location_id"],
            load=None,
        )
        return bag["location_id"]

    def write(self, kind, part, quantity):
        """A handover or a return, not sent yet."""
        who = self.engineer if kind == "back" else self.keeper
        (transfer,) = who.call(
            TRANSFER,
            "create",
            [
                {
                    "kind": kind,
                    "branch_id": self.branch["id"],
                    "engineer_id": self.engineer.uid,
                    "line_ids": [[0, 0, {"product_id": part, "quantity": quantity}]],
                }
            ],
        )
        return transfer

    def hand_over(self, part, quantity):
        """On its way to the engineer."""
        transfer = self.write("give", part, quantity)
        self.keeper.call(TRANSFER, "action_send", [transfer])
        return transfer

    def fill(self, part, quantity):
        """So many are in the bag."""
        transfer = self.hand_over(part, quantity)
        self.engineer.call(TRANSFER, "action_accept", [transfer])

    def take_in_for_him(self, count=1):
        """New orders that the engineer repairs."""
        orders = self.take_in(count)
        self.head.call(ORDER, "write", orders, {"engineer_id": self.engineer.uid})
        return orders

    def in_transit(self, part):
        quants = self.of_part(
            "stock.quant",
            part,
            "quantity",
            domain=[["location_id.usage", "=", "transit"]],
        )
        return sum(quant["quantity"] for quant in quants)

    def check_bag(self, part, total):
        """All pieces are somewhere, and nothing is kept twice."""
        there = self.on_hand(part) + self.on_hand(part, self.bag)
        assert there + self.in_transit(part) == total
        for place in (self.stock, self.bag):
            assert 0 <= self.reserved(part, place) <= self.on_hand(part, place)
        self.check_lines(part)


@pytest.fixture
def warsaw(as_user):
    """Engineers take the parts themselves."""
    return Bagroom(as_user, "WA", "engineer2")


@pytest.fixture
def kyiv(as_user):
    """The storekeeper issues parts to the bench."""
    return Bagroom(as_user, "KY", "engineer3")


def later(call, *args, **kwargs):
    return functools.partial(call, *args, **kwargs)


def states(room, lines):
    return sorted(each["parts_state"] for each in room.read(LINE, lines, "parts_state"))


def test_twenty_presses_accept_once(kyiv):
    part = kyiv.make_part(5)
    transfer = kyiv.hand_over(part, 3)
    answers = patiently(
        *(
            later(kyiv.engineer.twin().call, TRANSFER, "action_accept", [transfer])
            for _each in range(20)
        )
    )
    assert not refusals(answers), answers
    assert kyiv.on_hand(part, kyiv.bag) == 3
    assert kyiv.in_transit(part) == 0
    kyiv.check_bag(part, 5)


def test_twenty_presses_hand_over_once(kyiv):
    """The first handover, too: twenty presses make one bag."""
    part = kyiv.make_part(9)
    transfer = kyiv.write("give", part, 2)
    answers = patiently(
        *(
            later(kyiv.keeper.twin().call, TRANSFER, "action_send", [transfer])
            for _each in range(20)
        )
    )
    assert not refusals(answers), answers
    assert kyiv.on_hand(part) == 7
    assert kyiv.in_transit(part) == 2
    kyiv.check_bag(part, 9)


def test_one_accepts_while_the_other_takes_back(warsaw):
    for _round in range(4):
        part = warsaw.make_part(4)
        transfer = warsaw.hand_over(part, 4)
        acts = {"action_accept": warsaw.engineer, "action_take_back": warsaw.keeper}
        answers = at_once(
            *(
                later(who.twin().call, TRANSFER, act, [transfer])
                for act, who in acts.items()
                for _each in "12"
            )
        )
        refusals(answers)
        assert warsaw.in_transit(part) == 0
        assert warsaw.on_hand(part) in (0, 4)
        warsaw.check_bag(part, 4)


def test_two_orders_want_the_last_piece_of_the_bag(as_user, warsaw):
    people = [as_user("desk"), as_user("head"), warsaw.engineer]
    for _round in range(3):
        part = warsaw.make_part(1)
        warsaw.fill(part, 1)
        orders = warsaw.take_in_for_him(2)
        lines = patiently(
            *(
                later(warsaw.add, who.twin(), order, part)
                for who, order in zip(people, orders, strict=False)
            )
        )
        assert not refusals(lines), lines
        assert states(warsaw, lines) == ["issued", "short"]
        warsaw.check_bag(part, 1)


def test_a_dozen_orders_share_the_bag_and_the_stock(as_user, kyiv):
    people = [as_user("desk"), as_user("head"), kyiv.engineer]
    part = kyiv.make_part(8)
    kyiv.fill(part, 3)
    orders = kyiv.take_in_for_him(12)
    lines = patiently(
        *(
            later(kyiv.add, people[number % 3].twin(), order, part)
            for number, order in enumerate(orders)
        )
    )
    assert not refusals(lines), lines
    found = states(kyiv, lines)
    counts = {state: found.count(state) for state in set(found)}
    assert counts == {"issued": 3, "reserved": 5, "short": 4}
    kyiv.check_bag(part, 8)


def test_he_gives_back_while_his_orders_take(as_user, warsaw):
    """What is given back is reserved for nobody, and what is reserved stays."""
    for _round in range(3):
        part = warsaw.make_part(3)
        warsaw.fill(part, 3)
        orders = warsaw.take_in_for_him(3)
        back = warsaw.write("back", part, 2)
        answers = patiently(
            later(warsaw.engineer.twin().call, TRANSFER, "action_send", [back]),
            *(
                later(warsaw.add, as_user("head").twin(), order, part)
                for order in orders
            ),
        )
        refusals(answers)
        warsaw.check_bag(part, 3)


def test_another_engineer_while_parts_are_added(as_user, warsaw):
    """The order changes hands: no part of it stays reserved in the wrong bag."""
    other = as_user("engineer").uid
    for _round in range(3):
        part = warsaw.make_part(4)
        warsaw.fill(part, 2)
        (order,) = warsaw.take_in_for_him()
        warsaw.add(warsaw.head, order, part)
        answers = patiently(
            later(
                *(warsaw.head.twin().call, ORDER, "write", [order]),
                {"engineer_id": other},
            ),
            *(later(warsaw.add, as_user("desk").twin(), order, part) for _each in "12"),
        )
        assert not refusals(answers), answers
        assert warsaw.reserved(part, warsaw.bag) == 0
        assert warsaw.reserved(part) == 2
        warsaw.check_bag(part, 4)
