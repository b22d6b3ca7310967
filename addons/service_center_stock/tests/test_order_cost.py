from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_returns import ReturnsCommon

NAMES = (
    "amount_income",
    "amount_parts_cost",
    "amount_work_cost",
    "margin",
    "margin_percent",
)


@tagged("post_install", "-at_install")
class TestOrderCost(ReturnsCommon):
    """What an order cost and brought in, and who may know."""

    def test_a_part_costs_what_its_card_says_until_it_is_used(self):
        self._put_in_stock(5)
        order = self._create_order()
        line = self._add_part(order, 2)
        self.assertEqual(line.cost, 4000)
        self.part.standard_price = 2500
        self._finish(order)
        self.assertEqual(line.cost, 5000, "what really left the stock")
        self.assertEqual(order.amount_parts_cost, 5000)
        self.assertEqual(order.amount_income, 6666.66)
        self.assertEqual(order.margin, 1666.66)
        self.assertAlmostEqual(order.margin_percent, 25.0, 1)

    def test_what_came_back_costs_nothing(self):
        self._put_in_stock(5)
        order = self._create_order()
        line = self._add_part(order, 3)
        self._finish(order)
        line.quantity = 1
        self.assertEqual(line.cost, 2000)
        line.unlink()
        self.assertEqual(order.amount_parts_cost, 0)

    def test_a_used_part_keeps_its_cost(self):
        self._put_in_stock(5)
        order = self._create_order()
        line = self._add_part(order)
        self._finish(order)
        self.part.standard_price = 9999
        line.invalidate_recordset()
        self.assertEqual(line.cost, 2000)
        line.name = "Another word"
        line.payer = "center"
        self.assertEqual(line.cost, 2000)

    def test_warranty_brings_in_and_own_cost_does_not(self):
        self._put_in_stock(9)
        order = self._create_order()
        self._add_part(order, payer="vendor")
        self._add_part(order, payer="center")
        self.assertEqual(order.amount_parts_cost, 4000)
        self.assertEqual(order.amount_income, 3333.33)
        self.assertEqual(order.margin, -666.67)

    def test_own_parts_texts_and_refused_lines_cost_nothing(self):
        order = self._create_order()
        self._add_part(order, kind="customer_part")
        self.env["service.order.line"].create(
            {"order_id": order.id, "display_type": "line_note", "name": "Note"}
        )
        self.assertEqual(order.amount_parts_cost, 0)

    def test_a_work_costs_the_hours_of_those_who_did_it(self):
        self.work.service_norm_hours = 2
        self.work.standard_price = 300
        first, second = self.env["hr.employee"].create(
            [{"name": "Ann", "user_id": self.engineer.id}, {"name": "Bob"}]
        )
        order = self._create_order()
        line = self._add_part(order, product=self.work)
        self.assertEqual(line.cost, 300, "no cost of hours known: that of the card")
        hourly = {first: 500, second: 1000}
        with patch.object(
            self.registry["service.order.line"],
            "_get_hourly_cost",
            lambda lines, employee: hourly.get(employee, 0),
        ):
            order.engineer_id = self.engineer
            self.assertEqual(line.cost, 1000, "her time, for it will be hers")
            line.share_ids = [
                Command.create({"employee_id": first.id, "percent": 50}),
                Command.create({"employee_id": second.id, "percent": 50}),
            ]
            self.assertEqual(line.cost, 1500)
            self.assertEqual(order.amount_work_cost, 1500)

    def test_the_hourly_cost_is_that_of_the_employees_card(self):
        employee = self.env["hr.employee"].create({"name": "Ann"})
        known = "hourly_cost" in employee._fields
        if known:
            employee.hourly_cost = 700
        lines = self.env["service.order.line"]
        self.assertEqual(lines._get_hourly_cost(employee), 700 if known else 0)

    def _get_ways(self, record, name, user):
        mine, found = record.with_user(user), [("id", "=", record.id)]
        ways = {
            "read": lambda: mine.read([name]),
            "attribute": lambda: mine[name],
            "web_read": lambda: mine.web_read({name: {}}),
            "export": lambda: mine.export_data([name]),
            "search": lambda: mine.search([*found, (name, "!=", 12345)]),
            "order": lambda: mine.search(found, order=name),
            "group": lambda: mine._read_group(found, [name], []),
            "sum": lambda: mine._read_group(found, [], [f"{name}:sum"]),
            "web group": lambda: mine.formatted_read_group(found, [], [f"{name}:sum"]),
        }
        if record._name == "service.order":
            ways["dotted"] = lambda: mine.line_ids.search(
                [(f"order_id.{name}", "!=", 7)]
            )
        return ways

    def test_engineers_learn_it_by_no_way(self):
        self._put_in_stock(1)
        order = self._create_order(engineer_id=self.engineer.id)
        line = self._add_part(order)
        order.with_user(self.engineer).read(["amount_untaxed"])  # this they may
        self.desk.group_ids += self.env.ref("base.group_allow_export")
        self.engineer.group_ids += self.env.ref("base.group_allow_export")
        for record, names in ((order, NAMES), (line, ("cost",))):
            for name in names:
                for way, ask in self._get_ways(record, name, self.engineer).items():
                    with self.subTest(way, field=name), self.assertRaises(UserError):
                        ask()
                for way, ask in self._get_ways(record, name, self.desk).items():
                    if way == "sum" or way == "web group":
                        if name == "margin_percent":
                            continue
                    with self.subTest(way, field=name):
                        self.assertTrue(ask() is not None)

    def test_storekeepers_do_not_learn_the_margin(self):
        order = self._create_order()
        with self.assertRaises(UserError):
            order.with_user(self.storekeeper).read(["margin"])

    def test_the_screens_of_engineers_do_without_it(self):
        for user, shown in ((self.desk, True), (self.engineer, False)):
            views = (
                self.env["service.order"]
                .with_user(user)
                .get_views([(False, "form"), (False, "list"), (False, "search")])
            )
            archs = "".join(view["arch"] for view in views["views"].values())
            for name in ("margin", "amount_parts_cost", "cost"):
                self.assertEqual(f'name="{name}"' in archs, shown, name)

    def test_engineers_work_on_though_they_see_no_cost(self):
        self._put_in_stock(2)
        order = self._create_order(engineer_id=self.engineer.id)
        line = self._add_part(order.with_user(self.engineer))
        self._finish(order)
        self.assertEqual(line.sudo().cost, 2000)

    def test_profit_is_summed_by_branch_engineer_and_kind(self):
        self._put_in_stock(3)
        for serial in ("A", "B"):
            order = self._create_order(serial=serial, engineer_id=self.engineer.id)
            self._add_part(order)
            self._finish(order)
        for by in ("branch_id", "engineer_id", "repair_kind"):
            [(_key, margin, cost)] = (
                self.env["service.order"]
                .with_user(self.desk)
                ._read_group(
                    [("date_end", "!=", False)],
                    [by],
                    ["margin:sum", "amount_parts_cost:sum"],
                )
            )
            self.assertEqual((round(margin, 2), cost), (2666.66, 4000))
