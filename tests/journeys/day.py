"""The six journeys of a day, each from the screen where it begins to its end."""

import uuid

from .hand import HOME, PHONE

ORDER = "service.order"
PHONE_NUMBER = "+48 600 555 106"  # of somebody the demo company knows
MODEL = "IdeaPad"
FORM = ".o_form_view .o_field_widget[name=fault]"
SAVED = ".o_form_view [name=name] span"
CHOICE = ".o-autocomplete--dropdown-item"


def _home(hand):
    hand.go("/odoo/service-home", HOME)
    hand.page.wait_for_timeout(500)  # a hotkey is heard once its button stands


def _serial():
    return uuid.uuid4().hex[:10].upper()


def _order(hand, **values):
    """An order that is there already."""
    (model,) = hand.call("service.device.model", "search", [["name", "ilike", MODEL]])
    (engineer,) = hand.call("res.users", "search", [["login", "=", "engineer"]])
    both = [["user_ids.login", "=", login] for login in ("desk", "engineer")]
    (branch,) = hand.call("service.branch", "search", both)
    (order,) = hand.call(
        ORDER,
        "create",
        [
            {
                "partner_phone": PHONE_NUMBER,
                "fault": "No image",
                "serial": _serial(),
                "device_model_id": model,
                "engineer_id": engineer,
                "branch_id": branch,
                "no_accessories": True,
                "appearance": "Used",
                **values,
            }
        ],
    )
    return order


def _part(hand):
    """A part of the branch's stock that has a barcode."""
    found = hand.call(
        *("product.product", "search_read"),
        [["barcode", "=like", "20000000%"], ["type", "=", "consu"]],  # the demo's
        *(["name", "barcode"],),
        limit=1,
    )
    return found[0]


def _choose(hand, selector, text):
    """Type into a field that offers what it finds, and take the first."""
    hand.click(selector)
    hand.type(text)
    hand.see(CHOICE, has_text=text)
    hand.settle()
    hand.press("Enter")


def intake(browser):
    """What the peer records, and a device with a history instead of a product."""
    hand = browser.open("desk")
    serial = _serial()
    hand.call(ORDER, "read", [_order(hand, serial=serial)], ["name"])
    _home(hand)
    hand.begin()
    hand.press("Alt+c")
    hand.see(FORM)
    hand.type(PHONE_NUMBER)
    hand.press("Tab")
    hand.see("[name=partner_id] input:not([value=''])")
    hand.settle()
    hand.press("Tab")
    hand.type("No image")
    hand.click("[name=serial] input")
    hand.type(serial)
    hand.press("Alt+s")
    hand.see(SAVED)
    yield "intake", hand.end()


def whole_intake(browser):
    """With a new device, what was handed in, how it looks, and the receipt."""
    hand = browser.open("desk")
    _home(hand)
    hand.begin()
    hand.press("Alt+c")
    hand.see(FORM)
    hand.type(PHONE_NUMBER)
    hand.press("Tab")
    hand.settle()
    hand.press("Tab")
    hand.type("No image")
    hand.click("[name=serial] input")
    hand.type(_serial())
    _choose(hand, "[name=device_model_id] input", MODEL)
    _choose(hand, "[name=accessory_ids] input", "Charger")
    hand.click("[name=appearance] textarea")
    hand.type("Scratch on the lid")
    hand.press("Alt+s")
    hand.see(SAVED)
    hand.settle()
    with hand.page.expect_download() as paper:
        hand.press("Alt+t")
    assert paper.value.suggested_filename.endswith(".pdf")
    yield "intake, new device, completeness, receipt", hand.end()


def find(browser):
    """By its number, and by its label."""
    hand = browser.open("desk")
    (order,) = hand.call(ORDER, "read", [_order(hand)], ["name", "code"])
    _home(hand)
    hand.begin()
    hand.press("Alt+q")
    hand.type(order["name"])
    hand.press("Enter")
    hand.see(SAVED, has_text=order["name"])
    yield "find by number", hand.end()
    _home(hand)
    hand.begin()
    hand.scan(order["code"])
    hand.see(SAVED, has_text=order["name"])
    yield "find by scan", hand.end()


