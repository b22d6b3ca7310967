from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.service_center.tests.common_intake import signature

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestStorekeeperScreen(PartsCommon):
    """The storekeeper opens the orders of his branch, however far they are."""

    def test_he_opens_an_order_that_was_signed_and_worked_on(self):
        order = self._create_order()
        order.with_user(self.desk).action_record_receipt("Anna", signature())
        worker = self.env["hr.employee"].create({"name": "Adam"})
        share = Command.create({"employee_id": worker.id})
        line = self._add_part(order, share_ids=[share])
        self.env.invalidate_all()
        with Form(order.with_user(self.storekeeper)) as form:
            self.assertIn("Anna", form.receipt_status)
        mine = line.with_user(self.storekeeper)
        self.assertEqual(mine.performers, "Adam")
