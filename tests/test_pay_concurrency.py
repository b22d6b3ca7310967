"""Months that are closed while people earn; wages that are paid once."""

import functools
import os
import random
import time

from .cashdesk import ORDER, PAYMENT
from .client import Refused
from .parallel import patiently, refusals
from .test_pay_fraud import LINE, MONTH, Payroll, payroll  # noqa: F401

CROWD = 20
ROUNDS = int(os.environ.get("CASH_ROUNDS") or 3)


def later(call, *args, **kwargs):
    return functools.partial(call, *args, **kwargs)


def earned_by(payroll, employee):  # noqa: F811
    """All that somebody earned, by the rows, and by the months; and no row twice."""
    rows = payroll.earnings(["employee_id", "=", employee])
    months = payroll.months(["employee_id", "=", employee])
    for month in months:
        mine = sum(r["amount"] for r in rows if r["settlement_id"] == month["id"])
        assert round(mine - month["accrued"], 2) == 0, (month, mine)
    return round(sum(row["amount"] for row in rows), 2)


def test_a_month_is_closed_while_others_earn(payroll):  # noqa: F811
    """What comes later counts in the next one; nothing is lost, nothing twice."""
    me, chance = payroll.people[0], random.Random(6)
    for _round in range(ROUNDS):
        first = payroll.repair()
        ((row),) = payroll.earnings(["order_id", "=", first])
        month, pay = row["settlement_id"], row["amount"]
        assert pay > 0
        before = earned_by(payroll, me)
        orders = payroll.take_in(8)
        payroll.head.call(
            *(ORDER, "write", orders),
            {"engineer_id": payroll.engineer.uid, "diagnosis": "Broken"},
        )
        payroll.engineer.call(ORDER, "action_start", orders)
        (line,) = payroll.head.call(LINE, "search", [["order_id", "=", first]])

        def wait(act):
            pause = chance.random() * 0.6

            def run():
                time.sleep(pause)
                return act()

            return run

        answers = patiently(
            wait(later(payroll.head.twin().call, MONTH, "action_close", [month])),
            *(
                wait(later(payroll.engineer.twin().call, ORDER, "action_done", [order]))
                for order in orders
            ),
            wait(
                later(
                    payroll.cashier.twin().call,
                    LINE,
                    "write",
                    [line],
                    {"price_unit": 200},
                )
            ),
        )
        assert not refusals(answers), answers
        (closed,) = payroll.months(["id", "=", month])
        assert closed["state"] == "closed"
        assert earned_by(payroll, me) == round(before + 8 * pay + pay, 2)
        for order in orders:
            assert len(payroll.earnings(["order_id", "=", order])) == 1
        assert sorted(
            row["amount"] for row in payroll.earnings(["order_id", "=", first])
        ) == [-pay, pay, 2 * pay]
        late = {
            r["settlement_id"] for r in payroll.earnings(["order_id", "in", orders])
        }
        for each in payroll.months(["id", "in", list(late - {month})]):
            assert each["month"] > closed["month"]


def test_twenty_clicks_pay_wages_once(payroll):  # noqa: F811
    payroll.pay(*payroll.take_in(), 5000)
    order = payroll.repair()
    (row,) = payroll.earnings(["order_id", "=", order])
    month = row["settlement_id"]
    keepers = [payroll.head, payroll.admin]
    press = [
        later(payroll.head.twin().call, MONTH, "action_pay_out", [month])
        for _each in range(CROWD)
    ]
    assert keepers and not refusals(patiently(*press))
    drafts = payroll.admin.call(
        *(PAYMENT, "search_read"),
        [["service_settlement_id", "=", month], ["state", "=", "draft"]],
        ["journal_id", "amount"],
        load=None,
    )
    assert len(drafts) == 1, drafts
    # paid at this test's desk, by its cashier
    draft = drafts[0]["id"]
    payroll.admin.call(PAYMENT, "write", [draft], {"journal_id": payroll.id})
    (before,) = payroll.months(["id", "=", month])
    answers = patiently(*[later(payroll.post, draft)] * CROWD)
    assert not refusals(answers), answers
    (after,) = payroll.months(["id", "=", month])
    assert round(before["balance"] - after["balance"], 2) == drafts[0]["amount"]
    payroll.check()


def test_two_drafts_do_not_pay_more_wages_than_are_owed(payroll):  # noqa: F811
    """Written by hand, recorded at the same moment: the second is refused."""
    payroll.pay(*payroll.take_in(), 5000)
    order = payroll.repair(payroll.colleague)
    (row,) = payroll.earnings(["order_id", "=", order])
    (month,) = payroll.months(["id", "=", row["settlement_id"]])
    (purpose,) = payroll.admin.call(
        *("service.cash.purpose", "search"),
        [["name", "=", "Wages"], ["company_id", "=", False]],
    )
    values = {"cash_purpose_id": purpose, "service_employee_id": payroll.people[1]}
    drafts = [payroll.expense(month["balance"], **values) for _each in range(4)]
    answers = patiently(*(later(payroll.post, draft) for draft in drafts))
    paid = [each for each in answers if not isinstance(each, Refused)]
    assert len(paid) == 1, answers
    assert len(refusals(answers)) == 3
    payroll.check()
