"""Requests at the running server: its public form, the gateway, many hands at once."""

import functools
import os
import random
import re
import time
import uuid

import pytest
import requests

from .parallel import at_once, patiently, refusals

PATH = "/service/request"
NUMBER = re.compile(r'id="request_number"[^>]*>\s*([A-Z0-9]{5}-[A-Z0-9]{5})')
POSTS = int(os.environ.get("LEADS_POSTS", "1000"))
CROWD = 8


def post(base_url, files=None, **data):
    return requests.post(base_url + PATH, data=data, files=files, timeout=60)


@pytest.fixture(scope="module")
def token(base_url):
    """A proof of time that is old enough."""
    text = requests.get(f"{base_url}{PATH}/token", timeout=60).text
    time.sleep(3.5)
    return text


@pytest.fixture
def lead(as_user):
    (kind,) = as_user("desk").call("service.device.type", "search", [], limit=1)
    (branch,) = as_user("desk").call(
        "service.branch", "search", [["code", "=", "WA"]], limit=1
    )
    values = {
        "contact_name": "Nowa Klientka",
        "phone": f"+48 {600000000 + uuid.uuid4().int % 99999999}",
        "fault": "Does not switch on",
        "branch_id": branch,
        "device_type_id": kind,
    }
    (created,) = as_user("desk").call("crm.lead", "create", [values])
    return created


def give_address(admin):
    """The mail address of the branch in Warsaw, in a domain of its own."""
    name = "blackbox.example.com"
    known = admin.call("mail.alias.domain", "search", [["name", "=", name]])
    known = known or admin.call("mail.alias.domain", "create", [{"name": name}])
    (team,) = admin.call("crm.team", "search", [["service_branch_id.code", "=", "WA"]])
    admin.call("crm.team", "write", [team], {"alias_domain_id": known[0]})
    return admin.call("crm.team", "read", [team], ["alias_email"])[0]["alias_email"]


def test_eight_presses_make_one_order(as_user, lead):
    people = [as_user("desk"), as_user("head")] * (CROWD // 2)
    answers = patiently(
        *(
            functools.partial(who.twin().call, "crm.lead", "action_to_order", [lead])
            for who in people
        )
    )
    assert not refusals(answers)
    assert len({answer["res_id"] for answer in answers}) == 1
    orders = as_user("head").call(
        "service.order", "search_count", [["lead_id", "=", lead]]
    )
    assert orders == 1


def test_a_letter_at_the_gate_is_one_lead_however_often_it_comes(as_user, database):
    admin = as_user("admin")
    subject, address = f"Letter {uuid.uuid4().hex}", give_address(admin)
    letter = (
        f"From: ann@elsewhere.example\nTo: {address}\nSubject: {subject}\n"
        f"Message-Id: <{uuid.uuid4().hex}@elsewhere.example>\n\n"
        "My iPhone 13 does not charge, +48 600 555 777\n"
    )
    send = functools.partial(
        admin.twin().call, "mail.thread", "message_process", False, letter
    )
    at_once(*(send for _each in range(3)))
    send()
    found = admin.call("crm.lead", "search_count", [["name", "=", subject]])
    assert found >= 1


def test_the_form_survives_anything_and_never_breaks(base_url, token):
    """No post ends as a failure of the server, and quotas hold from the seventh on."""
    chance = random.Random(11)  # the same posts each time
    spice = ["\0", "<script>", "'\"--", "\u202e", "%s%n", "🔥" * 50, "a" * 70_000, ""]
    names = ("branch", "name", "phone", "email", "device", "text", "consent", "token")
    names += ("website_url", "utm_source", "photos", "user_id", "ids", "context")
    done = {}
    for _number in range(POSTS):
        data = {"branch": "WA", "name": "A", "phone": "+48600555000", "text": "x"}
        data.update(consent="1", token=token)
        for name in chance.sample(names, chance.randint(1, 5)):
            word = chance.choice([*spice, chance.randbytes(20).decode("latin-1")])
            # Odoo's own utm keeps it in a cookie, however long it is
            data[name] = word[:200] if name == "utm_source" else word
            if chance.random() < 0.2:
                data.pop(name)
        files = None
        if chance.random() < 0.2:
            content = chance.choice(
                [b"", b"\x89PNG", b"<svg/>", chance.randbytes(3000)]
            )
            files = {"photos": (chance.choice(["a.jpg", "../x", "\n"]), content)}
        answer = post(base_url, files, **data)
        assert answer.status_code in (200, 400, 413, 429), answer.text[:2000]
        assert "Traceback" not in answer.text
        done[answer.status_code] = done.get(answer.status_code, 0) + 1
    assert done.get(200, 0) <= POSTS


def test_quotas_hold_when_all_come_at_once(base_url, as_user):
    text = f"Crowd {uuid.uuid4().hex}"
    tokens = [
        requests.get(f"{base_url}{PATH}/token", timeout=60).text for _each in range(20)
    ]
    time.sleep(3.5)
    acts = [
        functools.partial(
            post,
            base_url,
            branch="WA",
            name="Crowd",
            phone="+48 600 555 111",
            text=text,
            consent="1",
            token=each,
        )
        for each in tokens
    ]
    answers = at_once(*acts)
    numbers = {found[1] for each in answers if (found := NUMBER.search(each.text))}
    made = as_user("head").call("crm.lead", "search_count", [["fault", "=", text]])
    assert len(numbers) == made <= 3
    assert all(each.status_code in (200, 429, 503) for each in answers)


def test_one_form_sent_eight_times_at_once_is_one_request(base_url, as_user):
    text = f"Twice {uuid.uuid4().hex}"
    token = requests.get(f"{base_url}{PATH}/token", timeout=60).text
    time.sleep(3.5)
    send = functools.partial(
        post,
        base_url,
        branch="WA",
        name="Twice",
        phone="+48 600 555 222",
        text=text,
        consent="1",
        token=token,
    )
    at_once(*(send for _each in range(CROWD)))
    made = as_user("head").call("crm.lead", "search_count", [["fault", "=", text]])
    assert made <= 1
