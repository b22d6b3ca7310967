"""``./sc bench --parts``: parts in stock, beside a repair.order with the same parts."""

from acts import PAGE, Acts
from base import Base
from ours import Service
from peer import Repair

AWAITED = 10_000  # open moves that wait for a part
STOCK = 1_000_000  # pieces of each part: none of the acts runs short


class PartsBase(Base):
    """The same company; its parts lie in the warehouse that both take from."""

    def make_parts(self, env, filler):
        super().make_parts(env, filler)
        branch = env["service.branch"].search([], limit=1)
        quants = env["stock.quant"]
        for part in env["product.product"].browse(self.part_ids):
            quants._update_available_quantity(
                part, branch.warehouse_id.lot_stock_id, STOCK
            )


class PartsService(Service):
    """Our order with its stock moves."""

    availability = ("parts_state",)

    def fill(self, filler, env, count):
        super().fill(filler, env, count)
        last = filler.highest("service_order")
        for kind, number in reversed(self.base.kinds(count)):
            order = env[self.model].browse(self.templates[kind])
            last -= number
            self.fill_moves(filler, order, last, number)
        if not hasattr(self, "awaited"):
            self.fill_awaited(filler, env)

    def fill_moves(self, filler, order, first, count):
        """Moves for the copies of an order, each for its own line."""
        lines = order.line_ids.sorted("id")
        start, step = filler.highest("stock_move"), len(lines)
        line = filler.value(
            f"SELECT min(id) FROM service_order_line WHERE order_id = {first} + 1"
        )
        for offset, template in enumerate(lines):
            filler.copy(
                *("stock_move", template.move_ids.id, count, step, offset, start),
                service_order_id=f"{first} + n",
                service_line_id=f"{line} + (n - 1) * {step} + {offset}",
                product_id=self.base.part(f"n + {template.id}"),
            )

    def fill_awaited(self, filler, env):
        part = env["product.product"].create({"name": "Awaited", "is_storable": True})
        order = env[self.model].browse(self.templates["open"])
        line = env["service.order.line"].create(
            {"order_id": order.id, "product_id": part.id}
        )
        self.awaited = line.move_ids.id
        filler.copy(
            *("stock_move", self.awaited, AWAITED),
            product_id=self.base.part("n"),
            service_line_id="NULL",
        )

    def take_in(self, env, parts=3):
        """An order with reserved parts."""
        return env[self.model].create(self.values(parts))

    def to_work(self, order):
        order.write({"engineer_id": self.base.user_id, "diagnosis": "Broken screen"})
        order.action_start()

    def remove(self, order, line, spec):
        order.web_save({self.lines: [(2, line.id)]}, spec)

    def end(self, order):
        order.action_done()

    def invoice(self, order):
        order.action_create_invoice()

    def quantity_field(self):
        return "quantity"


class PartsRepair(Repair):
    """The peer with its stock moves."""

    availability = ("parts_availability", "parts_availability_state")

    def take_in(self, env, parts=3):
        values = {**self.values(parts), "lot_id": self.lot_id}  # else it never ends
        order = env[self.model].create(values)
        order._action_repair_confirm()
        return order

    def to_work(self, order):
        order.action_repair_start()

    def remove(self, order, line, spec):
        """A stock user may delete no moves there: he cancels them."""
        line._action_cancel()

    def end(self, order):
        order.action_repair_end()

    def invoice(self, order):
        order.action_create_sale_order()
        order.sale_order_id.action_confirm()
        order.sale_order_id._create_invoices()

    def quantity_field(self):
        return "product_uom_qty"


class PartsActs(Acts):
    """What happens to the parts of an order, from its beginning to its invoice."""

    def get(self):
        save = self.save
        acts = {
            "create with 3 parts, reserved": self.take_in(3),
            "create with 10 parts, reserved": self.take_in(10),
            "add a part": save(lambda _line: self.subject.line(5)),
            "change a quantity from 1 to 2": save(self.change),
            "remove a part": self.remove,
            "done, 3 parts used": self.end,
            "create, to work, done": self.life(False),
            "create, to work, done, invoice": self.life(True),
            "list as it opens, parts availability": self.availability,
        }
        if hasattr(self.subject, "awaited"):
            acts[f"first page of {AWAITED} awaited parts"] = self.awaited
        return {name: (act, 1) for name, act in acts.items()}

    def take_in(self, parts):
        def act(env, meter):
            meter.start()
            self.subject.take_in(env, parts)

        return act

    def save(self, command):
        """One line of an order with three reserved parts, as the form saves it."""

        def act(env, meter):
            order = self.subject.take_in(env)
            given = command(order[self.subject.lines][:1])
            meter.start()
            order.web_save({self.subject.lines: [given]}, self.specs["form"])

        return act

    def remove(self, env, meter):
        order = self.subject.take_in(env)
        line = order[self.subject.lines][:1]
        meter.start()
        self.subject.remove(order, line, self.specs["form"])

    def change(self, line):
        return 1, line.id, {self.subject.quantity_field(): 2}

    def end(self, env, meter):
        order = self.subject.take_in(env)
        self.subject.to_work(order)
        meter.start()
        self.subject.end(order)

    def life(self, invoiced):
        def act(env, meter):
            meter.start()
            order = self.subject.take_in(env)
            self.subject.to_work(order)
            self.subject.end(order)
            if invoiced:
                self.subject.invoice(order)

        return act

    def availability(self, env, meter):
        spec = {
            **self.specs["list"],
            **{name: {} for name in self.subject.availability},
        }
        meter.start()
        self.model(env).web_search_read(
            self.subject.opening_domain, spec, 0, PAGE, count_limit=10001
        )

    def awaited(self, env, meter):
        domain = [
            ("service_use", "=", "fit"),
            ("state", "in", ("confirmed", "partially_available")),
        ]
        names = ("product_id", "service_order_id", "product_uom_qty", "date")
        spec = {name: {} for name in names}
        spec["product_id"] = spec["service_order_id"] = {"fields": {"display_name": {}}}
        meter.start()
        env["stock.move"].web_search_read(domain, spec, 0, PAGE, count_limit=10001)
