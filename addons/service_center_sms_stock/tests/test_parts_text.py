from odoo.tests import tagged

from odoo.addons.service_center_sms.tests.common_text import TextCommon
from odoo.addons.service_center_sms.tools import placeholders, segments
from odoo.addons.service_center_stock.tests.common_buying import BuyingCommon


@tagged("post_install", "-at_install")
class TestPartsText(TextCommon, BuyingCommon):
    """The customer is told that his parts are there, where the centre wants that."""

    def setUp(self):
        super().setUp()
        self._use()
        self.text = self.env.ref("service_center_sms_stock.service_sms_text_parts")
        self.text.active = True

    def test_the_last_part_writes_one_text(self):
        order = self._create_waiting().sudo()
        self.assertFalse(self._rows(order))
        self._put_in_stock(1)
        order.move_ids._action_assign()
        self.assertRecordValues(self._rows(order), [{"event": "parts"}])
        self._send()
        self.assertIn("has arrived", self.gateway.seen[0].params["text"])

    def test_switched_off_it_writes_none(self):
        self.text.active = False
        order = self._create_waiting().sudo()
        self._put_in_stock(1)
        order.move_ids._action_assign()
        self.assertFalse(self._rows(order))

    def test_a_line_that_was_taken_off_is_no_part_that_arrived(self):
        order = self._create_waiting()
        order.line_ids.unlink()
        self._send()
        self.assertFalse(self.gateway.seen)

    def test_a_part_missing_again_is_not_told_as_there(self):
        order = self._create_waiting().sudo()
        self._put_in_stock(1)
        order.move_ids._action_assign()
        order.line_ids.quantity = 2
        self._send()
        self.assertFalse(self.gateway.seen)

    def test_a_part_on_its_way_is_not_told_as_there(self):
        order = self._create_waiting().sudo()
        self._put_in_stock(1)
        order.move_ids._action_assign()
        order.line_ids.quantity = 2
        self._buy(order).button_confirm()
        self.assertEqual(order.parts_state, "coming")
        self._send()
        self.assertFalse(self.gateway.seen)

    def test_it_fits_one_part_in_every_language(self):
        languages = ("en_US", "ru_RU", "uk_UA", "pl_PL")
        for code in languages[1:]:
            self.env["res.lang"]._activate_lang(code)
        self.env["ir.module.module"]._load_module_terms(
            ["service_center_sms_stock"], list(languages[1:])
        )
        bodies = set()
        for code in languages:
            body = self.text.with_context(lang=code)._fill(placeholders.SAMPLES)
            self.assertEqual(segments.measure(body).segments, 1, body)
            bodies.add(body)
        self.assertEqual(len(bodies), 4)
