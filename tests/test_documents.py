"""The printed documents, opened as a customer would: text, pages, barcode."""

import time
import uuid

import pypdfium2
import pytest
import zxingcpp

from .test_order_life import read, repair, taken_in  # noqa: F401 (a fixture)
from .till import settle


def text_of(page):
    return " ".join(page.get_textpage().get_text_range().split())


def codes_on(page):
    """What a scanner reads: the kind of each code and its text."""
    picture = page.render(scale=3).to_pil()
    kinds = {"Code128": "bars", "QRCode": "QR"}
    return sorted(
        (kinds[code.format.name], code.text) for code in zxingcpp.read_barcodes(picture)
    )


def both_codes(order):
    return [("QR", order["code"]), ("bars", order["code"])]


@pytest.fixture
def documents(as_user, taken_in):  # noqa: F811
    """Receipt and act of one order, each as an opened PDF, and the order's values."""
    desk = as_user("desk")
    receipt = desk.print("service_center.report_intake", [taken_in])
    repair(as_user("engineer"), taken_in)
    settle(desk, taken_in)
    desk.call("service.order", "action_issue", [taken_in])
    act = desk.print("service_center.report_act", [taken_in])
    values = read(desk, taken_in, "name", "code", "serial", "amount_total")
    return pypdfium2.PdfDocument(receipt), pypdfium2.PdfDocument(act), values


def test_receipt_and_act_can_be_read(documents):
    receipt, act, order = documents
    for document, facts in (
        (receipt, ["Intake receipt", "Царапина", "signature"]),
        (act, ["Act of completed works", "Разбит экран", "2.00"]),
    ):
        assert len(document) == 1
        text = text_of(document[0])
        for fact in [
            order["name"],
            order["code"],
            order["serial"],
            "Ночная Жанна-Łucja",
            "wyświetlacz pęknięty",
            *facts,
        ]:
            assert fact in text
        assert codes_on(document[0]) == both_codes(order)
    assert f"{order['amount_total']:,.2f}" in text_of(act[0])


def test_documents_of_several_orders_are_one_file(as_user):
    desk = as_user("desk")
    orders = desk.call("service.order", "search", [], order="id", limit=5)
    document = pypdfium2.PdfDocument(desk.print("service_center.report_intake", orders))
    assert len(document) == len(orders)
    names = [o["name"] for o in desk.call("service.order", "read", orders, ["name"])]
    for page, name in zip(document, names, strict=True):
        assert name in text_of(page)


MM = 72 / 25.4  # points
LONG = "Научно-производственное объединение «Константинопольнефтегазоборудование» "
REPAIRED = {
    "intake": "Intake receipt",
    "intake_roll": "Intake receipt",
    "work_order": "Work order",
    "worksheet": "Worksheet",
    "inspection": "Inspection act",
    "act": "Act of completed works",
    "warranty": "Warranty card",
    "sale": "Sales receipt",
    "sale_roll": "Sales receipt",
}


def lines_of(client, count):
    def product(kind):
        # not kept in stock: papers are looked at here, not parts
        domain = [["type", "=", kind], ["sale_ok", "=", True]]
        domain.append(["is_storable", "=", False])
        return client.call("product.product", "search", domain, limit=1)[0]

    work, goods = product("service"), product("consu")
    values = [{"product_id": work, "name": f"{LONG}{n}"} for n in range(count)]
    values.append(
        {"product_id": goods, "kind": "goods", "name": f"Etui {LONG}", "price_unit": 9}
    )
    return [[0, 0, each] for each in values]


@pytest.fixture
def repaired(as_user, taken_in):  # noqa: F811
    """A function: an order with so many works, done, and its values."""

    def make(count):
        desk = as_user("desk")
        desk.call(
            "service.order",
            "write",
            [taken_in],
            {"line_ids": lines_of(desk, count), "fault": LONG * 3},
        )
        repair(as_user("engineer"), taken_in)
        return read(desk, taken_in, "id", "name", "code", "amount_total")

    return make


