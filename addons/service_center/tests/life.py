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


@dataclass
class Line:
    """A work or part: price, quantity and discount as whole as makes exact sums."""

    quantity: int
    price: int
    payer: str
    discount: int = 0

    @property
    def total(self):
        return self.quantity * self.price * (100 - self.discount) / 100 * 1.2


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

    @property
    def frozen(self):
        return self.stage.state == "issued"

    @property
    def total(self):
        return sum(
            each.total for each in self.lines.values() if each.payer == "customer"
        )

    def may_enter(self, stage, person, values):
        """Whether the one door lets this person through with these values."""
        if stage.key not in self.stage.next:
            return False
        if stage.groups and not stage.groups & person.groups:
            return False
        if self.frozen and not person.reopens:
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

    def enter(self, stage, person, now):
        if stage.state == "in_progress":
            self.started = True
            if person.is_engineer and not self.engineer:
                self.engineer = person.name
        if stage.state in ("done", "refused"):
            self.ended = True
        self.stage = stage
        self.stays.append((stage.key, now, person.name))
