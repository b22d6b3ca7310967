from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestProductCost(ServiceCommon):
    """What a part cost is not for engineers, by whatever way they ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.standard_price = 1717.17
        cls.kinds = (cls.part, cls.part.product_tmpl_id)

    def _get_ways(self, product, user):
        product = product.with_user(user)
        name, domain = "standard_price", [("id", "=", product.id)]
        return {
            "read": lambda: product.read([name]),
            "attribute": lambda: product[name],
            "web_read": lambda: product.web_read({name: {}}),
            "export": lambda: product.export_data([name]),
            "search": lambda: product.search([(name, ">", 1000)]),
            "order": lambda: product.search(domain, order=name),
            "group": lambda: product.formatted_read_group(domain, [], [f"{name}:sum"]),
            "dotted": lambda: (
                self.env["service.order.line"]
                .with_user(user)
                .search([(f"product_id.{name}", ">", 1)])
            ),
        }

    def test_an_engineer_does_not_learn_it(self):
        for product in self.kinds:
            for way, ask in self._get_ways(product, self.engineer).items():
                with self.subTest(way, model=product._name):
                    try:
                        answer = ask()
                    except UserError:
                        continue
                    self.assertFalse(answer, "nothing may come back")
            self.assertNotIn(
                "standard_price", product.with_user(self.engineer).read()[0]
            )

    def test_those_who_buy_and_sell_go_on_seeing_it(self):
        for user in (self.desk, self.head, self.outsider):
            self.assertEqual(self.part.with_user(user).standard_price, 1717.17)
        self.assertIn(
            "standard_price", Form(self.part.with_user(self.head))._view["fields"]
        )

    def test_the_views_of_an_engineer_do_without_it(self):
        for product in self.kinds:
            for user, shown in ((self.head, True), (self.engineer, False)):
                views = product.with_user(user).get_views(
                    [(False, "form"), (False, "list")]
                )
                archs = "".join(view["arch"] for view in views["views"].values())
                self.assertEqual('"standard_price"' in archs, shown, user.name)

    def test_a_price_is_found_without_the_cost(self):
        order = self._create_order()
        line = (
            self.env["service.order.line"]
            .with_user(self.engineer)
            .create({"order_id": order.id, "product_id": self.part.id})
        )
        self.assertEqual(line.price_unit, 3333.33)
