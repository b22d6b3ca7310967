"""Labels: from the press to the bytes that wait for the printer."""

from acts import Acts
from ours import Service

MANY = 500


class LabelService(Service):
    """Our order, with a label printer in the network."""

    def prepare(self, env):
        super().prepare(env)
        printer = env["service.label.printer"].create(
            {"name": "Zebra", "host": "192.168.0.50"}
        )
        layout = env.ref("service_center_labels.service_label_layout_order_58_40")
        env["service.label.assignment"].create(
            {"layout_id": layout.id, "printer_id": printer.id}
        )


class LabelActs(Acts):
    """What is pressed, for orders of customers and devices that all differ."""

    def get(self):
        if not isinstance(self.subject, LabelService):
            return {}  # Odoo's repair order has no label
        return {
            "1 label": (self.print(1), 1),
            "10 labels": (self.print(10), 1),
            f"{MANY} labels": (self.print(MANY), 1),
        }

    def print(self, count):
        def act(env, meter):
            orders = self.model(env).search([], order="id desc", limit=count)
            meter.start()
            orders.action_print_label()

        return act
