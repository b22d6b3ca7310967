"""Parts of a branch, as the people of the running server see and move them."""

import copy
import uuid

LINE, ORDER, MOVE = "service.order.line", "service.order", "stock.move"
OPEN = ["state", "not in", ("done", "cancel")]


class Stockroom:
    """The parts of one branch: ``keeper`` counts and moves them, ``desk`` takes in.

    ``admin`` makes the products; all read what they need as ``head``.
    """

    def __init__(self, as_user, code):
        self.admin, self.head = as_user("admin"), as_user("head")
        self.keeper, self.desk = as_user("store"), as_user("desk")
        (self.branch,) = self.head.call(
            *("service.branch", "search_read", [["code", "=", code]]),
            *(["warehouse_id", "parts_steps"],),
        )
        (self.warehouse,) = self.read(
            *("stock.warehouse", [self.branch["warehouse_id"][0]]),
            *("lot_stock_id", "service_bench_id", "out_type_id", "int_type_id"),
        )
        self.stock = self.warehouse["lot_stock_id"]
        self.bench = self.warehouse["service_bench_id"]
        (self.device_type,) = self.desk.call(
            "service.device.type", "search", [["intake_photo_count", "=", 0]], limit=1
        )
        (self.customers,) = self.find("stock.location", ["usage", "=", "customer"])[:1]

    def twin(self):
        """The same people once more, for another thread."""
        other = copy.copy(self)
        for name in ("admin", "head", "keeper", "desk"):
            setattr(other, name, getattr(self, name).twin())
        return other

    # what people do

    def make_part(self, quantity=0, price=100):
        """A part that nobody had before, and so many of it in the stock."""
        (part,) = self.admin.call(
            "product.product",
            "create",
            [
                {
                    "name": f"Part {uuid.uuid4().hex[:8]}",
                    "is_storable": True,
                    "list_price": price,
                    "standard_price": 10,
                }
            ],
        )
        if quantity:
            self.count(part, quantity)
        return part

    def count(self, part, quantity, who=None):
        """The stock was counted: so many are there."""
        values = {
            "product_id": part,
            "location_id": self.stock,
            "inventory_quantity": quantity,
        }
        context, who = {"inventory_mode": True}, who or self.keeper
        (quant,) = who.call("stock.quant", "create", [values], context=context)
        who.call("stock.quant", "action_apply_inventory", [quant], context=context)

    def take_in(self, count=1, who=None):
        """New orders of the branch."""
        return (who or self.desk).call(
            ORDER,
            "create",
            [
                {
                    "branch_id": self.branch["id"],
                    "partner_phone": f"+48 {600000000 + uuid.uuid4().int % 99999999}",
                    "partner_name": "Nowa Klientka",
                    "serial": uuid.uuid4().hex,
                    "device_type_id": self.device_type,
                    "fault": "Does not switch on",
                }
                for _each in range(count)
            ],
        )

    def add(self, who, order, part, quantity=1, **values):
        values.update(order_id=order, product_id=part, quantity=quantity)
        return who.call(LINE, "create", [values])[0]

    def begin(self, orders, engineer):
        """Repairs under way, diagnosed: all but their end."""
        self.head.call(
            ORDER, "write", orders, {"engineer_id": engineer, "diagnosis": "Broken"}
        )
        self.head.call(ORDER, "action_start", orders)

    def send(self, part, quantity, to=None):
        """A transfer of Odoo's own: a delivery, or within the warehouse."""
        kind = "int_type_id" if to else "out_type_id"
        to = to or self.customers
        (picking,) = self.keeper.call(
            "stock.picking",
            "create",
            [
                {
                    "picking_type_id": self.warehouse[kind],
                    "location_id": self.stock,
                    "location_dest_id": to,
                    "move_ids": [
                        [
                            *(0, 0),
                            {
                                "product_id": part,
                                "product_uom_qty": quantity,
                                "location_id": self.stock,
                                "location_dest_id": to,
                            },
                        ]
                    ],
                }
            ],
        )
        self.keeper.call("stock.picking", "action_confirm", [picking])
        return picking

    # what is there

    def find(self, model, *domain):
        return self.head.call(model, "search", list(domain))

    def read(self, model, ids, *names):
        return self.head.call(model, "read", ids, names, load=None)

    def of_part(self, model, part, *names, domain=()):
        domain = [["product_id", "=", part], *domain]
        return self.head.call(model, "search_read", domain, names, load=None)

    def on_hand(self, part, location=None):
        quants = self.of_part(
            "stock.quant", part, "quantity", domain=[self.at(location)]
        )
        return sum(quant["quantity"] for quant in quants)

    def reserved(self, part, location=None):
        quants = self.of_part(
            "stock.quant", part, "reserved_quantity", domain=[self.at(location)]
        )
        return sum(quant["reserved_quantity"] for quant in quants)

    def at(self, location):
        return ["location_id", "child_of", location or self.stock]

    def check(self, part):
        """What has to hold at every moment, for all that is known of one part."""
        kept = [["location_id.usage", "=", "internal"]]
        quants = self.of_part(
            *("stock.quant", part, "location_id", "quantity", "reserved_quantity"),
            domain=kept,
        )
        held = self.of_part(
            *("stock.move.line", part, "location_id", "quantity_product_uom"),
            domain=[*kept, OPEN],
        )
        places = {each["location_id"] for each in (*quants, *held)}
        for place in places:
            there, reserved, moving = (
                sum(each[name] for each in rows if each["location_id"] == place)
                for rows, name in (
                    (quants, "quantity"),
                    (quants, "reserved_quantity"),
                    (held, "quantity_product_uom"),
                )
            )
            facts = {"there": there, "reserved": reserved, "moving": moving}
            assert there >= 0, facts
            assert reserved == moving, facts
            assert reserved <= there, facts
        self.check_came_and_went(part, quants)
        self.check_lines(part)

    def check_came_and_went(self, part, quants):
        """What came less what went is what is there."""
        moves = self.of_part(
            *(MOVE, part, "location_usage", "location_dest_usage", "quantity"),
            domain=[["state", "=", "done"]],
        )
        came = sum(
            m["quantity"] for m in moves if m["location_dest_usage"] == "internal"
        )
        went = sum(m["quantity"] for m in moves if m["location_usage"] == "internal")
        there = sum(quant["quantity"] for quant in quants)
        assert came - went == there, (came, went, there)

    def check_lines(self, part):
        """Line, moves and order say the same of the part."""
        lines = self.of_part(
            LINE, part, "quantity", "order_id", "parts_state", "approval"
        )
        states = self.read(
            *(ORDER, list({line["order_id"] for line in lines}), "state"),
        )
        state = {each["id"]: each["state"] for each in states}
        moves = self.of_part(
            *(MOVE, part, "service_line_id", "service_use", "state"),
            *("product_uom_qty", "quantity", "location_usage"),
            domain=[["service_order_id", "!=", False], ["state", "!=", "cancel"]],
        )
        for line in lines:
            own = [move for move in moves if move["service_line_id"] == line["id"]]
            self.check_line(line, own, state[line["order_id"]])

    def check_line(self, line, moves, state):
        fits = [move for move in moves if move["service_use"] == "fit"]
        backs = [
            move
            for move in moves
            if move["service_use"] == "back" and move["location_usage"] == "customer"
        ]
        total = sum(m["product_uom_qty"] for m in fits)
        total -= sum(m["product_uom_qty"] for m in backs)
        wanted = 0 if line["approval"] == "refused" else line["quantity"]
        assert total == wanted, (line, moves)
        for move in moves:
            if move["state"] == "done":
                assert move["quantity"] == move["product_uom_qty"], move
        if state == "issued":
            assert all(move["state"] == "done" for move in moves), (line, moves)
        if line["parts_state"] in ("reserved", "issued"):
            assert all(move["state"] in ("assigned", "done") for move in fits), fits
