"""Intake as a gate: what is asked for, signed once, and kept as it was signed."""

import base64
import functools
import hashlib
import io
import re
import uuid

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from .parallel import at_once, refusals

NAME = "Ночная Жанна-Łucja"


def drawn(image, kind):
    stream = io.BytesIO()
    ImageDraw.Draw(image).line([(10, 80), (150, 20), (290, 70)], "darkblue", 5)
    image.save(stream, kind)
    return base64.b64encode(stream.getvalue()).decode()


SIGNATURE = drawn(Image.new("RGBA", (300, 100)), "PNG")
PHOTO = drawn(Image.new("RGB", (2400, 1800), "teal"), "JPEG")


@pytest.fixture
def phone(as_user):
    """A phone that was just taken in, where a phone is asked for a lot."""
    desk = as_user("desk")
    (phone,) = desk.call(
        "service.device.type", "search", [["intake_photo_count", ">", 0]], limit=1
    )
    (order,) = desk.call(
        "service.order",
        "create",
        [
            {
                "partner_phone": f"+48 6{uuid.uuid4().int % 10**8:08}",
                "partner_name": NAME,
                "serial": uuid.uuid4().hex,
                "device_type_id": phone,
                "fault": "Не включается",
            }
        ],
    )
    return order


def complete(desk, order):
    """Everything the demo company asks for at the intake of a phone."""
    photos = [{"order_id": order, "image": PHOTO}] * 2
    desk.call("service.order.photo", "create", photos)
    desk.call(
        "service.order",
        "write",
        [order],
        {"appearance": "Царапина, rysa", "no_accessories": True},
    )
    consents = desk.call("service.order.consent", "search", [["order_id", "=", order]])
    desk.call("service.order.consent", "action_agree", consents)


def sign(client, order, **values):
    return client.call(
        "service.order",
        "action_record_receipt",
        [order],
        **{"signed_by": NAME, "signature": SIGNATURE, **values},
    )


def receipts(client, order):
    found = client.call("service.receipt", "search", [["order_id", "=", order]])
    return client.call(
        "service.receipt", "read", found, ["number", "file_hash", "file_name"]
    )


def test_nothing_is_signed_before_all_is_there(as_user, phone):
    (refused,) = refusals(at_once(functools.partial(sign, as_user("desk"), phone)))
    for what in ("appearance", "Completeness", "0 of 2", "Loss of data"):
        assert what in str(refused)
    assert not receipts(as_user("desk"), phone)


def test_the_signed_pdf_is_what_its_sum_says(as_user, phone):
    desk = as_user("desk")
    complete(desk, phone)
    receipt = sign(desk, phone)
    (kept,) = receipts(desk, phone)
    address = f"{desk.base_url}/web/content/service.receipt/{receipt}/file"
    content = desk.session.get(f"{address}/{kept['file_name']}", timeout=60).content
    assert hashlib.sha256(content).hexdigest() == kept["file_hash"]
    document = pypdfium2.PdfDocument(content)
    text = " ".join(
        " ".join(page.get_textpage().get_text_range().split()) for page in document
    )
    for fact in (NAME, "Царапина, rysa", "Nothing was handed in", "Version 1"):
        assert fact in text
    # by the clock of the branch, which is in Warsaw
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d CES?T", text)
    for fact in ("Loss of data", "Photos taken"):
        assert fact in text
    verdict = desk.call("service.receipt", "action_verify", [receipt])
    assert verdict["params"]["type"] == "success"


def test_signing_at_once_makes_one_version(as_user, phone):
    desk, head = as_user("desk"), as_user("head")
    complete(desk, phone)
    people = [desk.twin(), desk.twin(), head.twin(), head.twin()]
    answers = at_once(*(functools.partial(sign, who, phone) for who in people))
    refused = refusals(answers)
    assert len(refused) == len(people) - 1
    assert all("nothing was changed since" in str(each) for each in refused)
    assert [each["number"] for each in receipts(desk, phone)] == [1]


def test_a_change_is_signed_beside_not_over(as_user, phone):
    desk = as_user("desk")
    complete(desk, phone)
    sign(desk, phone)
    before = receipts(desk, phone)
    desk.call("service.order", "write", [phone], {"fault": "Не заряжается"})
    values = desk.call("service.order", "read", [phone], ["is_receipt_changed"])
    assert values[0]["is_receipt_changed"]
    sign(desk, phone)
    after = receipts(desk, phone)
    assert sorted(each["number"] for each in after) == [1, 2]
    assert before[0] in after
