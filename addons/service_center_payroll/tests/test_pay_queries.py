import logging
import time

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import PayCommon

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestPayQueries(PayCommon):
    """The pay is counted in sets, and a month of it is one sum."""

    def _create(self, count, prefix):
        orders = self.env["service.order"].create(
            [
                {
                    "branch_id": self.branch.id,
                    "user_id": self.desk.id,
                    "partner_id": self.customer.id,
                    "serial": f"{prefix}{number}",
                    "device_model_id": self.model.id,
                    "engineer_id": self.engineer.id,
                    "diagnosis": "Broken",
                    "line_ids": [
                        Command.create({"product_id": product.id})
                        for product in (self.work, self.work, self.part)
                    ],
                }
                for number in range(count)
            ]
        )
        orders.with_user(self.engineer).action_start()
        return orders

    def test_finishing_does_not_cost_per_order_or_line(self):
        few, many, warm = (
            self._create(10, "a"),
            self._create(100, "b"),
            self._create(1, "w"),
        )
        warm.with_user(self.engineer).action_done()
        cost_of_few = self._count_queries(few.with_user(self.engineer).action_done)
        cost_of_many = self._count_queries(many.with_user(self.engineer).action_done)
        self.assertLessEqual(cost_of_many, cost_of_few + 10)
        self.assertEqual(len(self._get_earnings()), 222)

    def test_changing_lines_does_not_cost_per_line(self):
        few, many = self._create(10, "a"), self._create(100, "b")
        (few + many).action_done()
        few.line_ids.discount = 1
        cost_of_few = self._count_queries(lambda: few.line_ids.write({"discount": 5}))
        cost_of_many = self._count_queries(lambda: many.line_ids.write({"discount": 5}))
        self.assertLessEqual(cost_of_many, cost_of_few + 10)

    def _fill(self, people, rows):
        """A month of many people over many rows, written past the program."""
        employees = self.env["hr.employee"].create(
            [{"name": f"Worker {number}"} for number in range(people)]
        )
        order = self._repair()
        sample = self._get_earnings(order)
        day = sample.date
        months = self.env["service.pay.settlement"]
        months = months._find_open((each, day) for each in employees)
        ids = [months[each, day].id for each in employees]
        names = [
            name
            for name, field in sample._fields.items()
            if field.store and field.column_type
        ]
        own = {
            "id": SQL("nextval('service_earning_id_seq')"),
            "line_id": SQL("NULL::integer"),
            "line_key": SQL("-n"),
            "employee_id": SQL("(%s::int[])[1 + n %% %s]", employees.ids, people),
            "settlement_id": SQL("(%s::int[])[1 + n %% %s]", ids, people),
            "amount": SQL("(n %% 1000)::numeric"),
        }
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_earning (%s) SELECT %s FROM service_earning, "
                "generate_series(1, %s) n WHERE id = %s",
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(own.get(name, SQL.identifier(name)) for name in names),
                rows,
                sample.id,
            )
        )
        self.env.cr.execute(SQL("ANALYZE service_earning"))
        self.env.invalidate_all()
        return self.env["service.pay.settlement"].sudo().browse(ids)

    def test_a_month_of_fifty_people_is_summed_up_at_once(self):
        months = self._fill(50, 100_000)
        cost = self._count_queries(lambda: months.mapped("balance"))
        self.assertEqual(sum(months.mapped("accrued")), 100 * sum(range(1000)))
        self.assertLessEqual(cost, 6)
        started = time.perf_counter()
        months.with_user(self.head).action_close()
        closing = time.perf_counter() - started
        plan = self.env.execute_query(
            SQL(
                "EXPLAIN SELECT settlement_id, SUM(amount) FROM service_earning "
                "WHERE settlement_id = %s GROUP BY settlement_id",
                months[:1].id,
            )
        )
        self.assertIn("service_earning__settlement_id_index", str(plan))
        _logger.info("50 people, 100k rows: closing %.3f s", closing)
