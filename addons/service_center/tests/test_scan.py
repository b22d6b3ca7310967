from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.keyboard import as_latin
from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestScan(ServiceCommon):
    """A scanned code opens what it stands for, on any keyboard layout."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(serial="F17-QXZ/9")

    def _scan(self, code, user=None):
        return self.env["service.scan"].with_user(user or self.desk).resolve(code)

    def assertOpens(self, order, *codes, user=None):
        for code in codes:
            with self.subTest(code):
                action = self._scan(code, user)
                self.assertTrue(action, "unknown")
                self.assertEqual(action["res_model"], "service.order")
                self.assertEqual(action.get("res_id"), order.id)

    def test_code_number_and_serial_open_the_order(self):
        order = self.order
        self.assertOpens(order, order.code, order.name, "F17-QXZ/9", "f17qxz9")

    def test_also_through_a_cyrillic_layout(self):
        # the keys of F17-QXZ/9, pressed with a Russian and a Ukrainian layout on
        self.assertOpens(self.order, "А17-ЙЧЯ.9", "а17-йчя.9")
        by_layout = self._create_order(serial="S]1'`X")
        self.assertOpens(by_layout, "Ы]1'`X", "ыъ1эёч", "ії1єґч")
        number = self.order.name.replace("ST", "ЫЕ")
        self.assertOpens(self.order, number, number.lower(), number.replace("Ы", "І"))

    def test_every_latin_key_comes_back(self):
        keys = "qwertyuiopasdfghjklzxcvbnm"
        self.assertEqual(as_latin("йцукенгшщзфывапролдячсмить"), keys)
        self.assertEqual(as_latin("йцукенгшщзфівапролдячсмить"), keys)
        self.assertEqual(as_latin("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"), keys.upper())
        self.assertEqual(as_latin("AB-12.3"), "AB-12.3")

    def test_a_device_that_was_here_before_opens_what_is_here_now(self):
        old = self._finish(self.order).with_user(self.desk)
        old.action_issue()
        self.assertOpens(old, "F17QXZ9")
        again = self._create_order(serial="F17-QXZ/9")
        self.assertEqual(again.device_id, old.device_id)
        self.assertOpens(again, "F17QXZ9")
        self.assertOpens(old, old.code)
        third = self._create_order(serial="F17-QXZ/9")
        action = self._scan("F17QXZ9")
        self.assertEqual(action["domain"], [("id", "in", [third.id, again.id, old.id])])

    def test_a_barcode_or_article_number_opens_the_product(self):
        self.part.write({"barcode": "4820001234567", "default_code": "SCR-X7"})
        self.work.default_code = "4820001234567"
        for code, product in (
            ("4820001234567", self.part),
            ("SCR-X7", self.part),
            ("scr-x7", self.part),
            ("ЫСК-Ч7", self.part),
        ):
            with self.subTest(code):
                action = self._scan(code, self.engineer)
                self.assertEqual(action["res_model"], "product.product")
                self.assertEqual(action["res_id"], product.id)
        self.work.default_code = "SCR-X7"
        action = self._scan("SCR-X7")
        self.assertEqual(set(action["domain"][0][2]), set((self.part + self.work).ids))
        self.part.barcode = self.order.code
        self.assertOpens(self.order, self.order.code)

    def test_an_unknown_code_opens_nothing(self):
        for code in ("404404", "", " ", "a b", None, "%", "x" * 10000, 12):
            with self.subTest(code):
                self.assertFalse(self._scan(code))

    def test_what_one_may_not_see_is_not_opened(self):
        self.order.engineer_id = self.engineer
        for user in (self.stranger, self.colleague):
            for code in (self.order.code, self.order.name, self.order.serial):
                self.assertFalse(self._scan(code, user))
        self.assertOpens(self.order, self.order.code, user=self.engineer)
        self.assertOpens(self.order, self.order.serial, user=self.head)

    def test_who_has_no_role_is_told_so(self):
        with self.assertRaises(AccessError):
            self._scan(self.order.code, self.outsider)

    def test_a_scan_asks_little(self):
        # one of them: who the user is
        for code, limit in ((self.order.code, 2), (self.order.serial, 4), ("404", 4)):
            self._scan(code)
            self.env.flush_all()
            self.env.invalidate_all()
            self.desk.has_group("base.group_user")
            with self.subTest(code), self.assertQueryCount(limit):
                self._scan(code)


@tagged("post_install", "-at_install")
class TestScanOntoOrder(ServiceCommon):
    """A part that is scanned while its order is open goes onto the order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.write({"barcode": "4820001234567", "default_code": "SCR-X7"})
        cls.order = cls._create_order(serial="F17-QXZ/9")

    def _scan(self, code, user=None):
        return self.order.with_user(user or self.engineer).add_scanned(code)

    def test_each_scan_is_one_more(self):
        self.assertEqual(
            self._scan("4820001234567"),
            {"name": self.part.display_name, "quantity": 1},
        )
        self.assertEqual(self._scan("ЫСК-Ч7")["quantity"], 2, "a Russian layout is on")
        self.assertRecordValues(
            self.order.line_ids, [{"product_id": self.part.id, "quantity": 2}]
        )

    def test_orders_and_devices_are_opened_as_everywhere(self):
        self.part.default_code = self.order.name
        for code in (
            self.order.code,
            self.order.name,
            "F17-QXZ/9",
            "nothing",
            "",
            None,
        ):
            with self.subTest(code):
                self.assertFalse(self._scan(code))
        self.assertFalse(self.order.line_ids)

    def test_what_is_not_sold_or_not_one_is_no_part(self):
        self.work.default_code = "SCR-X7"
        self.assertFalse(self._scan("SCR-X7"), "two have this article number")
        self.part.sale_ok = False
        self.assertFalse(self._scan("4820001234567"))

    def test_an_issued_order_gets_nothing(self):
        order = self._finish(self.order).with_user(self.desk)
        order.action_issue()
        lines = order.line_ids
        self.assertFalse(self._scan("4820001234567"))
        self.assertEqual(order.line_ids, lines)

    def test_nobody_adds_to_orders_of_other_branches(self):
        with self.assertRaises(AccessError):
            self._scan("4820001234567", self.stranger)
