from odoo.addons.service_center.tests.common import ServiceCommon

from ..tools import engine
from .fake_printer import FakePrinter


class LabelCommon(ServiceCommon):
    """A printer that the desk prints order labels on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jobs = cls.env["service.label.job"]
        cls.layout = cls.env.ref(
            "service_center_labels.service_label_layout_order_58_40"
        )
        cls.env["ir.config_parameter"].set_param(
            "service_center_labels.networks", "127.0.0.1/32"
        )
        cls.env["ir.config_parameter"].set_param(
            "service_center_labels.ports", "1-65535"
        )
        cls.printer = cls.env["service.label.printer"].create(
            {"name": "Zebra", "host": "127.0.0.1", "port": 9, "timeout": 1}
        )
        cls.assignment = cls.env["service.label.assignment"].create(
            {"layout_id": cls.layout.id, "printer_id": cls.printer.id}
        )
        cls.order = cls._create_order()

    def _connect(self, mood="print", **more):
        """Put a printer of some mood at the address."""
        fake = FakePrinter(mood, **more)
        self.addCleanup(fake.close)
        self.printer.port = fake.port
        return fake

    def _press(self, orders=None, user=None, **more):
        orders = (orders or self.order).with_user(user or self.desk)
        return orders._print_labels(**more)

    def _work(self, asked=True):
        """Do what the thread does once the press is committed."""
        with self.enter_registry_test_mode():
            engine.print_queue(self.env.cr.dbname, self.printer.id, asked)
        self.env.invalidate_all()
