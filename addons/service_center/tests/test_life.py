from datetime import datetime, timedelta

import psycopg2
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import lives
from .common import ServiceCommon
from .life import Line, Order, Person, Stage

STEPS = lives.steps(500)
LENGTH = 30  # steps in one life
EVERYBODY = ("desk", "engineer", "colleague", "head", "stranger")
STAFF = ("desk", "engineer", "head")
BUTTONS = {
    "action_start": "in_progress",
    "action_done": "done",
    "action_refuse": "refused",
    "action_issue": "issued",
}
NUMBER = st.integers(0, 99)
WHO = st.sampled_from(STAFF)
ANYBODY = st.sampled_from(EVERYBODY)
TEXT = st.sampled_from(["Broken screen", "Too expensive", ""])
PAYER = st.sampled_from(["customer", "vendor", "center"])


class Life(lives.UndoneLife):
    """Anybody does anything to a few orders; the yardstick says how it should end."""

    now = datetime(2026, 3, 2, 9)

    def __init__(self):
        super().__init__()
        self.orders, self.lines = {}, {}

    # Means

    def user(self, name):
        return getattr(self.case, name) if name else self.env["res.users"]

    def person(self, name):
        return self.case.persons[name]

    def pick(self, number):
        record = list(self.orders)[number % len(self.orders)]
        return record, self.orders[record]

    def pick_line(self, number):
        record = list(self.lines)[number % len(self.lines)]
        return record, self.lines[record]

    def expect(self, allowed, act):
        """Do it; it succeeds exactly if the yardstick allows it."""
        case = self.case
        case.steps += 1
        outcome, refusal = None, None
        self.env.invalidate_all()  # as a new request: nothing is in the cache
        try:
            with self.env.cr.savepoint():
                outcome = act()
                self.env.flush_all()
        except (UserError, psycopg2.IntegrityError) as error:
            refusal = error
        self.env.invalidate_all()
        case.assertEqual(refusal is None, allowed, refusal or "this was not refused")
        return outcome

    # What people do

    @initialize()
    def begin(self):
        self.take_in("desk", 1, 0)

    @rule(hours=st.integers(1, 60))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @precondition(lambda self: len(self.orders) < 3)
    @rule(who=ANYBODY, serial=st.integers(1, 3), manager=st.integers(0, 1))
    def take_in(self, who, serial, manager):
        case, person = self.case, self.person(who)
        serial = f"LIFE-{serial}"
        record = self.expect(
            person.takes_in and person.in_branch,
            lambda: case._create_order(user=self.user(who), serial=serial),
        )
        if record:
            self.begins(record, Order(serial, case.start, who), who)

    def begins(self, record, order, who):
        order.stays.append((order.stage.key, self.now, who))
        self.orders[record.with_env(self.env)] = order

    @rule(who=ANYBODY, number=NUMBER, to=NUMBER, values=st.booleans(), text=TEXT)
    def move(self, who, number, to, values, text):
        """A drag, a list edit or RPC; sometimes with the reason in one go."""
        stages = list(self.case.stages.values())
        stage = stages[to % len(stages)]
        given = {"refusal_reason": text, "diagnosis": text} if values else {}
        self.enter(who, number, stage, given, lambda record: record.write)

    @rule(who=ANYBODY, number=NUMBER, button=st.sampled_from(sorted(BUTTONS)))
    def press(self, who, number, button):
        record, order = self.pick(number)
        found = [
            each for each in self.case.stages.values() if each.state == BUTTONS[button]
        ]
        stage = found[0]
        self.enter(
            *(who, number, stage, {}),
            lambda record: lambda _vals: getattr(record, button)(),
        )

    @rule(who=ANYBODY, number=NUMBER, to=NUMBER)
    def go_on(self, who, number, to):
        """One of the next steps, with all it needs."""
        _record, order = self.pick(number)
        ways = sorted(order.stage.next)
        stage = self.case.stages[ways[to % len(ways)]]
        texts = {"diagnosis": "Broken screen", "refusal_reason": "Too expensive"}
        given = {} if order.frozen else texts
        self.enter(who, number, stage, given, lambda record: record.write)

    @rule(number=NUMBER, to=NUMBER)
    def go_further(self, number, to):
        """Some steps surely lead on, so that lives get far."""
        self.go_on("head", number, to)

    @rule(number=NUMBER)
    def go_to_the_end(self, number):
        """Until the order is issued."""
        self.go_through("head", number, "in_progress", "done", "issued")

    @rule(who=st.sampled_from(["engineer", "colleague"]), number=NUMBER)
    def repair(self, who, number):
        """An engineer gets the order, finishes it and tries to issue it, too."""
        _record, order = self.pick(number)
        if not order.frozen:
            self.change("head", number, "engineer_id", self.user(who).id, who)
            self.go_through(who, number, "in_progress", "done", "issued")

    def go_through(self, who, number, *states):
        _record, order = self.pick(number)
        for state in states:
            for to, key in enumerate(sorted(order.stage.next)):
                if self.case.stages[key].state == state and not order.frozen:
                    self.go_on(who, number, to)
                    break

    @precondition(lambda self: any(order.frozen for order in self.orders.values()))
    @rule(who=ANYBODY, to=NUMBER)
    def try_to_reopen(self, who, to):
        frozen = [order.frozen for order in self.orders.values()]
        self.go_on(who, frozen.index(True), to)

    def enter(self, who, number, stage, given, way):
        record, order = self.pick(number)
        person = self.person(who)
        stays = stage is order.stage
        allowed = (
            person.sees(order)
            and not (given and order.frozen)
            and (stays or order.may_enter(stage, person, given))
        )
        act = way(record.with_user(self.user(who)))
        self.expect(allowed, lambda: act({"stage_id": stage.key, **given}))
        if allowed:
            for name, value in given.items():
                setattr(order, name, value)
            if not stays:
                self.case.moves.add((order.stage.state, stage.state))
                order.enter(stage, person, self.now)

    @rule(who=ANYBODY, number=NUMBER, text=TEXT)
    def diagnose(self, who, number, text):
        self.change(who, number, "diagnosis", text, text)

    @rule(
        who=ANYBODY,
        number=NUMBER,
        engineer=st.sampled_from(["engineer", "colleague", None]),
    )
    def assign(self, who, number, engineer):
        self.change(who, number, "engineer_id", self.user(engineer).id, engineer)

    @rule(who=WHO, number=NUMBER, manager=st.sampled_from(["desk", "head"]))
    def hand_over(self, who, number, manager):
        self.change(who, number, "user_id", self.user(manager).id, manager)

    def change(self, who, number, name, value, known):
        record, order = self.pick(number)
        person = self.person(who)
        allowed = person.sees(order) and not order.frozen
        if name == "user_id":  # agreed at the counter
            allowed = allowed and person.takes_in
        self.expect(
            allowed, lambda: record.with_user(self.user(who)).write({name: value})
        )
        if allowed:
            attribute = {"engineer_id": "engineer", "user_id": "manager"}.get(
                name, name
            )
            setattr(order, attribute, known)

    @rule(who=WHO, number=NUMBER)
    def leave_nobody_responsible(self, who, number):
        record, _order = self.pick(number)
        record = record.with_user(self.user(who))
        with mute_logger("odoo.sql_db"):
            self.expect(False, lambda: record.write({"user_id": False}))

    @rule(
        who=WHO,
        number=NUMBER,
        forged=st.sampled_from(
            [
                {"state": "issued"},
                {"amount_total": 0},
                {"date_issued": "2026-01-01 00:00:00"},
                {"stage_id": 987654321},
                {"name": "FREE"},
            ]
        ),
    )
    def forge(self, who, number, forged):
        record, _order = self.pick(number)
        self.expect(False, lambda: record.with_user(self.user(who)).write(forged))

    @rule(who=WHO, number=NUMBER, active=st.booleans())
    def archive(self, who, number, active):
        record, order = self.pick(number)
        allowed = self.person(who).sees(order)
        self.expect(
            allowed, lambda: record.with_user(self.user(who)).write({"active": active})
        )
        if allowed:
            order.active = active

    @precondition(lambda self: len(self.orders) < 3)
    @rule(who=ANYBODY, number=NUMBER)
    def duplicate(self, who, number):
        record, order = self.pick(number)
        person = self.person(who)
        copied = self.expect(
            person.sees(order) and person.takes_in,
            lambda: record.with_user(self.user(who)).copy(),
        )
        if copied:
            twin = Order(order.serial, self.case.start, order.manager)
            self.begins(copied, twin, who)

    @precondition(lambda self: len(self.orders) > 1)
    @rule(who=ANYBODY, number=NUMBER)
    def delete(self, who, number):
        record, order = self.pick(number)
        allowed = who == "head" and order.stage.state == "new"
        allowed = allowed and not (order.lines or order.versions)
        self.expect(allowed, record.with_user(self.user(who)).unlink)
        if allowed:
            del self.orders[record]

    # What they do with works and parts

    @rule(who=ANYBODY, number=NUMBER, quantity=st.integers(1, 3), payer=PAYER)
    def add_line(self, who, number, quantity, payer):
        record, order = self.pick(number)
        allowed = self.person(who).sees(order) and not order.frozen
        line = self.expect(
            allowed,
            lambda: (
                self.env["service.order.line"]
                .with_user(self.user(who))
                .create(
                    {
                        "order_id": record.id,
                        "product_id": self.case.part.id,
                        "quantity": quantity,
                        "price_unit": 100,
                        "payer": payer,
                    }
                )
            ),
        )
        if line:
            line = line.with_env(self.env)
            order.lines[line] = Line(quantity, 100, payer)
            self.lines[line] = order

    @precondition(lambda self: self.lines)
    @rule(who=ANYBODY, number=NUMBER, price=st.integers(1, 9), payer=PAYER)
    def change_line(self, who, number, price, payer):
        line, order = self.pick_line(number)
        values = {"price_unit": price * 50, "payer": payer, "discount": price * 10}
        allowed = self.person(who).sees(order) and not order.frozen
        self.expect(allowed, lambda: line.with_user(self.user(who)).write(values))
        if allowed:
            known = order.lines[line]
            known.price, known.payer, known.discount = price * 50, payer, price * 10

    @precondition(lambda self: self.lines)
    @rule(who=ANYBODY, number=NUMBER)
    def remove_line(self, who, number):
        line, order = self.pick_line(number)
        allowed = self.person(who).sees(order) and not order.frozen
        self.expect(allowed, line.with_user(self.user(who)).unlink)
        if allowed:
            del order.lines[line], self.lines[line]

    @precondition(lambda self: self.lines)
    @rule(who=ANYBODY, number=NUMBER, to=NUMBER)
    def move_line(self, who, number, to):
        """From one order to another, which is a change of both."""
        line, order = self.pick_line(number)
        target, other = self.pick(to)
        person = self.person(who)
        allowed = (
            *(person.sees(order), person.sees(other)),
            *(not order.frozen, not other.frozen),
        )
        self.expect(
            all(allowed),
            lambda: line.with_user(self.user(who)).write({"order_id": target.id}),
        )
        if all(allowed):
            other.lines[line] = known = order.lines.pop(line)
            known.declined = False  # refused there, not here
            self.lines[line] = other

    @precondition(lambda self: any(order.frozen for order in self.orders.values()))
    @rule(who=WHO, number=NUMBER)
    def move_line_into_issued(self, who, number):
        frozen = [order.frozen for order in self.orders.values()]
        if not all(frozen):
            self.add_line("head", frozen.index(False), 1, "customer")
            self.move_line(who, len(self.lines) - 1, frozen.index(True))
            self.case.line_into_issued = True

    # What always holds

    @invariant()
    def orders_are_as_they_should_be(self):
        for record, order in self.orders.items():
            self.check_order(record, order)
            self.check_dates(record, order)
            self.check_stays(record, order)
        names = [record.name for record in self.orders]
        self.case.assertEqual(len(set(names)), len(names), "numbers are unique")

    def check_order(self, record, order):
        self.case.assertEqual(
            {
                "stage": record.stage_id.id,
                "state": record.state,
                "manager": record.user_id,
                "engineer": record.engineer_id,
                "diagnosis": record.diagnosis or "",
                "reason": record.refusal_reason or "",
                "active": record.active,
                "lines": set(record.line_ids.ids),
                "serial": (record.serial, record.device_id.serial),
                "total": round(record.amount_total, 2),
            },
            {
                "stage": order.stage.key,
                "state": order.stage.state,
                "manager": self.user(order.manager),
                "engineer": self.user(order.engineer),
                "diagnosis": order.diagnosis,
                "reason": order.refusal_reason,
                "active": order.active,
                "lines": {line.id for line in order.lines},
                "serial": (order.serial, order.serial),
                "total": round(order.total, 2),
            },
        )
        self.case.assertTrue(record.user_id, "somebody is always responsible")

    def check_dates(self, record, order):
        case, state = self.case, order.stage.state
        case.assertEqual(bool(record.date_issued), state == "issued")
        case.assertEqual(bool(record.date_start), order.started)
        case.assertEqual(bool(record.date_end), order.ended)
        if record.date_start and state in ("done", "issued"):
            case.assertLessEqual(record.date_start, record.date_end)
        if record.date_issued:
            case.assertLessEqual(record.date_end, record.date_issued)

    def check_stays(self, record, order):
        """One row for each move, by whom and when; no gap between them."""
        if "service.order.stage.log" not in self.env:
            return
        logs = self.env["service.order.stage.log"].search(
            [("order_id", "=", record.id)], order="id"
        )
        self.case.assertEqual(
            [(log.stage_id.id, log.date_start, log.user_id) for log in logs],
            [(key, when, self.user(who)) for key, when, who in order.stays],
        )
        ends = [log.date_end for log in logs]
        self.case.assertEqual(
            ends, [when for _key, when, _who in order.stays[1:]] + [False]
        )


