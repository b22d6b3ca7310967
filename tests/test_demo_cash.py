"""The money of the demo company, as its people see it when they log in."""

import pytest

DESKS = {"Desk Warsaw", "Desk Kyiv", "Desk Almaty", "Card Terminal"}


def balances(client):
    desks = client.call(
        "account.journal",
        "search_read",
        [["is_service_desk", "=", True], ["name", "in", sorted(DESKS)]],
        ["name", "service_balance"],
    )
    return {desk["name"]: desk["service_balance"] for desk in desks}


@pytest.mark.parametrize(
    ("login", "desks"),
    [
        ("desk", DESKS - {"Desk Almaty"}),
        ("manager", {"Desk Almaty", "Card Terminal"}),
        ("head", DESKS),
    ],
)
def test_everybody_sees_the_money_of_his_desks(as_user, login, desks):
    found = balances(as_user(login))
    assert set(found) == desks
    assert all(amount > 0 for amount in found.values()), found


def test_cash_orders_of_every_kind(as_user):
    head = as_user("head")

    def count(*domain):
        domain = [["journal_id.name", "in", sorted(DESKS)], *domain]
        return head.call("account.payment", "search_count", domain)

    assert count(["payment_type", "=", "inbound"], ["state", "=", "paid"]) > 10
    assert count(["cash_purpose_id", "!=", False], ["state", "=", "paid"]) > 5
    assert count(["is_cash_void", "=", True]) == 1
    assert count(["cash_sent_id", "!=", False], ["state", "=", "draft"]) == 1
    assert count(["is_count_difference", "=", True]) == 1


def test_a_shift_of_yesterday_and_one_of_today(as_user):
    shifts = as_user("desk").call(
        "service.cash.shift",
        "search_read",
        [["journal_id.name", "=", "Desk Warsaw"]],
        ["state", "difference", "date_opened", "date_closed"],
    )
    today, yesterday = shifts[:2]
    assert today["state"] == "open"
    assert (yesterday["state"], yesterday["difference"]) == ("closed", -0.5)
    assert yesterday["date_closed"] < today["date_opened"]


def test_orders_paid_in_part_before_and_not_at_all(as_user):
    found = as_user("head").call(
        "service.order", "search_read", [], ["amount_paid", "amount_due", "state"]
    )
    paid = [order for order in found if order["amount_paid"]]
    assert any(order["amount_due"] > 0 for order in paid)
    assert any(not order["amount_due"] for order in paid)
    assert any(order["state"] == "waiting_parts" for order in paid)


def test_an_engineer_sees_his_advance_and_his_bonus(as_user):
    months = as_user("engineer").call(
        "service.pay.settlement", "search_read", [], ["advance", "bonus", "balance"]
    )
    # other tests may have opened later months
    assert (25, 15) in [(each["advance"], each["bonus"]) for each in months]
