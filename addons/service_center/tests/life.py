"""What an order may do, in plain Python: the yardstick beside the real thing.

Nothing here asks the program under test. The flow of the stages is read once from
their records, because it is data; everything else is written down anew.
"""

from dataclasses import dataclass, field


@dataclass
class Person:
    """Somebody with a role: who may see and enter what."""

    name: str
    sees_all: bool = False
    sees_branch: bool = False
    takes_in: bool = False
    is_engineer: bool = False
    reopens: bool = False
    in_branch: bool = True
    groups: frozenset = frozenset()

    def sees(self, order):
        if self.sees_all:
            return True
        if self.sees_branch and self.in_branch:
            return True
        if self.is_engineer:
            return order.engineer == self.name or (
                order.engineer is None and self.in_branch
            )
        return False


@dataclass
class Stage:
    """A status: where to from here, who may enter, what must be filled in."""

    key: int
    state: str
    next: frozenset
    groups: frozenset
    required: tuple
    asks: bool = False  # nothing may be unapproved
    checks: bool = False  # the checklist must be done


@dataclass(eq=False)
class Asked:
    """A line as the customer was asked about it."""

    order: "Order"
    total: float
    decision: str


@dataclass(eq=False)
class Line:
    """A work or part: price, quantity and discount as whole as makes exact sums."""

    quantity: int
    price: int
    payer: str
    discount: int = 0
    asked: Asked = None
    declined: bool = False
    shares: tuple = ()

    @property
    def total(self):
        return round(self.quantity * self.price * (100 - self.discount) / 100 * 1.2, 2)

    def approval(self, order):
        """The customer's answer as far as it still holds."""
        if self.declined:
            return "refused"
        if not self.asked or self.asked.order is not order:
            return "none"
        if self.asked.decision == "approved" and self.total > self.asked.total:
            return "changed"
        return self.asked.decision


@dataclass
class Order:
    """What is known of an order without asking it."""

    serial: str
    stage: Stage
    manager: str
    engineer: str = None
    diagnosis: str = ""
    refusal_reason: str = ""
    active: bool = True
    started: bool = False
    ended: bool = False
    lines: dict = field(default_factory=dict)
    stays: list = field(default_factory=list)
    versions: dict = field(default_factory=dict)
    open: object = None  # the version that waits for an answer
    stopped: bool = False
    checked: bool = False

    @property
    def frozen(self):
        return self.stage.state == "issued"

    @property
    def total(self):
        return round(sum(line.total for line in self.charged.values()), 2)

    @property
    def charged(self):
        """What the customer pays for, by record."""
        return {
            record: line
            for record, line in self.lines.items()
            if line.payer == "customer" and line.approval(self) != "refused"
        }

    def may_enter(self, stage, person, values):
        """Whether the one door lets this person through with these values."""
        if stage.key not in self.stage.next:
            return False
        if stage.groups and not stage.groups & person.groups:
            return False
        if self.frozen and not person.reopens:
            return False
        if self.stopped and not (
            stage.state in ("new", "refused")
            or (stage.state == "issued" and self.stage.state == "refused")
        ):
            return False
        if stage.checks and not self.checked:
            return False
        if stage.asks and self.total and self.unapproved:
            return False
        given = {
            "engineer_id": self.engineer,
            "diagnosis": self.diagnosis,
            "refusal_reason": self.refusal_reason,
            **values,
        }
        if stage.state == "in_progress" and person.is_engineer:
            given["engineer_id"] = given["engineer_id"] or person.name
        return all(given[name] for name in stage.required)

    @property
    def unapproved(self):
        return [
            line
            for line in self.charged.values()
            if line.total and line.approval(self) != "approved"
        ]

    def may_send(self, person, stages):
        """Whether there is something new to ask the customer about."""
        if self.frozen:
            return False
        refused = [line for line in self.lines.values() if line.declined]
        for line in refused:  # asking again takes a refusal back
            line.declined = False
        may = self._may_ask(person, stages)
        for line in refused:
            line.declined = True
        return may

    def _may_ask(self, person, stages):
        lines = self.charged
        if not lines:
            return False
        if all(line.approval(self) == "approved" for line in lines.values()):
            return False
        if self.stage.state != "approval":
            ahead = [s for s in stages if s.state == "approval"]
            return self.may_enter(ahead[0], person, {})
        said = self.open and self.versions[self.open]
        return not said or not (
            set(said.values()) == {line.asked for line in lines.values()}
            and all(line.asked.total == line.total for line in lines.values())
        )

    def send(self, version):
        """The customer is asked about all he would pay."""
        said = {}
        for line in self.lines.values():
            line.declined = False
        for record, line in self.charged.items():
            approved = line.approval(self) == "approved"
            decision = "approved" if approved else "pending"
            line.asked = said[record] = Asked(self, line.total, decision)
        self.versions[version], self.open = said, version

    def answer(self, approved):
        """Each waiting line is approved if it is named, else refused.

        Tell whether anything stays approved.
        """
        said, self.open = self.versions[self.open], None
        for record, asked in said.items():
            if asked.decision == "pending":
                asked.decision = "approved" if record in approved else "refused"
        return any(asked.decision == "approved" for asked in said.values())

    def enter(self, stage, person, now):
        if stage.state == "in_progress" and self.stage.state in ("done", "issued"):
            self.checked = False
        if stage.state == "refused" and self.open:
            self.answer(())
        for line in self.lines.values():
            if stage.state != "issued":
                line.declined = stage.state == "refused"
        if stage.state == "in_progress":
            self.started = True
            if person.is_engineer and not self.engineer:
                self.engineer = person.name
        if stage.state in ("done", "refused"):
            self.ended = True
        self.stage = stage
        self.stays.append((stage.key, now, person.name))
