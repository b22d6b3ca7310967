"""A right taken away is gone from the next request on, in sessions that are open."""

import uuid

import pytest

from .client import Client, Refused

ROLE = "service_center.service_center_group_{}"


@pytest.fixture
def admin(as_user):
    return as_user("admin")


@pytest.fixture
def hire(admin, base_url, database):
    """Make a person with a role at the desk's branch; archive her afterwards."""
    hired = []

    def make(role):
        login = f"temp-{uuid.uuid4().hex[:12]}"
        values = {
            "name": "Ewa Czasowa",
            "login": login,
            "password": login,
            "group_ids": [[6, 0, [group(admin, role)]]],
            "service_branch_ids": [[6, 0, [branch(admin)]]],
        }
        context = {"no_reset_password": True}
        (person,) = admin.call("res.users", "create", [values], context=context)
        hired.append(person)
        return Client(base_url, database, login)

    yield make
    admin.call("res.users", "write", hired, {"active": False})


def group(admin, role):
    module, name = ROLE.format(role).split(".")
    (found,) = admin.call(
        "ir.model.data",
        "search_read",
        [["module", "=", module], ["name", "=", name]],
        ["res_id"],
    )
    return found["res_id"]


def branch(admin):
    return admin.call("service.branch", "search", [["code", "=", "WA"]])[0]


def visible(client):
    return client.call("service.order", "search_count", [])


def an_order(client):
    return client.call("service.order", "search", [["state", "!=", "issued"]], limit=1)


def ways_in(client, order):
    """What an open session may still try: list, form, change, button, print."""
    return {
        "read": lambda: client.call("service.order", "read", order, ["fault"]),
        "write": lambda: client.call("service.order", "write", order, {"fault": "x"}),
        "button": lambda: client.call("service.order", "action_start", order),
        "json2": lambda: client.json2(
            "service.order", "read", ids=order, fields=["fault"]
        ),
    }


def test_leaving_a_branch_closes_its_orders_at_once(admin, hire):
    manager, colleague = hire("manager"), hire("manager")
    order = an_order(manager)
    before = visible(manager)
    assert order and before == visible(colleague)
    manager._get_key()  # an API key made in better days
    admin.call(
        "service.branch", "write", branch(admin), {"user_ids": [[3, manager.uid]]}
    )
    assert visible(manager) == 0
    for way, act in ways_in(manager, order).items():
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.kind.endswith("AccessError"), way
    assert visible(colleague) == before, "and nobody else's"


def test_losing_a_role_closes_the_model_at_once(admin, hire):
    manager = hire("manager")
    order = an_order(manager)
    assert visible(manager)
    manager._get_key()
    values = {"group_ids": [[3, group(admin, "manager")]]}
    admin.call("res.users", "write", manager.uid, values)
    for way, act in (
        *ways_in(manager, order).items(),
        ("list", lambda: visible(manager)),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.kind.endswith("AccessError"), way


def test_an_engineer_loses_an_order_that_is_given_to_another(admin, as_user, hire):
    engineer, other = hire("engineer"), hire("engineer")
    order = an_order(as_user("head"))
    as_user("head").call("service.order", "write", order, {"engineer_id": engineer.uid})
    assert engineer.call("service.order", "read", order, ["fault"])
    as_user("head").call("service.order", "write", order, {"engineer_id": other.uid})
    for way, act in ways_in(engineer, order).items():
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.kind.endswith("AccessError"), way
    assert other.call("service.order", "read", order, ["fault"])


def test_who_is_archived_is_out_at_once(admin, hire):
    manager = hire("manager")
    assert visible(manager)
    manager._get_key()
    admin.call("res.users", "write", manager.uid, {"active": False})
    with pytest.raises(Refused):
        visible(manager)
    with pytest.raises(Refused):
        manager.json2("service.order", "search_count", domain=[])
