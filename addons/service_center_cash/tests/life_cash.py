"""What a till may do, in plain Python, and the rules that try it on the real one.

The yardstick knows papers alone: whatever the program stores of balances, orders and
numbers has to be what adding the papers up from nothing gives.
"""

from dataclasses import dataclass

import psycopg2
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

NUMBER = st.integers(0, 99)
AMOUNT = st.integers(1, 9).map(lambda each: each * 50)


@dataclass(eq=False)
class Till:
    """A desk: whether it works in shifts, may go below zero, and is being counted."""

    overdraft: bool = False
    needs_shift: bool = False
    shift: object = None
    counting: bool = False

    @property
    def takes(self):
        return not self.counting and bool(self.shift or not self.needs_shift)


@dataclass(eq=False)
class Paper:
    """A posted cash order."""

    record: object
    till: object
    sign: int
    amount: int
    order: object = None
    voids: object = None
    voided: bool = False
    sent: object = None  # the paper that this money was sent with
    arrival: object = None  # the draft that waits at the other desk
    arrived: bool = False
    is_transfer: bool = False

    @property
    def series(self):
        return "void" if self.voids else {1: "in", -1: "out"}[self.sign]


class TillRules:
    """To be mixed into lives; ``self.orders`` has what is paid for as its keys."""

    def open_tills(self):
        """One that never asks, one that works in shifts, and a card."""
        case = self.case
        self.tills = {
            case.desk_journal.with_env(self.env): Till(
                overdraft=case.desk_journal.service_overdraft
            ),
            case.shift_desk.with_env(self.env): Till(needs_shift=True),
            case.card.with_env(self.env): Till(overdraft=True),
        }
        self.papers = []

    # Means

    def expect(self, allowed, act):
        """Do it; it succeeds exactly if the yardstick allows it."""
        case, outcome, refusal = self.case, None, None
        case.steps += 1
        self.env.invalidate_all()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                outcome = act()
                self.env.flush_all()
        except (UserError, psycopg2.IntegrityError) as error:
            refusal = error
        self.env.invalidate_all()
        case.assertEqual(refusal is None, allowed, refusal or "this was not refused")
        case.done[allowed] = case.done.get(allowed, 0) + 1
        return outcome

    def pick_till(self, number):
        desk = list(self.tills)[number % len(self.tills)]
        return desk, self.tills[desk]

    def pick_order(self, number):
        return list(self.orders)[number % len(self.orders)]

    def lies_in(self, till):
        return sum(p.sign * p.amount for p in self.papers if p.till is till)

    def may_give(self, till, amount):
        return till.takes and (till.overdraft or self.lies_in(till) >= amount)

    def records(self, record, till, sign, amount, **facts):
        paper = Paper(record.with_env(self.env), till, sign, amount, **facts)
        self.papers.append(paper)
        return paper

    def newest(self):
        return self.env["account.payment"].search([], order="id desc", limit=1)

    # What people do

    @precondition(lambda self: self.orders)
    @rule(number=NUMBER, desk=NUMBER, amount=AMOUNT, clicks=st.integers(1, 2))
    def receive(self, number, desk, amount, clicks):
        """Also before the repair, also more than is due; a click counts once."""
        self.settle_up(number, desk, amount, clicks, 1)

    @precondition(lambda self: self.orders)
    @rule(number=NUMBER, desk=NUMBER, amount=AMOUNT, clicks=st.integers(1, 2))
    def give_back(self, number, desk, amount, clicks):
        self.settle_up(number, desk, amount, clicks, -1)

    def settle_up(self, number, desk, amount, clicks, sign):
        order, (desk, till) = self.pick_order(number), self.pick_till(desk)
        allowed = till.takes if sign > 0 else self.may_give(till, amount)
        values = {
            "order_id": order.id,
            "journal_id": desk.id,
            "amount": amount,
            "payment_type": "inbound" if sign > 0 else "outbound",
        }
        dialogs = self.env["service.cash.payment"].with_user(self.case.cashier)

        def act():
            dialog = dialogs.create(values)
            for _click in range(clicks):
                dialog.action_pay()

        self.expect(allowed, act)
        if allowed:
            self.records(self.newest(), till, sign, amount, order=order)

    @rule(desk=NUMBER, amount=AMOUNT, clicks=st.integers(1, 2))
    def spend(self, desk, amount, clicks):
        desk, till = self.pick_till(desk)
        payment = self.env["account.payment"].with_user(self.case.cashier)
        payment = payment.create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "journal_id": desk.id,
                "amount": amount,
                "cash_purpose_id": self.case.fuel.id,
                "cash_basis": "Ticket 17",
            }
        )
        allowed = self.may_give(till, amount)
        self.expect(
            allowed, lambda: [payment.action_cash_post() for _each in range(clicks)]
        )
        if allowed:
            self.records(payment, till, -1, amount)
        else:
            payment.unlink()

    @precondition(lambda self: self.papers)
    @rule(number=NUMBER, clicks=st.integers(1, 2))
    def void(self, number, clicks):
        self.take_back(self.papers[number % len(self.papers)], clicks)

    @precondition(lambda self: any(p.is_transfer for p in self.papers))
    @rule(number=NUMBER)
    def void_a_transfer(self, number):
        """On its way, after it arrived, or its receipt at the other desk."""
        papers = [paper for paper in self.papers if paper.is_transfer]
        self.take_back(papers[number % len(papers)], 1)

    def take_back(self, paper, clicks):
        given = (
            paper.till.takes
            if paper.sign < 0
            else self.may_give(paper.till, paper.amount)
        )
        allowed = given and not (paper.voided or paper.voids or paper.arrived)
        if paper.sent and paper.sent.voided:
            allowed = False
        record = paper.record.with_user(self.case.controller)
        waiting = paper.arrival and paper.arrival.state == "draft"

        def act():
            for _click in range(clicks):
                record.action_cash_void(f"Mistake {len(self.papers)}")

        self.expect(allowed, act)
        if not allowed:
            return
        paper.voided = True
        void = self.records(
            *(paper.record.cash_void_ids, paper.till, -paper.sign, paper.amount),
            order=paper.order,
            voids=paper,
        )
        self.case.assertEqual(len(void.record), 1)
        if paper.arrival and waiting:
            self.case.assertFalse(paper.arrival.exists())
        paper.arrival = None
        if paper.sent:
            paper.sent.arrived = False
        self.on_void(paper)

    def on_void(self, paper):
        """Hook: what else is taken back."""

    @rule(desk=NUMBER, to=NUMBER, amount=AMOUNT, clicks=st.integers(1, 2))
    def send(self, desk, to, amount, clicks):
        (desk, till), (other, _till) = self.pick_till(desk), self.pick_till(to)
        dialogs = self.env["service.cash.transfer"].with_user(self.case.cashier)

        def act():
            dialog = dialogs.create(
                {"journal_id": desk.id, "desk_to": str(other.id), "amount": amount}
            )
            for _click in range(clicks):
                dialog.action_send()

        allowed = desk != other and self.may_give(till, amount)
        self.expect(allowed, act)
        if allowed:
            arrival = self.newest()
            self.case.assertEqual(arrival.journal_id, other)
            sent = arrival.cash_sent_id
            self.records(sent, till, -1, amount, arrival=arrival, is_transfer=True)

    @precondition(lambda self: any(p.arrival and not p.arrived for p in self.papers))
    @rule(number=NUMBER, clicks=st.integers(1, 2))
    def accept(self, number, clicks):
        waiting = [p for p in self.papers if p.arrival and not p.arrived]
        sent = waiting[number % len(waiting)]
        arrival = sent.arrival
        if arrival.state != "draft":
            return  # its receipt was voided: it is not awaited again
        till = self.tills[arrival.journal_id]
        as_cashier = arrival.with_user(self.case.cashier)
        self.expect(
            till.takes,
            lambda: [as_cashier.action_cash_post() for _each in range(clicks)],
        )
        if till.takes:
            sent.arrived = True
            self.records(arrival, till, 1, sent.amount, sent=sent, is_transfer=True)

    # Shifts

    @rule(desk=NUMBER, difference=st.sampled_from([-10, 0, 0, 20]))
    def open_shift(self, desk, difference):
        desk, till = self.pick_till(desk)
        counted = self.lies_in(till) + difference
        shifts = self.env["service.cash.shift"].with_user(self.case.cashier)
        allowed = not till.shift and counted >= 0
        shift = self.expect(
            allowed,
            lambda: shifts.create({"journal_id": desk.id, "opening_counted": counted}),
        )
        if allowed:
            till.shift = shift
            self.found(till, difference)

    @rule(desk=NUMBER)
    def stop_or_go_on(self, desk):
        _desk, till = self.pick_till(desk)
        if till.shift:
            shift = till.shift.with_user(self.case.cashier)
            act = shift.action_resume if till.counting else shift.action_count
            self.expect(True, act)
            till.counting = not till.counting

    @precondition(lambda self: any(till.shift for till in self.tills.values()))
    @rule(
        number=NUMBER,
        difference=st.sampled_from([-10, 0, 20]),
        why=st.booleans(),
        stopped=st.booleans(),
    )
    def close_shift(self, number, difference, why, stopped):
        working = [n for n, till in enumerate(self.tills.values()) if till.shift]
        desk = working[number % len(working)]
        _desk, till = self.pick_till(desk)
        if stopped and not till.counting:
            self.stop_or_go_on(desk)
        counted = self.lies_in(till) + difference
        allowed = till.counting and counted >= 0 and (why or not difference)
        shift = till.shift.with_user(self.case.cashier)
        self.expect(
            allowed, lambda: shift.action_close(counted, "Torn" if why else None)
        )
        if allowed:
            till.shift, till.counting = None, False
            self.found(till, difference)
            self.case.assertEqual(shift.difference, difference)

    def found(self, till, difference):
        if difference:
            sign = 1 if difference > 0 else -1
            self.records(self.newest(), till, sign, abs(difference))

    # What always holds

    @invariant()
    def desk_journal_and_ledger_are_one_number(self):
        case = self.case
        items = self.env["account.move.line"]
        for desk, till in self.tills.items():
            posted = [
                ("account_id", "=", desk.default_account_id.id),
                ("parent_state", "=", "posted"),
            ]
            of_journal = [*posted, ("journal_id", "=", desk.id)]
            wanted = self.lies_in(till)
            case.assertAlmostEqual(desk.service_balance, wanted)
            for domain in (posted, of_journal):
                ((ledger,),) = items._read_group(domain, [], ["balance:sum"])
                case.assertAlmostEqual(ledger or 0.0, wanted)
            if not till.overdraft:
                case.assertGreaterEqual(wanted, 0)

    @invariant()
    def the_books_balance(self):
        items = self.env["account.move.line"]
        ((total,),) = items._read_group(
            [("parent_state", "=", "posted")], [], ["balance:sum"]
        )
        self.case.assertAlmostEqual(total or 0.0, 0)
        ((transit,),) = items._read_group(
            [
                ("account_id", "=", self.env.company.transfer_account_id.id),
                ("parent_state", "=", "posted"),
            ],
            [],
            ["balance:sum"],
        )
        way = sum(
            -p.sign * p.amount
            for p in self.papers
            if p.is_transfer or (p.voids and p.voids.is_transfer)
        )
        self.case.assertAlmostEqual(transit or 0.0, way)

    @invariant()
    def papers_are_numbered_one_by_one(self):
        for desk, till in self.tills.items():
            series = {}
            for paper in self.papers:
                if paper.till is till:
                    record = paper.record
                    prefix = desk[f"cash_{paper.series}_prefix"]
                    self.case.assertEqual(
                        record.name.split("/")[:2], [prefix, desk.code]
                    )
                    series.setdefault(paper.series, []).append(record.name)
            for names in series.values():
                numbers = [int(name.rpartition("/")[2]) for name in names]
                self.case.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    @invariant()
    def what_was_paid_is_what_the_papers_say(self):
        for order in self.orders:
            paid = sum(p.sign * p.amount for p in self.papers if p.order == order)
            self.case.assertAlmostEqual(order.amount_paid, paid)
            self.case.assertAlmostEqual(order.amount_due, order.amount_total - paid)


class TillCommon:
    """To be mixed into test cases: desks for the lives."""

    @classmethod
    def open_desks(cls):
        cls.steps, cls.done = 0, {}
        gain, loss, transit, fuel = cls.env["account.account"].create(
            [
                {"name": "Found", "code": "LGAIN", "account_type": "income_other"},
                {"name": "Lost", "code": "LLOSS", "account_type": "expense"},
                {
                    "name": "Transit",
                    "code": "LTRA",
                    "account_type": "asset_current",
                    "reconcile": True,
                },
                {"name": "Fuel", "code": "LFUEL", "account_type": "expense"},
            ]
        )
        accounts = {"profit_account_id": gain.id, "loss_account_id": loss.id}
        cls.desk_journal.write(accounts)
        cls.shift_desk = cls._create_desk(
            "Shifts", "K2", cls.branch, service_needs_shift=True, **accounts
        )
        cls.card = cls._create_desk(
            "Card", "K3", cls.branch, service_overdraft=True, **accounts
        )
        cls.env.company.transfer_account_id = transit
        cls.fuel = cls.env["service.cash.purpose"].create(
            {"name": "Petrol", "account_id": fuel.id, "needs_basis": True}
        )
        cls.card.service_user_ids = [Command.clear()]
