"""The demo company, as the people in it see it when they log in."""

from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

ORDER = "service.order"
STATES = (
    *("new", "in_progress", "approval", "waiting_parts"),
    *("done", "refused", "issued"),
)
# Other tests take in orders of their own: those of the story come with these numbers.
LAST_NUMBER = {"WA": 14, "KY": 9, "AL": 7}
STORY = [
    f"{code}-{number:05}"
    for code, last in LAST_NUMBER.items()
    for number in range(1, last + 1)
]


def orders(client, *fields, domain=()):
    """The orders of the story that this person may see."""
    domain = [("name", "in", STORY), *domain]
    return client.call(ORDER, "search_read", domain, fields)


def _id(many2one):
    return many2one and many2one[0]


def test_three_branches_with_a_phone_each(as_user):
    branches = as_user("head").call(
        "service.branch", "search_read", [], ["code", "phone", "user_ids"]
    )
    assert {branch["code"] for branch in branches} >= set(LAST_NUMBER)
    assert all(branch["phone"] and branch["user_ids"] for branch in branches)


def test_thirty_orders_in_all_branches(as_user):
    found = orders(as_user("head"), "name", "engineer_id", "create_date")
    assert len(found) == 30
    assert Counter(order["name"][:2] for order in found) == LAST_NUMBER
    assert len({_id(order["engineer_id"]) for order in found} - {False}) == 4
    days = {order["create_date"][:10] for order in found}
    assert len(days) > 15, "they did not all come in on one day"


@pytest.mark.parametrize("state", STATES)
def test_each_status_has_an_order(as_user, state):
    assert orders(as_user("head"), "name", domain=[("state", "=", state)])


@pytest.mark.parametrize(
    ("login", "branches"),
    [
        ("desk", {"WA", "KY"}),
        ("manager", {"AL"}),
        ("engineer", {"WA"}),
        ("engineer2", {"WA"}),
        ("engineer3", {"KY"}),
        ("engineer4", {"AL"}),
        ("head", {"WA", "KY", "AL"}),
    ],
)
def test_everybody_sees_what_is_theirs(as_user, login, branches):
    found = orders(as_user(login), "name", "engineer_id")
    assert {order["name"][:2] for order in found} == branches
    if login.startswith("engineer"):
        engineers = {_id(order["engineer_id"]) for order in found}
        assert engineers <= {as_user(login).uid, False}


def test_customers_with_names_of_many_alphabets_and_numbers_that_can_be_called(as_user):
    head = as_user("head")
    ids = {order["partner_id"][0] for order in orders(head, "partner_id")}
    customers = head.call(
        "res.partner",
        "read",
        sorted(ids),
        ["name", "phone", "phone_sanitized", "is_company", "service_bonus"],
    )
    assert len(customers) == 20
    names = "".join(customer["name"] for customer in customers)
    for letters in ("ąęłńśźżóĄŁŚŻ", "ёыэъЁЫЭЪжЖ", "іїєґІЇЄҐ", "abcdefgh"):
        assert set(letters) & set(names), letters
    # Odoo fills in this field only with numbers that are valid in their country.
    numbers = [customer["phone_sanitized"] for customer in customers]
    assert all(numbers)
    for prefix in ("+48", "+380", "+77", "+79"):
        assert any(number.startswith(prefix) for number in numbers), prefix
    assert [c["service_bonus"] for c in customers if c["is_company"]] == [10]


def test_a_device_comes_for_the_third_time_and_the_desk_is_told(as_user):
    (order,) = orders(
        as_user("desk"), "device_history", domain=[("name", "=", "WA-00010")]
    )
    assert "WA-00001" in order["device_history"]
    assert "WA-00003" in order["device_history"]


def test_some_are_late_and_some_promised_for_today(as_user):
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    work = ["in_progress", "approval", "waiting_parts", "new"]
    promised = [
        datetime.fromisoformat(order["date_promised"])
        for order in orders(
            as_user("head"), "date_promised", domain=[("state", "in", work)]
        )
    ]
    assert [date for date in promised if date < now - timedelta(hours=12)]
    assert [date for date in promised if date > now + timedelta(days=1)]


def test_who_pays_differs_and_totals_hold_tax_and_only_what_the_customer_pays(as_user):
    head = as_user("head")
    lines = head.call(
        "service.order.line",
        "search_read",
        [("order_id.name", "in", STORY)],
        ["order_id", "payer", "discount", "price_total", "price_subtotal", "approval"],
    )
    assert {line["payer"] for line in lines} == {"customer", "vendor", "center"}
    assert {line["discount"] for line in lines} >= {0, 5, 10, 25, 50}
    assert all(line["price_total"] > line["price_subtotal"] for line in lines)
    owed = Counter()
    for line in lines:
        if line["payer"] == "customer" and line["approval"] != "refused":
            owed[line["order_id"][0]] += line["price_total"]
    for order in orders(head, "amount_total"):
        assert order["amount_total"] == pytest.approx(owed[order["id"]], abs=0.02)


def test_the_history_tells_who_moved_an_order_and_when(as_user):
    head = as_user("head")
    (order,) = orders(
        head,
        *("date_start", "date_end", "date_issued", "create_date", "message_ids"),
        domain=[("name", "=", "AL-00001")],
    )
    messages = head.call(
        "mail.message", "read", order["message_ids"], ["author_id", "date"]
    )
    messages.sort(key=lambda message: message["date"])
    assert len(messages) == 6
    dates = [message["date"] for message in messages]
    assert (dates[0], dates[1]) == (order["create_date"], order["date_start"])
    assert dates[-2:] == [order["date_end"], order["date_issued"]]
    assert "Sadykova" in messages[-1]["author_id"][1]
    assert "Сеитов" in messages[1]["author_id"][1]


def test_a_local_number_finds_the_customer_in_each_country(as_user):
    """What the desk types is read as a number of the branch's country."""
    head = as_user("head")
    branches = head.call("service.branch", "search_read", [], ["code"])
    branch_ids = {branch["code"]: branch["id"] for branch in branches}
    for code, typed, name in (
        ("WA", "600 555 101", "Agnieszka Wójcik"),
        ("KY", "050-555-01-24", "Юрій Савчук"),
        ("AL", "8 (701) 555-01-34", "Ерлан Касымов"),
    ):
        values = {"branch_id": branch_ids[code], "partner_phone": typed}
        asked = {**dict.fromkeys(values, {}), "partner_id": {"fields": {"name": {}}}}
        answer = head.call(ORDER, "onchange", [], values, ["partner_phone"], asked)
        assert answer["value"]["partner_id"]["name"] == name