class LifeCommon(ServiceCommon):
    """The people and the stages, and a run of many lives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.persons = {
            "desk": Person("desk", sees_branch=True, takes_in=True),
            "engineer": Person("engineer", is_engineer=True),
            "colleague": Person("colleague", is_engineer=True),
            "head": Person(
                *("head", True), takes_in=True, is_engineer=True, reopens=True
            ),
            "stranger": Person(
                "stranger", sees_branch=True, takes_in=True, in_branch=False
            ),
        }
        for name, person in cls.persons.items():
            person.groups = frozenset(getattr(cls, name).all_group_ids.ids)
        cls.stages = {
            stage.id: Stage(
                key=stage.id,
                state=stage.state,
                next=frozenset(stage.next_stage_ids.ids),
                groups=frozenset(stage.group_ids.ids),
                required=tuple(stage.required_field_ids.mapped("name")),
            )
            for stage in cls.env["service.stage"].search([])
        }
        cls.start = cls.stages[cls.stage_new.id]

    def live(self, kind, part=1):
        """Let orders live for a part of all steps.

        ``HYPOTHESIS_STEPS=20000`` in the environment: more, and others each time.
        """
        self.steps, self.moves, self.line_into_issued = 0, set(), False
        steps = STEPS // part
        lives.live(kind, self, steps // (LENGTH // 2), LENGTH)
        self.assertGreaterEqual(self.steps, steps)


@tagged("post_install", "-at_install")
class TestLife(LifeCommon):
    """Lives of orders that nobody thought of."""

    def test_orders_keep_their_rules_whatever_happens(self):
        self.live(Life)
        reached = {state for _old, state in self.moves}
        states = {
            self.stages[key].state for s in self.stages.values() for key in s.next
        }
        self.assertEqual(reached, states, "every state was reached")
        self.assertIn(("issued", "in_progress"), self.moves, "issued ones reopened")
        self.assertTrue(self.line_into_issued, "a line was moved into an issued one")
