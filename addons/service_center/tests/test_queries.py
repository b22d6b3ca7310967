from odoo.fields import Command
from odoo.tests import tagged, warmup

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestQueries(ServiceCommon):
    """What works on sets takes as many queries for a hundred orders as for ten."""

    def _values(self, count, prefix):
        return [
            {
                "branch_id": self.branch.id,
                "partner_id": self.customer.id,
                "serial": f"{prefix}{number}",
                "device_model_id": self.model.id,
                "line_ids": [
                    Command.create({"product_id": product.id})
                    for product in (self.work, self.part, self.part)
                ],
            }
            for number in range(count)
        ]

    def _create(self, count, prefix):
        orders = self.env["service.order"].with_user(self.desk)
        orders = orders.with_context(**self.TRACKED)
        return orders.create(self._values(count, prefix))

    def test_creating_does_not_cost_per_order(self):
        self._create(2, "warm")
        few = self._count_queries(lambda: self._create(10, "few"))
        many = self._count_queries(lambda: self._create(100, "many"))
        self.assertLessEqual(many, few + 10)

    def test_moving_does_not_cost_per_order(self):
        few, many = self._create(10, "a"), self._create(100, "b")
        (few + many).engineer_id = self.engineer
        self._create(1, "warm").with_user(self.engineer).action_start()
        cost_of_few = self._count_queries(few.action_start)
        cost_of_many = self._count_queries(many.action_start)
        self.assertLessEqual(cost_of_many, cost_of_few + 10)

    def test_naming_the_performers_does_not_cost_per_order(self):
        self.env["hr.employee"].create(
            {"name": "Engineer", "user_id": self.engineer.id}
        )
        few, many = self._create(10, "a"), self._create(100, "b")
        (few + many).write({"engineer_id": self.engineer.id, "diagnosis": "Broken"})
        warm = self._create(1, "warm").with_user(self.engineer)
        warm.diagnosis = "Broken"
        (few + many + warm).with_user(self.engineer).action_start()
        warm.action_done()
        cost_of_few = self._count_queries(few.with_user(self.engineer).action_done)
        cost_of_many = self._count_queries(many.with_user(self.engineer).action_done)
        self.assertLessEqual(cost_of_many, cost_of_few + 10)
        self.assertEqual(len(many.line_ids.share_ids), 100)

    def test_adding_lines_does_not_cost_per_line(self):
        order = self._create(1, "lines").with_user(self.desk)
        line = self.env["service.order.line"].with_user(self.desk)
        vals = {"order_id": order.id, "product_id": self.work.id}
        line.create([vals, {**vals, "kind": "customer_part"}])
        cost_of_one = self._count_queries(lambda: line.create([vals]))
        cost_of_many = self._count_queries(lambda: line.create([vals] * 50))
        # one more: the rules of access are asked of a set by a query of its own
        self.assertLessEqual(cost_of_many, cost_of_one + 1)

    @warmup
    def test_list_page_is_cheap(self):
        self._create(80, "page")
        orders = self.env["service.order"].with_user(self.desk)
        spec = {
            "name": {},
            "partner_id": {"fields": {"display_name": {}}},
            "device_model_id": {"fields": {"display_name": {}}},
            "engineer_id": {"fields": {"display_name": {}}},
            "stage_id": {"fields": {"display_name": {}}},
            "serial": {},
            "amount_total": {},
            "state": {},
        }
        orders.web_search_read([], spec, limit=80)
        cost = self._count_queries(lambda: orders.web_search_read([], spec, limit=80))
        self.assertLessEqual(cost, 15)
