"""Odoo's own repair.order: how its tables are filled, and the same acts on it."""

from odoo.fields import Command


class Repair:
    """The peer, driven through its own views."""

    model = "repair.order"
    lines = "move_ids"
    opening_domain = []
    group_by, aggregates = "state", []
    paper = "repair.report_repairorder2"

    def __init__(self, base):
        self.base, self.lots = base, 0

    def prepare(self, env):
        """One repair that is over and one that is waiting, by the ORM."""
        product = env["product.product"].create(
            {"name": "Phone X7", "is_storable": True, "tracking": "serial"}
        )
        self.product_id = product.id
        lot = env["stock.lot"].create({"name": "RP0", "product_id": product.id})
        self.lot_id = lot.id
        values = {**self.values(), "lot_id": lot.id}
        done, waiting = env[self.model].create([values, values])
        (done | waiting)._action_repair_confirm()
        done.action_repair_start()
        done.action_repair_end()
        self.templates = {"closed": done.id, "open": waiting.id}

    def fill(self, filler, env, count):
        """Add so many repairs, each with three parts."""
        lots = count // 2
        lot = filler.copy(
            *("stock_lot", self.lot_id, lots),
            name=f"'RP' || lpad((n + {self.lots})::text, 9, '0')",
        )
        self.lots += lots
        for kind, number in self.base.kinds(count):
            order = env[self.model].browse(self.templates[kind])
            first = filler.highest("repair_order")
            filler.copy(
                *("repair_order", order.id, number),
                name=f"'WH/RO/' || lpad((n + {first})::text, 8, '0')",
                partner_id=self.base.partner("n"),
                lot_id=f"{lot} + 1 + n % {lots}",
                user_id=self.base.user("n"),
                create_date=self.base.date("n", number, kind),
                schedule_date=self.base.date("n", number, kind),
            )
            filler.copy_children(
                *(env["stock.move"], "repair_id", order, first, number),
                product_id=self.base.part("n + template.id"),
            )
            filler.add_chatter(order, first, number)
        self.old_id, self.number, self.serial = filler.row(
            "SELECT o.id, o.name, l.name FROM repair_order o "
            "JOIN stock_lot l ON l.id = o.lot_id WHERE o.state = 'done' "
            "ORDER BY o.id OFFSET (SELECT count(*) / 2 FROM repair_order) LIMIT 1"
        )
        self.recent_id = filler.value(
            "SELECT max(id) FROM repair_order WHERE state = 'confirmed'"
        )

    def values(self, parts=3):
        """What the server is told to make an order with some parts."""
        return {
            "partner_id": self.base.customer_id,
            "product_id": self.product_id,
            "move_ids": [self.line(number) for number in range(parts)],
        }

    def line(self, number):
        return Command.create(
            {
                "repair_line_type": "add",
                "product_id": self.base.part_ids[number],
                "product_uom_qty": 1,
            }
        )

    def type_in(self, form, env):
        """What a person types into a new order, field by field."""
        products = env["product.product"]
        form.partner_id = env["res.partner"].browse(self.base.customer_id)
        form.product_id = products.browse(self.product_id)
        for number in range(3):
            with form.move_ids.new() as line:
                line.repair_line_type = "add"
                line.product_id = products.browse(self.base.part_ids[number])

    def ready_to_move(self, env, count):
        orders = env[self.model].create([self.values()] * count)
        orders._action_repair_confirm()
        return orders

    def move(self, orders):
        orders.action_repair_start()

    def searches(self):
        """Domains of the search box and of the fields it offers."""
        base = self.base

        def box(text):
            return ["|", ("name", "ilike", text), ("product_id", "ilike", text)]

        return {
            "number": box(self.number),
            "serial": [("lot_id", "ilike", self.serial)],
            "phone": [("partner_id.phone", "ilike", base.phone)],
            "customer": [("partner_id", "child_of", base.customer)],
            "nothing": box("QQ-999-QQ"),
        }

    def own_acts(self):
        """Nothing that our order does not have, too."""
        return {}
