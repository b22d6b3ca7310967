"""What stock may do, in plain Python: the yardstick beside Odoo's.

Nothing here asks the program under test how far a part is: states, needs and sums are
worked out anew from moves and quants as they lie in the database.
"""

from dataclasses import dataclass

from odoo.addons.service_center.tests.life import Order

CLOSED = ("done", "cancel")


@dataclass
class PartsOrder(Order):
    """An order that waits for parts, and whose parts may lie on the bench."""

    record: object = None

    def may_enter(self, stage, person, values):
        return super().may_enter(stage, person, values) and not self._lacks(stage)

    def _lacks(self, stage):
        """Whether parts keep it from being done or handed out."""
        if stage.state not in ("done", "issued"):
            return False
        order = self.record.sudo()
        fits = open_moves(order.move_ids, "fit")
        if any(move.state != "assigned" for move in fits):
            return True
        if order.branch_id.parts_steps == "two_steps":
            if not all(on_bench(move) for move in fits):
                return True
        return stage.state == "issued" and bool(open_moves(order.move_ids, "back"))


def open_moves(moves, use):
    return [m for m in moves if m.state not in CLOSED and m.service_use == use]


def on_bench(move):
    """Whether it is in the engineer's hands: on the bench, or in his bag."""
    benches = move.env["stock.warehouse"].search([]).service_bench_id
    return move.location_id in benches | move.env["service.bag"].search([]).location_id


def fitted(line):
    """What is in the device: what went in less what came, or has to come, out."""
    moves = [m for m in line.move_ids if m.state != "cancel"]
    into = sum(
        m.quantity for m in moves if m.service_use == "fit" and m.state == "done"
    )
    out = sum(
        m.product_uom_qty
        for m in moves
        if m.service_use == "back" and m.location_id.usage == "customer"
    )
    return into - out


def parts_state(line):
    """How far the part of a line is."""
    fits = open_moves(line.move_ids, "fit")
    if any(move.state != "assigned" for move in fits):
        return "short"
    if fits:
        return "issued" if all(map(on_bench, fits)) else "reserved"
    return "used" if fitted(line) > 0 else False
