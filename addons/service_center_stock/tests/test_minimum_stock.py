from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_buying import BuyingCommon


@tagged("post_install", "-at_install")
class TestMinimumStock(BuyingCommon):
    """The buyer of a branch hears once that a part is below its minimum."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["stock.warehouse.orderpoint"]
        cls.branch.parts_buyer_id = cls.buyer

    def _create_rule(self, product=None, minimum=2, branch=None):
        warehouse = (branch or self.branch).warehouse_id
        return self.rules.create(
            {
                "product_id": (product or self.part).id,
                "warehouse_id": warehouse.id,
                "location_id": warehouse.lot_stock_id.id,
                "product_min_qty": minimum,
                "product_max_qty": minimum,
                "trigger": "manual",
            }
        )

    def _create_rules(self, count):
        products = self.env["product.product"].create(
            [{"name": f"Part {number}", "is_storable": True} for number in range(count)]
        )
        for product in products:
            self._create_rule(product)

    def _run(self):
        self.env.invalidate_all()
        self.rules._tell_new_low_parts()
        return self._get_activities(self.branch, "parts_low")

    def test_the_buyer_is_told_once(self):
        rule = self._create_rule()
        activity = self._run()
        self.assertEqual(activity.user_id, self.buyer)
        self.assertIn("Screen X7", activity.note)
        self.assertTrue(rule.date_service_low)
        activity.unlink()
        self.assertFalse(self._run())

    def test_who_keeps_the_minimum_is_left_in_peace(self):
        self._create_rule()
        self._put_in_stock(2)
        self.assertFalse(self._run())

    def test_a_part_that_recovered_may_fall_again(self):
        rule = self._create_rule()
        self._run().unlink()
        self._put_in_stock(2)
        self.assertFalse(self._run())
        self.assertFalse(rule.date_service_low)
        self._put_in_stock(-1)
        self.assertTrue(self._run())

    def test_several_parts_are_one_activity(self):
        self._create_rule()
        self._run()
        self._create_rules(2)
        activity = self._run()
        self.assertEqual(len(activity), 1)
        for name in ("Screen X7", "Part 0", "Part 1"):
            self.assertIn(name, activity.note)

    def test_what_is_ordered_counts(self):
        self._create_rule(minimum=1)
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "picking_type_id": self.branch.warehouse_id.in_type_id.id,
                "order_line": [
                    Command.create({"product_id": self.part.id, "product_qty": 1}),
                ],
            }
        )
        self.assertFalse(self._run())
        purchase.button_confirm()
        self.assertFalse(self._run())

    def test_a_part_bought_for_an_order_is_not_stock(self):
        self._create_rule(minimum=1)
        self._buy(self._create_waiting()).button_confirm()
        self.assertTrue(self._run())

    def test_without_a_buyer_the_first_storekeeper_is_told(self):
        self.branch.parts_buyer_id = False
        self._create_rule()
        self.assertEqual(self._run().user_id, self.storekeeper)

    def test_as_many_queries_for_many_rules_as_for_few(self):
        counts = []
        for count in (3, 30):
            self._create_rules(count)
            self._run()
            self.rules.search([]).date_service_low = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.rules._tell_new_low_parts()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_the_storekeeper_sets_the_minimum_of_his_branch_alone(self):
        mine, foreign = self._create_rule(), self._create_rule(branch=self.other_branch)
        mine.with_user(self.storekeeper).product_min_qty = 5
        with self.assertRaises(AccessError):
            foreign.with_user(self.storekeeper).product_min_qty = 5
        self.assertNotIn(foreign, self.rules.with_user(self.storekeeper).search([]))
        with self.assertRaises(AccessError):
            mine.with_user(self.engineer).check_access("read")
