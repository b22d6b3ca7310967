from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_center.tests import lives
from odoo.addons.service_center_cash.tests.life_cash import (
    NUMBER,
    TillCommon,
    TillRules,
)

from .common import PayCommon

STEPS = lives.steps(300)
LENGTH = 40
SHARES = st.sampled_from([{}, {"worker": 100}, {"worker": 60, "mate": 40}])


@dataclass(eq=False)
class Line:
    """A work as the yardstick knows it."""

    price: int
    payer: str
    shares: dict


@dataclass(eq=False)
class Order:
    """An order: done or not, its lines by record, and what it is a repeat of."""

    serial: str
    done: bool = False
    issued: bool = False
    first: object = None
    lines: dict = field(default_factory=dict)

    def count(self, back=True):
        """What each earns by this order, counted from nothing."""
        earned = {}
        if not self.done:
            return earned
        for line in self.lines.values():
            rate = {"customer": 0.4, "vendor": 0.2, "center": 0.0}[line.payer]
            for name, percent in (line.shares or {"worker": 100}).items():
                amount = line.price * rate * percent / 100
                earned[name] = earned.get(name, 0) + amount
        if self.first and back:
            for name, amount in self.first.count(back=False).items():
                earned[name] = earned.get(name, 0) - amount / 2
        return earned