def print_one(client, report, order):
    pdf = client.print(f"service_center.report_{report}", [order["id"]])
    return pypdfium2.PdfDocument(pdf)


def test_every_document_is_read_by_people_and_scanners(as_user, repaired):
    order = repaired(10)
    for report, title in REPAIRED.items():
        document = print_one(as_user("desk"), report, order)
        words = " ".join(text_of(page) for page in document)
        assert f"{title} {order['name']}" in words, report
        codes = sorted(code for page in document for code in codes_on(page))
        assert codes == both_codes(order), report
        width, height = document[0].get_size()
        if report.endswith("_roll"):
            assert width / MM == pytest.approx(80, abs=1)
        else:
            assert (width / MM, height / MM) == pytest.approx((210, 297), abs=1)


def test_a_refusal_sheet_is_printed_for_a_refused_order(as_user, taken_in):  # noqa: F811
    desk = as_user("desk")
    reason = {"refusal_reason": "Zbyt drogo"}
    desk.call("service.order", "write", [taken_in], reason)
    desk.call("service.order", "action_refuse", [taken_in])
    order = read(desk, taken_in, "id", "name", "code")
    document = print_one(desk, "refusal", order)
    assert "Zbyt drogo" in text_of(document[0])
    assert codes_on(document[0]) == both_codes(order)


def test_three_pages_repeat_the_head_and_keep_the_end_together(as_user, repaired):
    order = repaired(45)
    document = print_one(as_user("desk"), "act", order)
    pages = [text_of(page) for page in document]
    assert len(pages) >= 3
    assert all("Work or part" in page for page in pages if "объединение" in page)
    assert f"{order['amount_total']:,.2f}" in "".join(pages)
    last = pages[-1]
    assert last.index("works are done in full") < last.index("signature")


def test_the_end_of_a_document_never_stands_alone(as_user, repaired):
    """Wherever the page ends: signatures come with the sentence before them."""
    order = repaired(1)
    desk = as_user("desk")
    seen = set()
    for rows in range(16, 44, 4):
        fault = "\n".join(["wyświetlacz"] * rows)
        desk.call("service.order", "write", [order["id"]], {"fault": fault})
        pages = [text_of(page) for page in print_one(desk, "intake", order)]
        seen.add(len(pages))
        assert "handed back against this receipt" in pages[-1], rows
        assert pages[-1].count("signature") == 2
    assert seen >= {1, 2}, "the end of a page was met"


def test_misfits_are_named_instead_of_printed(as_user, repaired):
    desk = as_user("desk")
    order = repaired(1)
    path = f"/report/pdf/service_center.report_refusal/{order['id']}"
    answer = desk.session.get(desk.base_url + path, timeout=120)
    assert answer.status_code != 200
    assert f"is not for {order['name']}" in answer.text


def test_fifty_documents_take_little_longer_than_one(as_user):
    """At a desk somebody waits for this. Compared, not timed: tests run anywhere."""
    desk = as_user("desk")
    (device_type,) = desk.call(
        "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
    )
    orders = desk.call(
        "service.order",
        "create",
        [
            {
                "partner_phone": "+48 601 234 568",
                "partner_name": "Pięćdziesiąt",
                "serial": uuid.uuid4().hex,
                "device_type_id": device_type,
                "fault": LONG,
            }
            for _number in range(50)
        ],
    )

    def seconds(ids):
        started = time.monotonic()
        pdf = desk.print("service_center.report_intake", ids)
        return time.monotonic() - started, pypdfium2.PdfDocument(pdf)

    seconds(orders[:1])
    one, _document = seconds(orders[:1])
    fifty, document = seconds(orders)
    assert len(document) == 50
    assert fifty < 10 * one
    codes = [code for page in document for _kind, code in codes_on(page)]
    assert len(set(codes)) == 50 and len(codes) == 100
