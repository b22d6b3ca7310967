"""An engineer who wants more pay, with a program of his own: all of it is refused."""

import pytest

from .cashdesk import CashDesk
from .client import Refused

ORDER, LINE, PAYMENT = "service.order", "service.order.line", "account.payment"
EARNING, MONTH = "service.earning", "service.pay.settlement"
BONUS, RULE, SHARE = (
    "service.pay.adjustment",
    "service.pay.rule",
    "service.order.line.share",
)
REFUSED = ("AccessError", "UserError", "ValidationError", "MissingError")


class Payroll(CashDesk):
    """``engineer`` and ``engineer2`` earn by what they repair."""

    def __init__(self, as_user, **values):
        super().__init__(as_user, **values)
        self.engineer, self.colleague = as_user("engineer"), as_user("engineer2")
        self.people = [self.employee(each) for each in (self.engineer, self.colleague)]

    def employee(self, person):
        (found,) = self.admin.call(
            "hr.employee", "search", [["user_id", "=", person.uid]], limit=1
        )
        return found

    def repair(self, person=None, **values):
        """A repair that this person has brought to its end."""
        person = person or self.engineer
        (order,) = self.take_in(**values)
        self.head.call(
            ORDER, "write", [order], {"engineer_id": person.uid, "diagnosis": "Broken"}
        )
        person.call(ORDER, "action_start", [order])
        person.call(ORDER, "action_done", [order])
        return order

    def earnings(self, *domain):
        names = ["amount", "employee_id", "order_id", "settlement_id", "type"]
        return self.head.call(EARNING, "search_read", list(domain), names, load=None)

    def months(self, *domain):
        names = ["month", "state", "accrued", "balance", "paid", "employee_id"]
        return self.head.call(MONTH, "search_read", list(domain), names, load=None)


@pytest.fixture
def payroll(as_user):
    return Payroll(as_user)


def test_an_engineer_raises_nobodys_pay(payroll):
    mine, other = payroll.repair(), payroll.repair(payroll.colleague)
    before = payroll.earnings()
    (line,) = payroll.head.call(LINE, "search", [["order_id", "=", mine]])
    shares = payroll.head.call(SHARE, "search", [["line_id", "=", line]])
    (own,) = payroll.earnings(["order_id", "=", mine])
    (foreign,) = payroll.earnings(["order_id", "=", other])
    me, mate = payroll.people
    (rule, *_more) = payroll.head.call(RULE, "search", [])
    (purpose,) = payroll.admin.call(
        *("service.cash.purpose", "search"),
        [["name", "=", "Wages"], ["company_id", "=", False]],
    )
    wages = {
        "payment_type": "outbound",
        "partner_type": "supplier",
        "journal_id": payroll.id,
        "amount": 1000,
        "cash_purpose_id": purpose,
        "service_employee_id": me,
    }
    (fresh,) = payroll.take_in()
    payroll.head.call(ORDER, "write", [fresh], {"engineer_id": payroll.engineer.uid})
    (work,) = payroll.head.call(LINE, "search", [["order_id", "=", fresh]])
    month, theirs = own["settlement_id"], foreign["settlement_id"]

    def write(model, record, **vals):
        return model, "write", {"ids": [record], "vals": vals}

    def create(model, **vals):
        return model, "create", {"vals_list": [vals]}

    def act(model, method, record, **body):
        return model, method, {"ids": [record], **body}

    attempts = [
        # what a colleague earns
        act(EARNING, "read", foreign["id"], fields=["amount"]),
        act(MONTH, "read", theirs, fields=["balance"]),
        act(ORDER, "read", mine, fields=["pay_amount"]),
        (
            EARNING,
            "export_data",
            {"ids": [foreign["id"]], "fields_to_export": ["amount"]},
        ),
        (RULE, "search_read", {"domain": []}),
        (PAYMENT, "search_read", {"domain": []}),
        ("account.move.line", "search_read", {"domain": []}),
        # rows of his own
        write(EARNING, own["id"], amount=9999),
        write(EARNING, own["id"], employee_id=mate),
        write(EARNING, foreign["id"], employee_id=me),
        act(EARNING, "unlink", own["id"]),
        create(EARNING, type="work", employee_id=me, amount=999, order_id=mine),
        # rules, bonuses, months
        create(RULE, name="Mine", rate=100),
        write(RULE, rule, rate=90),
        create(BONUS, employee_id=me, amount=99, reason="Good"),
        create(BONUS, employee_id=mate, amount=99, reason="Bad", type="fine"),
        create(MONTH, employee_id=me, month="2026-01-01"),
        write(MONTH, month, closed_accrued=9999),
        *(
            act(MONTH, name, month)
            for name in ("action_close", "action_reopen", "action_pay_out")
        ),
        # shares, prices and norm-hours of what is done
        *(write(SHARE, share, percent=50) for share in shares),
        *(write(SHARE, share, employee_id=mate) for share in shares),
        *(act(SHARE, "unlink", share) for share in shares),
        create(SHARE, line_id=line, employee_id=mate, percent=1),
        write(LINE, line, price_unit=9999),
        write(LINE, line, norm_hours=99),
        write(LINE, line, quantity=9),
        create(LINE, order_id=mine, product_id=payroll.work),
        act(LINE, "unlink", line),
        write(ORDER, mine, line_ids=[[1, line, {"price_unit": 9999}]]),
        write(ORDER, other, engineer_id=payroll.engineer.uid),
        write(ORDER, mine, pay_amount=0),
        act(ORDER, "action_recount_earnings", mine),
        # prices and norm-hours before it is done
        write(LINE, work, price_unit=9999),
        write(LINE, work, norm_hours=99),
        write(LINE, work, discount=1),
        create(LINE, order_id=fresh, product_id=payroll.work, price_unit=9999),
        write("product.product", payroll.work, list_price=9999),
        write("hr.employee", me, job_id=False),
        # cash
        create(PAYMENT, **wages),
        create("service.cash.payment", order_id=mine),
        create("service.cash.transfer", journal_id=payroll.id, desk_to=str(payroll.id)),
        create("service.cash.shift", journal_id=payroll.id),
        write(
            "account.journal", payroll.id, service_user_ids=[[4, payroll.engineer.uid]]
        ),
        write("res.company", payroll.company, service_bench_prices=True),
        write("res.users", payroll.engineer.uid, group_ids=[[4, 1]]),
    ]
    for model, method, body in attempts:
        with pytest.raises(Refused) as refused:
            payroll.engineer.json2(model, method, **body)
            pytest.fail(f"not refused: {model}.{method} {body}")
        kind = refused.value.kind.rpartition(".")[2]
        assert kind in REFUSED, (model, method, body, kind, str(refused.value))
    assert payroll.earnings() == before
    for field in ("amount", "employee_id"):
        seen = payroll.engineer.json2(EARNING, "search_read", domain=[], fields=[field])
        assert foreign["id"] not in [row["id"] for row in seen]
    # nothing is told by adding up or by guessing either
    found = payroll.engineer.json2(
        EARNING, "formatted_read_group", domain=[], groupby=["employee_id"]
    )
    assert [group["employee_id"][0] for group in found] == [me]
    domain = [["order_id", "=", other]]
    assert payroll.engineer.json2(EARNING, "search_count", domain=domain) == 0
