from functools import partial

from odoo.tests import tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestValues(LabelCommon):
    """What labels say, and that it costs the same for ten as for a hundred."""

    def test_an_order_label_tells_device_and_bag_apart_from_all_others(self):
        known = self.layout._get_values_order(self.order)
        values = {name: value(self.order) for name, value in known.items()}
        self.assertEqual(values["number"], self.order.name)
        self.assertEqual(values["code"], self.order.code)
        self.assertIn("Nokla X7", values["device"])
        self.assertEqual(values["customer"], "Анна Крылова")
        self.assertRegex(values["date"], r"\d\d\.\d\d\.\d{4}")
        for name, _label, _sample in self.layout._get_label_sources()["order"]:
            self.assertIn(name, values)

    def test_a_price_label_tells_name_and_price(self):
        layout = self.layout.search([("kind", "=", "product")], limit=1)
        self.part.barcode = "4820000123457"
        known = layout._get_values_product(self.part)
        values = {name: value(self.part) for name, value in known.items()}
        self.assertEqual(values["name"], "Screen X7")
        self.assertEqual(values["code"], "4820000123457")
        self.assertIn("333", values["price"])
        self.assertEqual(
            set(values), {each[0] for each in layout._get_label_sources()["product"]}
        )

    def test_only_what_the_layout_shows_is_read(self):
        (values,) = self.layout._get_values(self.order)
        self.assertEqual(set(values), set(self.layout.field_ids.mapped("source")))

    def test_phone_and_passcode_are_never_on_a_label(self):
        names = {each[0] for each in self.layout._get_label_sources()["order"]}
        self.assertFalse(names & {"phone", "passcode", "partner_phone", "note"})

    def test_queries_do_not_grow_with_the_number_of_labels(self):
        few = self._orders(10)
        many = self._orders(100)
        costs = []
        for orders in (self.order, few, many):
            costs.append(self._count_queries(partial(self._press, orders)))
        self.assertLessEqual(costs[2], costs[1] + 2)
        self.assertLessEqual(costs[2], 60)

    def _orders(self, count):
        return (
            self.env["service.order"]
            .with_user(self.desk)
            .create(
                [
                    {
                        "branch_id": self.branch.id,
                        "partner_id": self.customer.id,
                        "serial": f"{count}-{number}",
                        "device_model_id": self.model.id,
                    }
                    for number in range(count)
                ]
            )
        )
