"""Canaries: unique passport and passcode strings, and where they may not turn up.

They go through the running server as people send them. Then everything that server
has written is searched for them: the database as ``pg_dump`` gives it, the file store,
the log, printed papers.
"""

import base64
import configparser
import contextlib
import os
import subprocess
import uuid
from pathlib import Path

import pypdfium2
import pytest

from .client import Client, Refused
from .database import ask
from .test_documents import text_of

PASSPORT = f"77QX{uuid.uuid4().hex[:10].upper()}"
DETAILS = f"Issued by Zyqqur {uuid.uuid4().hex[:10]}"
PASSCODE = f"9{uuid.uuid4().hex[:10]}"
SCAN = f"Canary-Scan-{uuid.uuid4().hex[:10]}"
CANARIES = [PASSPORT, DETAILS, PASSCODE, SCAN]


class Places:
    """Everything the server writes to, as bytes."""

    def __init__(self, database):
        parser = configparser.RawConfigParser()
        parser.read(os.environ["ODOO_RC"])
        data = Path(parser["options"]["data_dir"])
        self.database = database
        self.files = data / "filestore" / database
        self.logs = data.parent / "logs"

    def dump(self):
        return subprocess.run(
            ["pg_dump", "--data-only", self.database], check=True, capture_output=True
        ).stdout

    def find(self, *words):
        """``place: word`` for each word found anywhere."""
        found = []
        contents = {"dump": self.dump()}
        for folder in (self.files, self.logs):
            for file in folder.rglob("*"):
                with contextlib.suppress(FileNotFoundError):
                    if file.is_file():
                        contents[file] = file.read_bytes()
        for place, content in contents.items():
            found += [f"{place}: {word}" for word in words if word.encode() in content]
        return found


def prove(client, action, login):
    """Answer the question for the password; give back what the button was for."""
    if action.get("res_model") != "res.users.identitycheck":
        return action
    return client.call(
        "res.users.identitycheck",
        "run_check",
        [action["res_id"]],
        context={"password": login},
    )


@pytest.fixture(scope="module")
def people(base_url, database):
    return {
        login: Client(base_url, database, login)
        for login in ("desk", "engineer", "head", "admin")
    }


@pytest.fixture(scope="module")
def places(database):
    return Places(database)


@pytest.fixture(scope="module")
def document(people):
    """A passport that the desk keeps, with details and a scan."""
    desk = people["desk"]
    company = people["admin"].call(
        "res.users", "read", [people["admin"].uid], ["company_id"]
    )
    people["admin"].call(
        "res.company",
        "write",
        [company[0]["company_id"][0]],
        {"service_keep_scans": True},
    )
    customer = desk.call("res.partner", "create", {"name": "Canary Customer"})
    values = {
        "partner_id": customer,
        "number": PASSPORT,
        "details": DETAILS,
        "scan": base64.b64encode(f"%PDF-1.4\n% {SCAN}\n%%EOF".encode()).decode(),
        "purpose": "Lent phone",
        "legal_basis": "contract",
    }
    spec = {name: {} for name in (*values, "display_name", "number_tail")}
    [answer] = desk.call("service.identity", "web_save", [], values, specification=spec)
    assert answer["number_tail"] == PASSPORT[-3:]
    return answer


@pytest.fixture(scope="module")
def order(people):
    """An order with a passcode, in work at the engineer's bench."""
    desk, engineer = people["desk"], people["engineer"]
    kind = desk.call(
        "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
    )[0]
    values = {
        "partner_phone": f"+7912{uuid.uuid4().int % 10**7:07}",
        "partner_name": "Canary Visitor",
        "device_type_id": kind,
        "serial": uuid.uuid4().hex[:8],
        "unlock_method": "kept",
        "passcode": PASSCODE,
        "engineer_id": engineer.uid,
    }
    desk.call("service.order", "onchange", [], values, ["passcode"], {"passcode": {}})
    spec = {"passcode": {}, "has_unlock_code": {}, "display_name": {}}
    [answer] = desk.call("service.order", "web_save", [], values, specification=spec)
    assert answer["has_unlock_code"] and not answer["passcode"]
    engineer.call("service.order", "action_start", [answer["id"]])
    return answer["id"]


def test_the_search_finds_what_lies_about(people, places):
    """Otherwise finding nothing would prove nothing."""
    planted = [f"Planted{uuid.uuid4().hex[:10]}" for _each in range(3)]
    desk = people["desk"]
    partner = desk.call("res.partner", "create", {"name": planted[0]})
    desk.call(
        "ir.attachment",
        "create",
        {
            "name": "note.txt",
            "res_model": "res.partner",
            "res_id": partner,
            "raw": planted[1],
        },
    )
    with pytest.raises(Refused):
        Client(desk.base_url, desk.database, planted[2])
    found = " ".join(places.find(*planted))
    for word in planted:
        assert word in found


def test_canaries_are_nowhere(people, places, document, order):
    desk, engineer, head = (people[login] for login in ("desk", "engineer", "head"))
    action = engineer.call("service.order", "action_reveal_passcode", [order])
    shown = prove(engineer, action, "engineer")
    assert shown["params"]["values"] == [PASSCODE]

    dialog = head.call(
        "service.identity.reveal",
        "create",
        {"identity_id": document["id"], "reason": "Canary"},
    )
    action = head.call("service.identity.reveal", "action_reveal", [dialog])
    assert prove(head, action, "head")["params"]["values"] == [PASSPORT, DETAILS]
    action = head.call("service.identity.reveal", "action_download", [dialog])
    url = prove(head, action, "head")["url"]
    assert SCAN.encode() in head.session.get(head.base_url + url, timeout=60).content

    find = head.call("service.identity.find", "create", {"reason": "Canary"})
    action = head.call(
        "service.identity.find",
        "action_find",
        [find],
        context={"document_number": PASSPORT},
    )
    assert action["domain"] == [["id", "in", [document["id"]]]]

    desk.call("service.order", "message_post", [order], body="Called the customer")
    desk.call("service.order", "write", [order], {"fault": "Does not charge"})
    texts = [
        text_of(page)
        for name in ("intake", "work_order", "worksheet")
        for page in pypdfium2.PdfDocument(
            desk.print(f"service_center.report_{name}", [order])
        )
    ]
    assert all("Canary Visitor" in text for text in texts), "papers that can be read"
    assert not [word for text in texts for word in CANARIES if word in text]
    assert places.find(*CANARIES) == []


def test_what_was_seen_stays_logged_whatever_happens_next(people, document, database):
    """The row is committed before decrypting: a broken cipher leaves a trace."""
    head = people["head"]
    numbers = [["action", "=", "number"]]
    before = head.call("service.secret.log", "search_count", numbers)
    ask(
        *(database, None),
        "UPDATE service_identity SET number_cipher = 'broken' WHERE id = %s",
        document["id"],
    )
    dialog = head.call(
        "service.identity.reveal",
        "create",
        {"identity_id": document["id"], "reason": "Broken"},
    )
    with pytest.raises(Refused, match="cannot be shown"):
        prove(
            head,
            head.call("service.identity.reveal", "action_reveal", [dialog]),
            "head",
        )
    rows = head.call("service.secret.log", "search_count", numbers)
    assert rows == before + 1


def test_the_passcode_is_gone_when_the_order_is_refused(people, order, database):
    people["engineer"].call(
        "service.order", "write", [order], {"refusal_reason": "Too dear"}
    )
    people["engineer"].call("service.order", "action_refuse", [order])
    kept = "SELECT 1 FROM service_passcode WHERE order_id = %s"
    assert not ask(database, None, kept, order)
