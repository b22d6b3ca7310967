"""service.order: how its tables are filled, and the acts that are measured."""

from finding import Finding

from odoo.fields import Command


class Service:
    """Our order, driven through its own views."""

    model = "service.order"
    lines = "line_ids"
    opening_domain = [("state", "!=", "issued")]
    group_by, aggregates = "stage_id", []
    paper = "service_center.report_work_order"

    def __init__(self, base):
        self.base, self.devices, self.orders = base, 0, 0

    def prepare(self, env):
        """One order that was issued and one on the bench, by the ORM."""
        self.branch = env["service.branch"].search([], limit=1)
        self.type_id = env.ref("service_center.service_device_type_phone").id
        done, waiting = env[self.model].create([self.values(), self.values()])
        (done | waiting).write({"engineer_id": self.base.user_id})
        (done | waiting).action_start()
        done.diagnosis = "Broken screen"
        done.action_done()
        done.action_issue()
        self.templates = {"closed": done.id, "open": waiting.id}

    def fill(self, filler, env, count):
        """Add so many orders, each with three parts and its history."""
        base, devices = self.base, count // 2
        device = env[self.model].browse(self.templates["open"]).device_id
        start = filler.copy(
            *("service_device", device.id, devices),
            serial=self.serial_of(f"n + {self.devices}"),
            serial_key=self.serial_of(f"n + {self.devices}"),
            partner_id=base.partner("n"),
        )
        for kind, number in base.kinds(count):
            order = env[self.model].browse(self.templates[kind])
            first = filler.highest("service_order")
            name = f"'WA-' || lpad((n + {first})::text, 8, '0')"
            code = f"lpad((n + {first})::text, 8, '0')"
            serial = self.serial_of(f"1 + n % {devices} + {self.devices}")
            date, dates = base.date("n", number, kind), {}
            if kind == "closed":  # a day on the bench, a day on the shelf
                dates = {
                    "date_start": date,
                    "date_end": f"{date} + interval '1 day'",
                    "date_issued": f"{date} + interval '2 day'",
                }
            filler.copy(
                *("service_order", order.id, number),
                name=name,
                code=code,
                partner_id=base.partner("n"),
                partner_phone=base.phone_of("n"),
                device_id=f"{start} + 1 + n % {devices}",
                serial=serial,
                search_key=f"{name} || ' ' || {code} || ' ' || {serial} || ' ' || "
                f"{base.digits_of('n')} || E'\\n' || {base.name_of('n')} || ' ' || "
                f"{base.digits_of('n')}",
                user_id=base.user("n"),
                engineer_id=base.user("n + 1"),
                create_date=date,
                **dates,
            )
            for field in order._fields.values():
                if field.type != "one2many" or not field.comodel_name.startswith(
                    "service."
                ):
                    continue
                children, inverse = env[field.comodel_name], field.inverse_name
                more = {}
                if "product_id" in children._fields:
                    more["product_id"] = base.part("n + template.id")
                begin, copied = filler.copy_children(
                    children, inverse, order, first, number, **more
                )
                for each in children._fields.values():
                    if each.type == "many2many" and each.store:
                        filler.copy_relation(each, copied, begin, number)
            filler.add_chatter(order, first, number)
        self.devices += devices
        self.old_id, self.number, self.serial = filler.row(
            "SELECT id, name, serial FROM service_order WHERE state = 'issued' "
            "ORDER BY id OFFSET (SELECT count(*) / 2 FROM service_order) LIMIT 1"
        )
        self.recent_id = filler.value(
            "SELECT max(id) FROM service_order WHERE state = 'in_progress'"
        )
        filler.cr.execute("SELECT setval(%s, 90000000)", [self.code_sequence(env)])
        self.check(env)

    def serial_of(self, number):
        return f"'SN' || lpad(({number})::text, 9, '0')"

    def code_sequence(self, env):
        sequence = env.ref("service_center.service_order_code_sequence")
        return f"ir_sequence_{sequence.id:03d}"

    def check(self, env):
        """What was filled in by SQL is what the ORM would have computed."""
        env.invalidate_all()
        order = env[self.model].browse(self.old_id)
        filled = order.search_key
        env.add_to_compute(order._fields["search_key"], order)
        if order.search_key != filled:
            raise SystemExit(
                f"the filling is out of date: it wrote {filled!r}, the order itself "
                f"computes {order.search_key!r}"
            )

    def values(self, parts=3):
        """What the server is told to make an order with some parts."""
        self.base.counter += 1
        return {
            "branch_id": self.branch.id,
            "partner_id": self.base.customer_id,
            "serial": f"NEW{self.base.counter}",
            "device_type_id": self.type_id,
            "fault": "Does not switch on",
            "line_ids": [self.line(number) for number in range(parts)],
        }

    def line(self, number):
        return Command.create({"product_id": self.base.part_ids[number]})

    def type_in(self, form, env):
        """What a person types into a new order, field by field."""
        products = env["product.product"]
        self.base.counter += 1
        form.partner_phone = self.base.phone
        form.fault = "Does not switch on"
        form.serial = f"NEW{self.base.counter}"
        form.device_type_id = env["service.device.type"].browse(self.type_id)
        form.appearance = "Scratch on the back"
        for number in range(3):
            with form.line_ids.new() as line:
                line.product_id = products.browse(self.base.part_ids[number])

    def ready_to_move(self, env, count):
        orders = env[self.model].create([self.values() for _each in range(count)])
        orders.engineer_id = self.base.user_id
        return orders

    def move(self, orders):
        orders.action_start()

    def searches(self):
        """Domains of the one search box."""
        base = self.base
        return {
            kind: [("display_name", "ilike", text)]
            for kind, text in {
                "number": self.number,
                "serial": self.serial,
                "phone": base.phone,
                "customer": base.customer,
                "nothing": "QQ-999-QQ",
            }.items()
        }

    def own_acts(self):
        """What the peer has no function for."""
        return Finding(self).get()
