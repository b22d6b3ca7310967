from lxml import etree

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
        keeper = order.with_user(self.storekeeper)
        form = etree.fromstring(keeper.get_view(view_type="form")["arch"])
        self.assertEqual(keeper.web_read(self._ask(form, {}))[0]["id"], order.id)
        with Form(order.with_user(self.storekeeper)) as form:
            self.assertIn("Anna", form.receipt_status)
        mine = line.with_user(self.storekeeper)
        self.assertEqual(mine.performers, "Adam")

    def _ask(self, node, asked):
        """What the web client asks for, the lists and dialogs in a field included."""
        for child in node.iterchildren("*"):
            if child.tag == "field":
                known = asked.setdefault(child.get("name"), {})
                if len(child):
                    self._ask(child, known.setdefault("fields", {}))
            else:
                self._ask(child, asked)
        return asked

    def test_no_button_of_his_is_for_others(self):
        form = etree.fromstring(
            self._create_order()
            .with_user(self.storekeeper)
            .get_view(view_type="form")["arch"]
        )
        buttons = form.xpath("//header/button[@type='object']/@name")
        self.assertLessEqual(set(buttons), {"action_issue_parts", "action_buy_parts"})
