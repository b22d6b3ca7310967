from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from odoo.fields import Command
from odoo.tests import tagged

from .test_life import ANYBODY, NUMBER, Life, LifeCommon

SPLITS = st.sampled_from([(100,), (60, 40), (60, 30), ()])


class AskingLife(Life):
    """Orders whose customer is asked, whose device is checked, or may be stopped."""

    def __init__(self):
        super().__init__()
        self.stopped = {}

    # Means

    def answerable(self):
        return [record for record, order in self.orders.items() if order.open]

    def first(self, order, state):
        """The first next stage of an order that means ``state``."""
        found = [self.case.stages[key] for key in sorted(order.stage.next)]
        return next((stage for stage in found if stage.state == state), None)

    def begins(self, record, order, who):
        order.stopped = order.serial in self.stopped
        return super().begins(record, order, who)

    # What people do

    @precondition(lambda self: any(o.charged for o in self.orders.values()))
    @rule(who=ANYBODY, number=NUMBER)
    def send(self, who, number):
        record, order = self.pick(number)
        person, stages = self.person(who), self.case.stages.values()
        stage = self.first(order, "approval")
        allowed = (
            person.sees(order)
            and (order.stage.state == "approval" or stage is not None)
            and order.may_send(person, stages)
        )
        as_user = record.with_user(self.user(who))
        self.expect(allowed, as_user.action_send_for_approval)
        if allowed:
            order.send(record.open_estimate_id)
            if order.stage.state != "approval":
                self.case.moves.add((order.stage.state, "approval"))
                order.enter(stage, person, self.now)

    @precondition(lambda self: self.answerable())
    @rule(who=ANYBODY, number=NUMBER, chosen=st.integers(0, 7), refuse=st.booleans())
    def answer(self, who, number, chosen, refuse):
        records = self.answerable()
        record = records[number % len(records)]
        order, person, version = self.orders[record], self.person(who), None
        version = order.open
        asked = list(order.versions[version])
        approved = [line for n, line in enumerate(asked) if chosen & (1 << n)]
        said = order.versions[version]
        some = bool(approved) and any(
            said[line].decision == "pending" for line in approved
        )
        some = some or any(each.decision == "approved" for each in said.values())
        reason = "Too expensive" if refuse and not some else None
        stage = None
        if some and order.stage.state == "approval":
            stage = self.first(order, "in_progress")
        elif reason and order.stage.state != "refused":
            stage = self.first(order, "refused")
        given = {"refusal_reason": reason} if reason else {}
        goes = some and order.stage.state == "approval"
        goes = goes or (reason and order.stage.state != "refused")
        allowed = (
            person.sees(order)
            and not order.frozen
            and (
                not goes
                or (stage is not None and order.may_enter(stage, person, given))
            )
        )
        ids = [
            line.id for line in version.line_ids if line.order_line_id in set(approved)
        ]
        self.expect(
            allowed,
            lambda: version.with_user(self.user(who)).action_record_answer(
                ids, "phone", refusal_reason=reason
            ),
        )
        if not allowed:
            return
        order.answer(approved)
        if reason:
            order.refusal_reason = reason
        if goes:
            self.case.moves.add((order.stage.state, stage.state))
            order.enter(stage, person, self.now)

    @rule(who=ANYBODY, number=NUMBER, passed=st.booleans())
    def check(self, who, number, passed):
        record, order = self.pick(number)
        check = record.check_ids.with_user(self.user(who))
        allowed = self.person(who).sees(order) and not order.frozen
        self.expect(allowed, check.action_pass if passed else check.action_reopen)
        if allowed:
            order.checked = passed

    @rule(serial=st.integers(1, 3), stop=st.booleans())
    def stop(self, serial, stop):
        serial = f"LIFE-{serial}"
        if stop == (serial in self.stopped):
            return
        if stop:
            self.stopped[serial] = self.env["service.stop.serial"].create(
                {"serial": serial.lower(), "reason": "Reported stolen"}
            )
        else:
            self.stopped.pop(serial).active = False
        for order in self.orders.values():
            order.stopped = order.serial in self.stopped

    @precondition(lambda self: self.lines)
    @rule(who=ANYBODY, number=NUMBER, split=SPLITS)
    def share_out(self, who, number, split):
        line, order = self.pick_line(number)
        values = [
            {"employee_id": employee.id, "percent": percent}
            for employee, percent in zip(self.case.employees, split, strict=False)
        ]
        commands = [Command.clear(), *map(Command.create, values)]
        person = self.person(who)
        allowed = person.sees(order) and not order.frozen
        allowed = allowed and (not split or sum(split) == 100)
        if (
            person.is_engineer
            and not person.sees_all
            and (split or order.lines[line].shares)
        ):  # an engineer says who did it on his own orders, not on free ones
            allowed = allowed and order.engineer == person.name
        self.expect(
            allowed,
            lambda: line.with_user(self.user(who)).write({"share_ids": commands}),
        )
        if allowed:
            order.lines[line].shares = split

    @rule(number=NUMBER, chosen=st.integers(0, 7))
    def ask_and_repair(self, number, chosen):
        """Some lives surely get to the end, so that rare moves are seen."""
        self.check("desk", number, True)
        self.go_through("head", number, "in_progress")
        _record, order = self.pick(number)
        if order.charged and self.first(order, "approval"):
            self.send("desk", number)
            where = self.answerable()
            if self.pick(number)[0] in where:
                self.answer("desk", where.index(self.pick(number)[0]), chosen, False)
        self.check("desk", number, True)
        self.go_through("head", number, "in_progress", "done", "issued")

    @rule(number=NUMBER)
    def give_up(self, number):
        self.go_through("head", number, "refused", "issued")

    # What always holds

    @invariant()
    def answers_are_kept(self):
        case = self.case
        for record, order in self.orders.items():
            for line in order.lines:
                known = order.lines[line]
                case.assertEqual(line.approval, known.approval(order))
                case.assertEqual(
                    tuple(sorted(line.share_ids.mapped("percent"), reverse=True)),
                    known.shares,
                )
                case.assertIn(sum(known.shares), (0, 100))
            case.assertEqual(
                record.open_estimate_id, order.open or record.estimate_ids[:0]
            )
            for version, said in order.versions.items():
                # frozen means frozen: whatever becomes of the line
                case.assertEqual(
                    sorted((e.price_total, e.decision) for e in version.line_ids),
                    sorted((e.total, e.decision) for e in said.values()),
                )


class AskingCommon(LifeCommon):
    """A checklist before the end of a repair, and two who share the work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.checklist"].search([]).active = False
        cls.env["service.checklist"].create(
            {
                "name": "Before it is done",
                "stage_ids": [Command.set(cls.stage_done.ids)],
                "item_ids": [Command.create({"name": "It works"})],
            }
        )
        for stage in cls.stages.values():
            stage.checks = stage.key == cls.stage_done.id
        cls.employees = cls.env["hr.employee"].create([{"name": "A"}, {"name": "B"}])


@tagged("post_install", "-at_install")
class TestLifeAsking(AskingCommon):
    """Lives with estimates, checklists, shares and the stop-list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage_done.require_approval = True
        cls.stages[cls.stage_done.id].asks = True

    def test_what_the_customer_was_asked_stays_as_it_was(self):
        """As in the lives without: ``HYPOTHESIS_STEPS`` in the environment."""
        self.live(AskingLife, 3)
        self.assertIn(("approval", "in_progress"), self.moves)
        self.assertIn(("done", "issued"), self.moves)
        self.assertIn(("refused", "issued"), self.moves)
