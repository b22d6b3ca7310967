from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestSearch(ServiceCommon):
    """One field finds an order by number, code, serial, customer and phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(serial="ab-12/34 567 Q")
        cls.other = cls._create_order(
            serial="ZZ-998877",
            partner_id=cls.env["res.partner"]
            .create({"name": "Zofia Lipiec", "phone": "+48 600 100 200"})
            .id,
        )
        cls.orders = cls.env["service.order"].with_user(cls.desk)

    def _find(self, text):
        return self.orders.search(
            [("display_name", "ilike", text), ("branch_id", "=", self.branch.id)]
        )

    def assertFinds(self, order, *texts):
        for text in texts:
            with self.subTest(text):
                self.assertEqual(self._find(text), order)

    def test_by_number_and_code_however_typed(self):
        order = self.order
        self.assertFinds(order, order.name, order.name.lower(), order.code)
        self.assertFinds(order, f"  {order.code} ")

    def test_by_serial_however_spelled(self):
        self.assertFinds(self.order, "AB1234567Q", "ab 12-34567q", "12/34 567")

    def test_by_a_serial_typed_through_a_cyrillic_layout(self):
        self.assertFinds(self.order, "ФИ-12/34-567Й", "фи1234567й")

    def test_by_customer_in_any_order_of_names(self):
        self.assertFinds(self.order, "Крылова", "анна крылова", "крылова анна")
        self.assertFinds(self.other, "lipiec zof")

    def test_by_phone_in_any_spelling(self):
        self.assertFinds(
            self.order,
            *("+7 912 345-67-89", "8 912 345 67 89", "8(912)345-67-89", "9123456789"),
            *("345-67-89", "8 912 345", "007 912 345 67 89"),
        )
        self.assertFinds(self.other, "+48 600-100-200", "600 100 200", "48600100200")

    def test_by_the_number_of_the_order_and_the_one_of_the_customer(self):
        self.order.partner_phone = "8 (999) 111-22-33"
        self.assertFinds(self.order, "+7 999 111 22 33", "+7 912 345-67-89")

    def test_an_eight_dialled_before_the_trunk_prefix(self):
        self.env.company.country_id = self.env.ref("base.ua")
        partner = self.env["res.partner"].create(
            {"name": "Дарина", "phone": "8 (050) 123-45-67"}
        )
        self.assertEqual(partner.phone_sanitized, "+380501234567")
        order = self._create_order(partner_id=partner.id, serial="UA-1")
        self.assertFinds(order, "+380 50 123 45 67", "050 123 45 67", "8 (050) 1234567")

    def test_what_is_found_exactly_is_not_drowned(self):
        code = self.order.code
        drowning = self.env["res.partner"].create(
            {"name": f"Named {code}", "phone": "+48 600 100 300"}
        )
        other = self._create_order(partner_id=drowning.id, serial="DR-1")
        self.assertEqual(self._find(code), self.order)
        found = self.orders.name_search(code)
        self.assertEqual([each[0] for each in found], [self.order.id])
        # a part of it finds both
        self.assertEqual(self._find(code[1:]), other + self.order)

    def test_nothing_is_found_that_the_person_may_not_see(self):
        stranger = self.orders.with_user(self.stranger)
        for text in (self.order.code, self.order.name, "AB1234567Q", "Крылова"):
            self.assertFalse(stranger.search([("display_name", "ilike", text)]))
            self.assertFalse(stranger.name_search(text))

    def test_a_renamed_customer_is_found_by_the_new_name(self):
        self.customer.name = "Анна Белова"
        self.assertFalse(self._find("Крылова"))
        self.assertFinds(self.order, "Белова", self.order.code, "345-67-89")
        self.assertNotIn("Крылова", self.order.search_key)

    def test_a_customer_with_another_phone_is_found_by_both(self):
        self.customer.phone = "+7 999 000-11-22"
        self.assertFinds(self.order, "8 999 000-11-22", "8 912 345-67-89")

    def test_a_customer_is_renamed_by_whoever_may_not_see_the_orders(self):
        self.customer.with_user(self.stranger).name = "Renamed"
        self.assertFinds(self.order, "Renamed")

    def test_an_issued_order_is_found_by_the_new_name_and_else_as_it_was(self):
        order = self._finish(self.order).with_user(self.desk)
        order.action_issue()
        self.env.flush_all()
        before = order.write_date
        self.customer.name = "Анна Белова"
        self.assertFinds(order, "Белова")
        self.assertEqual(order.write_date, before)

    def test_a_corrected_serial_or_customer_is_found(self):
        self.order.with_user(self.desk).serial = "NEW-777"
        self.assertFinds(self.order, "NEW777")
        self.assertFalse(self._find("AB1234567Q"))
        self.order.with_user(self.desk).partner_id = self.other.partner_id
        self.assertFinds(self.order + self.other, "Lipiec")
        self.order.device_id.with_user(self.desk).serial = "NEW-888"
        self.assertFinds(self.order, "NEW888")

    def test_merged_customers_orders_are_found_by_who_stays(self):
        double = self.env["res.partner"].create(
            {"name": "Анюта Double", "phone": "+7 912 345-67-89"}
        )
        order = self._create_order(partner_id=double.id, serial="DB-1")
        self.assertFinds(order, "Double")
        self.env["base.partner.merge.automatic.wizard"]._merge(
            [double.id, self.customer.id], self.customer
        )
        self.assertEqual(order.partner_id, self.customer)
        self.assertFalse(self._find("Double"))
        self.assertIn(order, self._find("Крылова"))

    def test_a_rename_asks_as_much_for_a_hundred_orders_as_for_one(self):
        many = self.env["res.partner"].create({"name": "Dealer"})
        values = {
            "branch_id": self.branch.id,
            "partner_id": many.id,
            "device_type_id": self.phone_type.id,
        }
        self.orders.create([values] * 100)

        def rename(partner, name):
            return self._count_queries(lambda: partner.write({"name": name}))

        rename(self.customer, "Warm")
        few = rename(self.customer, "Anna")
        self.assertLessEqual(rename(many, "Big Dealer"), few)
        self.assertEqual(len(self._find("Big Dealer")), 100)

    def test_a_key_that_missed_a_rename_is_mended_once_a_day(self):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE service_order SET search_key = "
                "split_part(search_key, E'\\n', 1) || E'\\nSomebody' WHERE id = %s",
                self.order.id,
            )
        )
        self.order.invalidate_recordset()
        self.assertFalse(self._find("Крылова"))
        self.customer.comment = "touched"
        self.env["res.partner"]._gc_search_keys()
        self.assertFinds(self.order, "Крылова")

    def test_a_phone_number_is_looked_up_by_an_index(self):
        self.env.cr.execute(SQL("SET LOCAL enable_seqscan = off"))
        query = self.env["res.partner"]._search(
            [("phone_sanitized", "in", ["+79123456789"])]
        )
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        self.assertIn("phone_sanitized_index", str(plan))

    def test_a_whole_phone_number_is_found_by_an_index(self):
        domain = self.orders._get_phone_domain("+79123456789")
        self.env.cr.execute(SQL("SET LOCAL enable_seqscan = off"))
        query = self.env["service.order"].search([("id", "=", 0)])._search(domain)
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        self.assertIn("service_order_phone_idx", str(plan))
        self.assertEqual(self.order.filtered_domain(domain), self.order)
        self.assertFalse(self.other.filtered_domain(domain))

    def test_odd_input_finds_nothing_and_breaks_nothing(self):
        for text in ("", " ", "%", "\\", "''", "(((((", "8", "+++++", "x" * 500, "\n"):
            with self.subTest(text):
                self._find(text)
                self.orders.name_search(text)

    def test_many_at_once_are_found_like_one(self):
        orders = self.orders.create(
            [
                {
                    "branch_id": self.branch.id,
                    "partner_phone": f"8 912 000-00-{number:02}",
                    "partner_name": f"Batch no{number:02}",
                    "serial": f"BT-{number:02}",
                    "device_type_id": self.phone_type.id,
                    "line_ids": [Command.create({"product_id": self.work.id})],
                }
                for number in range(10)
            ]
        )
        self.assertFinds(orders[3], "Batch no03", "+7 912 000 00 03", "BT03")
