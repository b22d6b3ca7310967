from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged

from .common import ServiceCommon

ROWS = ("service.order.line", "service.order.line.share", "service.order.stage.log")


@tagged("post_install", "-at_install")
class TestOrderRow(ServiceCommon):
    """Reports end in rows, and a row leads to its order."""

    def test_a_row_opens_its_order(self):
        order = self._create_order(
            line_ids=[Command.create({"product_id": self.work.id})]
        )
        for rows in (order.line_ids, order.stage_log_ids):
            action = rows[0].with_user(self.desk).action_open_order()
            self.assertEqual(
                (action["res_model"], action["res_id"]), ("service.order", order.id)
            )

    def test_the_lists_of_such_rows_say_so(self):
        for model in ROWS:
            arch = self.env[model].get_view(view_type="list")["arch"]
            self.assertEqual(
                etree.fromstring(arch).get("action"), "action_open_order", model
            )