class PayLife(TillRules, lives.UndoneLife):
    """Orders are done, changed, reopened, come back; months close, people are paid.

    Meanwhile everything else happens at the tills that happens at tills.
    """

    now = datetime(2026, 3, 30, 9)

    def __init__(self):
        super().__init__()
        self.orders, self.closed, self.wages, self.bonus = {}, {}, [], 0
        self.serials = 0

    def act(self, change):
        self.case.steps += 1
        self.env.invalidate_all()
        done = change()
        self.env.flush_all()
        self.env.invalidate_all()
        return done

    def pick(self, number):
        record = list(self.orders)[number % len(self.orders)]
        return record, self.orders[record]

    def pick_line(self, number):
        """A line that may be changed."""
        found = [
            (line, order)
            for order in self.orders.values()
            if not order.issued
            for line in order.lines
        ]
        return found[number % len(found)] if found else (None, None)

    @initialize()
    def begin(self):
        self.open_tills()
        self.take_in([5, 3])
        self.finish(0)

    @rule(hours=st.integers(5, 200))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @precondition(lambda self: len(self.orders) < 4)
    @rule(prices=st.lists(st.integers(1, 9), max_size=2))
    def take_in(self, prices):
        case = self.case
        self.serials += 1
        record = self.act(
            lambda: case._create_order(
                serial=f"LIFE-{self.serials}", engineer_id=case.engineer.id
            )
        )
        record = record.with_env(self.env)
        self.orders[record] = Order(record.serial)
        for price in prices:
            self.add_line(len(self.orders) - 1, price, "customer")

    @precondition(lambda self: self.orders)
    @rule(
        number=NUMBER,
        price=st.integers(1, 9),
        payer=st.sampled_from(["customer", "vendor", "center"]),
    )
    def add_line(self, number, price, payer):
        record, order = self.pick(number)
        if order.issued:
            return
        case = self.case
        line = self.act(
            lambda: self.env["service.order.line"].create(
                {
                    "order_id": record.id,
                    "product_id": case.work.id,
                    "price_unit": price * 100,
                    "payer": payer,
                }
            )
        )
        order.lines[line] = Line(price * 100, payer, {})
        if order.done:
            order.lines[line].shares = {"worker": 100}

    @rule(number=NUMBER, price=st.integers(1, 9), discount=st.sampled_from([0, 50]))
    def change_price(self, number, price, discount):
        line, order = self.pick_line(number)
        if line:
            self.act(
                lambda: line.write({"price_unit": price * 100, "discount": discount})
            )
            order.lines[line].price = price * (100 - discount)

    @rule(number=NUMBER, payer=st.sampled_from(["customer", "vendor", "center"]))
    def change_payer(self, number, payer):
        line, order = self.pick_line(number)
        if line:
            self.act(lambda: line.write({"payer": payer}))
            order.lines[line].payer = payer

    @rule(number=NUMBER, shares=SHARES)
    def share_out(self, number, shares):
        line, order = self.pick_line(number)
        if line and shares:
            self.act(
                lambda: line.write(
                    {
                        "share_ids": [
                            Command.clear(),
                            *(
                                Command.create(
                                    {
                                        "employee_id": getattr(self.case, name).id,
                                        "percent": percent,
                                    }
                                )
                                for name, percent in shares.items()
                            ),
                        ]
                    }
                )
            )
            order.lines[line].shares = shares

    @rule(number=NUMBER)
    def remove_line(self, number):
        line, order = self.pick_line(number)
        if line:
            self.act(line.unlink)
            del order.lines[line]

    @rule(number=NUMBER, to=NUMBER)
    def move_line(self, number, to):
        line, order = self.pick_line(number)
        if line:
            record, other = self.pick(to)
            if not other.issued and (order.done or not other.done):
                self.act(lambda: line.write({"order_id": record.id}))
                other.lines[line] = order.lines.pop(line)

    @precondition(lambda self: self.orders)
    @rule(number=NUMBER)
    def finish(self, number):
        record, order = self.pick(number)
        if not order.done:
            self.act(lambda: self.mend(record))
            order.done = True
            for line in order.lines.values():
                line.shares = line.shares or {"worker": 100}

    def mend(self, record):
        if record.state != "in_progress":
            record.action_start()
        record.diagnosis = "Broken"
        record.action_done()

    @precondition(lambda self: self.orders)
    @rule(number=NUMBER)
    def finish_again(self, number):
        """A second click, a replay."""
        record, _order = self.pick(number)
        self.act(record._sync_earnings)

    @precondition(lambda self: self.orders)
    @rule(number=NUMBER)
    def reopen(self, number):
        record, order = self.pick(number)
        if order.done:
            self.act(record.with_user(self.case.head).action_start)
            order.done = order.issued = False

    @precondition(lambda self: len(self.orders) < 6)
    @rule(number=NUMBER, done=st.booleans())
    def come_back(self, number, done):
        """Issued, and the device returns within its warranty."""
        if not self.orders:
            return
        record, first = self.pick(number)
        if not first.done or first.issued:
            return
        self.act(record.action_issue)
        first.issued = True
        repeat = self.act(
            lambda: self.case._create_order(
                serial=first.serial, engineer_id=self.case.engineer.id
            )
        )
        repeat = repeat.with_env(self.env)
        before = repeat.repeat_of_id
        self.orders[repeat] = Order(first.serial, first=self.orders.get(before))
        if done:
            self.finish(len(self.orders) - 1)

    # Months and money

    @rule()
    def close(self):
        months = self.case._get_month().filtered(lambda m: m.state == "open")[:1]
        if months:
            self.act(months.with_user(self.case.head).action_close)
            self.closed[months] = (months.accrued, months.bonus, months.fine)

    @rule()
    def open_again(self):
        if self.closed:
            month = list(self.closed)[-1]
            self.act(month.with_user(self.case.head).action_reopen)
            del self.closed[month]

    @rule(amount=st.integers(1, 9), kind=st.sampled_from(["bonus", "fine"]))
    def adjust(self, amount, kind):
        self.act(
            lambda: self.env["service.pay.adjustment"].create(
                {
                    "employee_id": self.case.worker.id,
                    "type": kind,
                    "amount": amount,
                    "reason": "Because",
                    "date": self.now.date(),
                }
            )
        )
        self.bonus += amount if kind == "bonus" else -amount

    @rule(clicks=st.integers(1, 2))
    def pay_out(self, clicks):
        """What is left of a month; a draft that waited may have become too much."""
        owed = self.case._get_month().filtered(lambda m: m.balance > 0)[:1]
        if not owed:
            return
        for _click in range(clicks):
            self.act(owed.with_user(self.case.paymaster).action_pay_out)
        payment = owed.payment_ids.filtered(lambda p: p.state == "draft")
        self.case.assertEqual(len(payment), 1)
        till = self.tills[payment.journal_id.with_env(self.env)]
        amount = payment.amount
        allowed = self.may_give(till, amount) and amount <= owed.balance
        as_cashier = payment.with_user(self.case.paymaster)
        self.expect(
            allowed, lambda: [as_cashier.action_cash_post() for _each in range(clicks)]
        )
        if allowed:
            self.wages.append(self.records(payment, till, -1, amount))

    @precondition(lambda self: self.wages)
    @rule(number=NUMBER)
    def void_wages(self, number):
        self.take_back(self.wages[number % len(self.wages)], 1)

    # What always holds

    @invariant()
    def earnings_are_as_counted_from_nothing(self):
        case, rows = self.case, self.env["service.earning"].search([])
        wanted = {}
        for record, order in self.orders.items():
            counted = order.count()
            mine = rows.filtered(lambda row, r=record: row.order_id == r)
            for name in ("worker", "mate"):
                of = mine.filtered(
                    lambda row, n=name: row.employee_id == getattr(case, n)
                )
                amount = counted.get(name, 0)
                wanted[name] = wanted.get(name, 0) + amount
                case.assertAlmostEqual(sum(of.mapped("amount")), amount)
                live = of.filtered(
                    lambda row: not row.is_reversed and row.type != "reversal"
                )
                case.assertAlmostEqual(sum(live.mapped("amount")), amount)
        for name, amount in wanted.items():
            months = case._get_month(getattr(case, name))
            case.assertAlmostEqual(sum(months.mapped("accrued")), amount)

    @invariant()
    def every_reversal_is_the_opposite_of_one_row(self):
        for row in self.env["service.earning"].search([("is_reversed", "=", True)]):
            self.case.assertEqual(row.reversal_ids.mapped("amount"), [-row.amount])

    @invariant()
    def a_closed_month_stays(self):
        for month, figures in self.closed.items():
            case = self.case
            case.assertEqual((month.accrued, month.bonus, month.fine), figures)
            counted = sum(month.earning_ids.mapped("amount"))
            case.assertAlmostEqual(counted, month.accrued)

    @invariant()
    def money_is_counted_once(self):
        months = self.case._get_month()
        case = self.case
        paid = sum(paper.amount for paper in self.wages if not paper.voided)
        case.assertAlmostEqual(sum(months.mapped("paid")), paid)
        extra = sum(months.mapped("bonus")) - sum(months.mapped("fine"))
        case.assertAlmostEqual(extra, self.bonus)


@tagged("post_install", "-at_install")
class TestPayLife(TillCommon, PayCommon):
    """Lives of orders, tills and months that nobody thought of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_desks()
        cls.desk_journal.service_overdraft = True
        cls.paymaster = cls._create_user("paymaster", "manager", cls.branch)
        cls.paymaster.group_ids += cls.cashier.group_ids + cls.keeper.group_ids
        cls.work.taxes_id = False
        first = {"sequence": 1}
        cls._create_rule("Warranty, 20 %", 20, payer="vendor", clawback=50, **first)
        cls._create_rule("Own cost: nothing", 0, payer="center", **first)

    def test_pay_and_tills_are_always_what_counting_anew_gives(self):
        """``HYPOTHESIS_STEPS=5000`` in the environment: more, and others each time."""
        lives.live(PayLife, self, STEPS // (LENGTH // 3), LENGTH)
        self.assertGreaterEqual(self.steps, STEPS // 2)
        self.assertGreater(self.done[False], 10, "something was refused, too")