def add_a_part(browser):
    """By name, and by its barcode."""
    hand = browser.open("desk")
    part = _part(hand)
    lines = "[name=line_ids] .o_data_row"
    for way in ("name", "scan"):
        order = _order(hand)
        hand.call(ORDER, "action_start", [order])
        hand.go(f"/odoo/service-orders/{order}", SAVED)
        hand.begin()
        if way == "scan":
            hand.scan(part["barcode"])
        else:
            hand.click("[name=line_ids] :text('Add a work or part')")
            hand.type(part["name"])
            hand.see(CHOICE, has_text=part["name"])
            hand.settle()
            hand.press("Enter")
            hand.settle()
            hand.press("Alt+s")
        hand.see(lines, has_text=part["name"])
        cost = hand.end()
        assert hand.call(ORDER, "read", [order], ["line_ids"])[0]["line_ids"]
        yield f"add a part by {way}", cost


def finish(browser):
    """Done, paid at the desk and issued, with its invoice."""
    hand = browser.open("desk")
    order = _order(hand)
    hand.call(ORDER, "action_start", [order])
    works = [["type", "=", "service"], ["service_norm_hours", ">", 0]]
    (work,) = hand.call("product.product", "search", works, limit=1)
    line = {"product_id": work, "price_unit": 100}
    values = {"diagnosis": "Screen", "line_ids": [[0, 0, line]]}
    hand.call(ORDER, "write", [order], values)
    hand.go(f"/odoo/service-orders/{order}", SAVED)
    hand.begin()
    hand.press("Alt+d")
    hand.see("button[name=action_receive_payment].btn-primary")
    hand.settle()
    hand.press("Alt+y")
    hand.see(".modal [name=amount]")
    hand.settle()
    hand.press("Alt+q")
    hand.see("body:not(:has(.modal))")
    hand.settle()
    hand.press("Alt+i")
    hand.see(".ribbon:has-text('Issued')")
    cost = hand.end()
    (now,) = hand.call(ORDER, "read", [order], ["state", "amount_due"])
    assert (now["state"], now["amount_due"]) == ("issued", 0), now
    yield "done, paid and issued", cost


def lead_to_order(browser):
    """Nothing is typed twice."""
    hand = browser.open("desk")
    (model,) = hand.call("service.device.model", "search", [["name", "ilike", MODEL]])
    mine = [["user_ids.login", "=", "desk"]]
    (branch,) = hand.call("service.branch", "search", mine, limit=1)
    (lead,) = hand.call(
        *("crm.lead", "create"),
        [
            {
                "name": "Screen is broken",
                "type": "opportunity",
                "contact_name": "Anna Nowak",
                "phone": PHONE_NUMBER,
                "branch_id": branch,
                "device_model_id": model,  # as the words of a letter are recognised
                "description": "It fell down",
            }
        ],
    )
    hand.go(f"/odoo/service-requests/{lead}", ".o_form_view [name=action_to_order]")
    hand.begin()
    hand.press("Alt+q")
    hand.see(SAVED)
    yield "lead to order", hand.end()


def intake_on_a_phone(browser):
    """The same as on the desk."""
    hand = browser.open("desk", PHONE)
    serial = _serial()
    _order(hand, serial=serial)
    _home(hand)
    hand.begin()
    hand.click(".o_service_home_new")
    hand.see(FORM)
    hand.type(PHONE_NUMBER)
    hand.press("Tab")
    hand.settle()
    hand.press("Tab")
    hand.type("No image")
    hand.click("[name=serial] input")
    hand.type(serial)
    hand.click(".o_form_button_save")
    hand.see(SAVED)
    yield "intake on a phone", hand.end()


# what it may cost at most: presses, that is clicks and keys that are not typed text
MOST = {
    "intake": 7,
    "intake, new device, completeness, receipt": 25,
    "find by number": 2,
    "find by scan": 0,
    "add a part by name": 4,
    "add a part by scan": 0,
    "done, paid and issued": 6,
    "lead to order": 1,
    "intake on a phone": 9,
}
# Odoo's own repair, measured on one machine: clicks, keys, characters
PEER = {
    "intake": (4, 3, 64),
    "find by number": (1, 1, 5),
    "add a part by name": (2, 2, 9),
    "done, paid and issued": (10, 0, 0),
    "lead to order": (8, 2, 69),
    "intake on a phone": (10, 2, 64),
}
JOURNEYS = (
    intake,
    whole_intake,
    find,
    add_a_part,
    finish,
    lead_to_order,
    intake_on_a_phone,
)
