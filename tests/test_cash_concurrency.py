"""Many hands in one till: each coin is counted once, whatever happens at once."""

import functools
import os
import random
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest

from .cashdesk import PAYMENT, CashDesk
from .client import Refused
from .database import connect
from .parallel import (
    at_once,
    patiently,
    refusals,
    wait_for_a_waiter,
)

CROWD = 20
ROUNDS = int(os.environ.get("CASH_ROUNDS") or 3)


@pytest.fixture
def till(as_user):
    return CashDesk(as_user)


def later(call, *args, **kwargs):
    return functools.partial(call, *args, **kwargs)


def no_refusal(answers):
    assert not refusals(answers), answers


# one click is one cash order


def test_twenty_clicks_on_one_dialog_are_one_payment(till):
    """Whoever comes late gets what the first one made; nobody sees an error."""
    (order,) = till.take_in()
    dialog = till.dialog(order)
    no_refusal(patiently(*[later(till.press, dialog)] * CROWD))
    assert len(till.payments()) == 1
    no_refusal([till.press(dialog)])
    assert till.check([order]) == 100


@pytest.mark.parametrize("way", ["void", "post"])
def test_who_waits_for_an_order_holds_no_desk(till, database, way):
    """Whoever has the order needs the desk next: the two would wait for ever."""
    (order,) = till.take_in()
    till.pay(order)
    (paid,) = [payment["id"] for payment in till.payments()]
    draft = till.expense(10, service_order_id=order) if way == "post" else None
    answers = []

    def press():
        act = later(till.post, draft) if draft else later(till.void, paid)
        answers.extend(at_once(act))

    with connect(database, autocommit=False) as (connection, cursor):
        cursor.execute(
            "UPDATE service_order SET write_uid = write_uid WHERE id = %s", [order]
        )
        presser = threading.Thread(target=press)
        presser.start()
        wait_for_a_waiter(database, "service_order")
        cursor.execute(
            "SELECT id FROM account_journal WHERE id = %s FOR UPDATE NOWAIT", [till.id]
        )
        connection.commit()
    presser.join(60)
    no_refusal(answers)


def test_twenty_clicks_on_one_refund_give_back_once(till):
    (order,) = till.take_in()
    till.pay(order)
    dialog = till.dialog(order, 60, back=True)
    no_refusal(patiently(*[later(till.press, dialog)] * CROWD))
    assert len(till.payments()) == 2
    assert till.check([order]) == 40


def test_twenty_clicks_record_one_payout(till):
    (order,) = till.take_in()
    till.pay(order)
    expense = till.expense(30)
    no_refusal(patiently(*[later(till.post, expense)] * CROWD))
    assert till.check([order]) == 70


def test_twenty_clicks_void_once(till):
    (order,) = till.take_in()
    till.pay(order)
    (payment,) = till.posted()
    values = {"payment_id": payment["id"], "reason": "Mistake"}
    dialog = till.head.call("service.cash.void", "create", [values])
    press = later(till.head.twin().call, "service.cash.void", "action_void", dialog)
    no_refusal(patiently(*[press] * CROWD))
    assert len(till.payments()) == 2
    assert till.check([order]) == 0


def test_two_who_void_one_payment_for_two_reasons_void_it_once(till):
    (order,) = till.take_in()
    till.pay(order)
    (payment,) = till.posted()
    answers = patiently(
        *(later(till.void, payment["id"], f"Reason {n}") for n in range(6))
    )
    assert len(refusals(answers)) == 5, answers
    assert till.check([order]) == 0


def test_twenty_clicks_send_and_accept_money_once(till):
    (order,) = till.take_in()
    till.pay(order)
    other, account = till.make()
    transfer = "service.cash.transfer"
    values = {"journal_id": till.id, "desk_to": str(other), "amount": 70}
    dialog = till.cashier.call(transfer, "create", [values])
    send = later(till.cashier.twin().call, transfer, "action_send", dialog)
    no_refusal(patiently(*[send] * CROWD))
    assert till.check([order]) == 30
    there = ["journal_id", "=", other]
    (arriving,) = till.admin.call(PAYMENT, "search", [there])
    no_refusal(patiently(*[later(till.post, arriving)] * CROWD))
    assert till.balance(other) == till.total(["account_id", "=", account]) == 70
    assert till.admin.call(PAYMENT, "search_count", [there]) == 1


# numbers


def test_forty_at_once_are_numbered_without_a_gap(till):
    """Receipts and expenses, and each fourth breaks off before it is committed."""
    orders = till.take_in(24)
    for order in orders[:4]:
        till.pay(order, 500)
    dialogs = [till.dialog(order) for order in orders[4:]]
    expenses = [till.expense(10) for _each in range(10)]
    # posted and numbered, then refused with all the rest of the same request
    hopeless = [[till.expense(10), till.expense(99999)] for _each in range(10)]

    def fail(pair):
        return till.cashier.twin().call(PAYMENT, "action_cash_post", pair)

    acts = [
        *(later(till.press, dialog) for dialog in dialogs),
        *(later(till.post, expense) for expense in expenses),
        *(later(fail, pair) for pair in hopeless),
    ]
    random.Random(6).shuffle(acts)
    answers = patiently(*acts)
    assert len(answers) == 40
    refused = refusals(answers)
    assert len(refused) == 10, [str(each) for each in refused]
    assert till.check(orders) == 4 * 500 + 20 * 100 - 10 * 10
    assert len(till.posted()) == 34


