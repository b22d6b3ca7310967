from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestCatalog(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.service_bonus = 10
        cls.order = cls._create_order()

    def _info(self, order, *products):
        ids = [product.id for product in products]
        return order._get_product_catalog_order_line_info(ids)

    def _open(self, order):
        line = order.env["service.order.line"].with_context(order_id=order.id)
        return line.action_add_from_catalog()

    def test_engineer_and_desk_add_many_at_once(self):
        for user in (self.engineer, self.desk):
            order = self._create_order(serial=user.login).with_user(user)
            action = self._open(order)
            self.assertEqual(action["context"]["product_catalog_order_id"], order.id)
            products = self.env["product.product"].with_user(user)
            found = products.search(action["domain"])
            self.assertIn(self.work, found)
            self.assertIn(self.part, found)
            price = order._update_order_line_info(self.work.id, 1)
            self.assertEqual(price, 1350)
            order._update_order_line_info(self.part.id, 2)
            order._update_order_line_info(self.part.id, 3)
            self.assertRecordValues(
                order.line_ids,
                [
                    {"product_id": self.work.id, "quantity": 1, "discount": 10},
                    {"product_id": self.part.id, "quantity": 3, "discount": 10},
                ],
            )
            order._update_order_line_info(self.part.id, 0)
            self.assertEqual(order.line_ids.product_id, self.work)

    @users("engineer")
    def test_catalogue_prices_are_the_lines_prices(self):
        order = self.order.with_env(self.env)
        before = self._info(order, self.work)[self.work.id]
        self.assertFalse(order.line_ids, "looking adds nothing")
        self.assertRecordValues(order, [{"amount_total": 0}])
        order._update_order_line_info(self.work.id, 2)
        after = self._info(order, self.work)[self.work.id]
        line = order.line_ids
        self.assertEqual(before["price"], line.price_subtotal / 2)
        self.assertEqual(after["price"], before["price"])
        self.assertEqual((before["quantity"], after["quantity"]), (0, 2))

    @users("engineer")
    def test_own_parts_and_double_lines_are_not_counted_as_one(self):
        order = self.order.with_env(self.env)
        line = self.env["service.order.line"]
        own = line.create(
            {
                "order_id": order.id,
                "product_id": self.part.id,
                "kind": "customer_part",
            }
        )
        order._update_order_line_info(self.part.id, 1)
        self.assertEqual(len(order.line_ids), 2)
        self.assertEqual(own.quantity, 1)
        line.create({"order_id": order.id, "product_id": self.part.id, "quantity": 3})
        info = self._info(order, self.part)[self.part.id]
        self.assertEqual((info["quantity"], info["readOnly"]), (4, True))
        with self.assertRaisesRegex(UserError, "several lines"):
            order._update_order_line_info(self.part.id, 5)

    @users("engineer")
    def test_new_lines_stand_at_the_end(self):
        order = self.order.with_env(self.env)
        self.env["service.order.line"].create(
            {"order_id": order.id, "product_id": self.work.id, "sequence": 17}
        )
        order._update_order_line_info(self.part.id, 1)
        self.assertEqual(order.line_ids[-1].product_id, self.part)
        self.assertEqual(order.line_ids[-1].sequence, 17)

    def test_issued_order_has_no_catalogue(self):
        self.order.line_ids.create(
            {"order_id": self.order.id, "product_id": self.work.id}
        )
        order = self._finish(self.order).with_user(self.desk)
        order.action_issue()
        for act in (
            lambda: self._open(order),
            lambda: order._update_order_line_info(self.work.id, 5),
            lambda: order._update_order_line_info(self.work.id, 0),
            lambda: order._update_order_line_info(self.part.id, 1),
        ):
            with self.assertRaisesRegex(UserError, "issued"):
                act()
        info = self._info(order, self.work, self.part)
        self.assertTrue(info[self.work.id]["readOnly"])
        self.assertTrue(info[self.part.id]["readOnly"])

    def test_catalogue_of_a_foreign_order_is_closed(self):
        order = self.order.with_user(self.stranger)
        for act in (
            lambda: self._open(order),
            lambda: self._info(order, self.work),
            lambda: order._update_order_line_info(self.work.id, 1),
        ):
            with self.assertRaises(AccessError):
                act()
