"""The printed documents, opened as a customer would: text, pages, barcode."""

import pypdfium2
import pytest
import zxingcpp

from .test_order_life import read, repair, taken_in  # noqa: F401 (a fixture)


def text_of(page):
    return " ".join(page.get_textpage().get_text_range().split())


def codes_on(page):
    picture = page.render(scale=3).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.fixture
def documents(as_user, taken_in):  # noqa: F811
    """Receipt and act of one order, each as an opened PDF, and the order's values."""
    desk = as_user("desk")
    receipt = desk.print("service_center.report_intake", [taken_in])
    repair(as_user("engineer"), taken_in)
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
        assert codes_on(document[0]) == [order["code"]]
    assert f"{order['amount_total']:,.2f}" in text_of(act[0])


def test_documents_of_several_orders_are_one_file(as_user):
    desk = as_user("desk")
    orders = desk.call("service.order", "search", [], limit=5)
    document = pypdfium2.PdfDocument(desk.print("service_center.report_intake", orders))
    assert len(document) == len(orders)
    names = [o["name"] for o in desk.call("service.order", "read", orders, ["name"])]
    for page, name in zip(document, names, strict=True):
        assert name in text_of(page)