# no more than is there


def test_ten_cannot_pay_out_more_than_is_there(till):
    (order,) = till.take_in()
    till.pay(order, 100)
    expenses = [till.expense(30) for _each in range(10)]
    answers = patiently(*(later(till.post, expense) for expense in expenses))
    assert len(refusals(answers)) == 7, answers
    assert till.check([order]) == 10


def test_payouts_refunds_transfers_and_voids_never_take_a_desk_below_nothing(till):
    orders = till.take_in(4)
    for order in orders:
        till.pay(order, 25)
    other, _account = till.make()
    received = till.posted()
    send = {"journal_id": till.id, "desk_to": str(other), "amount": 40}
    sends = [
        till.cashier.call("service.cash.transfer", "create", [send]) for _each in "12"
    ]
    backs = [till.dialog(order, 20, back=True) for order in orders]
    expenses = [till.expense(35) for _each in range(3)]
    sender = till.cashier.twin()
    answers = patiently(
        *(later(till.press, dialog) for dialog in backs),
        *(later(till.post, expense) for expense in expenses),
        *(
            later(sender.twin().call, "service.cash.transfer", "action_send", dialog)
            for dialog in sends
        ),
        *(later(till.void, each["id"]) for each in received[:2]),
    )
    assert refusals(answers), "not all of it was there"
    assert till.check(orders) >= 0


# the end of a shift


@pytest.mark.timeout(300 + 20 * ROUNDS)
def test_a_shift_is_closed_while_others_pay_and_refund(as_user):
    """Random moments: nothing is recorded in a shift that was counted already.

    ``CASH_ROUNDS=200`` in the environment: so many rounds.
    """
    till = CashDesk(as_user, service_needs_shift=True)
    shifts, chance, recorded = "service.cash.shift", random.Random(6), 0
    for _round in range(ROUNDS):
        before = till.balance()
        shift = till.open_shift(before)
        orders = till.take_in(3)
        for order in orders:
            till.pay(order)
        dialogs = [till.dialog(order, 10) for order in orders]
        dialogs += [till.dialog(order, 5, back=True) for order in orders]
        expense = till.expense(3)

        def wait(act):
            pause = chance.random() * 0.5

            def run():
                time.sleep(pause)
                return act()

            return run

        def close(shift=shift):
            till.cashier.twin().call(shifts, "action_count", shift)
            counted = till.balance()  # the head sees it; the cashier does not
            time.sleep(chance.random() * 0.2)
            till.cashier.twin().call(shifts, "action_close", shift, counted)
            return counted

        answers = patiently(
            wait(close),
            *(wait(later(till.press, dialog)) for dialog in dialogs),
            wait(later(till.post, expense)),
        )
        refusals(answers)
        counted = answers[0]
        assert not isinstance(counted, Refused), counted
        (kept,) = till.head.call(shifts, "read", shift)
        assert kept["state"] == "closed"
        assert kept["difference"] == 0, kept
        assert kept["closing_expected"] == counted
        assert till.check(orders) == counted, "nothing came after the count"
        recorded += sum(not isinstance(each, Refused) for each in answers[1:])
    assert recorded, "somebody was quicker than the count"


def test_a_desk_without_shifts_is_closed_for_good_while_others_pay(till):
    """Archived in the middle: what was answered is recorded, the rest is not."""
    orders = till.take_in(8)
    for order in orders[:2]:
        till.pay(order)
    dialogs = [till.dialog(order) for order in orders]

    def archive():
        time.sleep(0.1)
        admin = till.admin.twin()
        return admin.call("account.journal", "write", [till.id], {"active": False})

    answers = patiently(archive, *(later(till.press, dialog) for dialog in dialogs))
    refusals(answers)
    paid = sum(not isinstance(each, Refused) for each in answers[1:])
    till.admin.call("account.journal", "write", [till.id], {"active": True})
    assert till.check(orders) == 200 + 100 * paid


# the balance is folded


def test_a_desk_is_folded_while_old_receipts_are_recorded(till):
    """Whichever comes first: the balance stays what the ledger says."""
    (cron,) = till.admin.call(
        "ir.cron", "search", [["cron_name", "like", "balances of desks"]]
    )
    (partner,) = till.admin.call("res.partner", "search", [], limit=1)
    today = datetime.now(timezone.utc).date()
    day = (today - timedelta(days=200)).isoformat()
    values = {
        "payment_type": "inbound",
        "partner_type": "customer",
        "partner_id": partner,
        "journal_id": till.id,
        "amount": 10,
        "date": day,
    }
    for turn in range(1, ROUNDS + 1):
        drafts = till.admin.call(PAYMENT, "create", [values] * 4)
        answers = patiently(
            later(till.admin.twin().call, "ir.cron", "method_direct_trigger", [cron]),
            *(
                later(till.admin.twin().call, PAYMENT, "action_post", [draft])
                for draft in drafts
            ),
        )
        no_refusal(answers)
        assert till.check() == 40 * turn
    till.admin.call("ir.cron", "method_direct_trigger", [cron])
    assert till.check() == 40 * ROUNDS


# whoever presses at the same moment


def test_two_open_a_shift_at_once(as_user):
    till = CashDesk(as_user, service_needs_shift=True)
    answers = at_once(*[later(till.open_shift)] * 4)
    assert len(refusals(answers)) == 3, answers
    till.check()
