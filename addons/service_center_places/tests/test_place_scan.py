from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PlaceCommon


@tagged("post_install", "-at_install")
class TestPlaceScan(PlaceCommon):
    """A place and then devices, or a device and then a place."""

    def test_place_then_devices(self):
        orders = self._create_order(serial="A") + self._create_order(serial="B-77")
        answer = self._scan(self.shelf.code)
        self.assertEqual(answer["type"], "place")
        for code in (orders[0].code, "b77"):
            answer = self._scan(code, place_id=answer["place"]["id"])
            self.assertEqual(answer["type"], "moved")
        self.assertEqual(orders.place_id, self.shelf)
        self.assertEqual(answer["place"]["count"], 2)
        self.assertEqual(answer["place"]["devices"][0]["id"], orders[1].id)

    def test_device_then_place(self):
        order = self._create_order()
        answer = self._scan(order.code)
        self.assertEqual(answer["type"], "held")
        answer = self._scan(self.shelf.code, order_id=answer["order"]["id"])
        self.assertEqual(answer["type"], "moved")
        self.assertEqual(
            self._moves(order)[-1], (self.desk_place, self.shelf, self.desk, "scan")
        )

    def test_a_second_scan_changes_nothing(self):
        order = self._create_order()
        self._put(order, self.shelf)
        answer = self._scan(order.code, place_id=self.shelf.id)
        self.assertEqual(answer["type"], "here")
        self.assertEqual(len(self._moves(order)), 2)

    def test_unknown_and_issued_are_told(self):
        self.assertEqual(self._scan("404404")["type"], "unknown")
        for code in ("", None, "%", "a b", "x" * 10000, 12):
            with self.subTest(code):
                self.assertEqual(self._scan(code)["type"], "unknown")
        order = self._finish(self._create_order()).with_user(self.desk)
        order.action_issue()
        for kwargs in ({}, {"place_id": self.shelf.id}):
            self.assertEqual(self._scan(order.code, **kwargs)["type"], "issued")
        answer = self._scan(self.shelf.code, order_id=order.id)
        self.assertEqual(answer["type"], "issued")
        self.assertEqual(order.place_id, self.customer_place)

    def test_what_is_in_the_house_goes_before_what_was_issued(self):
        old = self._finish(self._create_order(serial="TWICE"))
        old.with_user(self.desk).action_issue()
        new = self._create_order(serial="TWICE")
        self.assertEqual(
            self._scan("TWICE", place_id=self.shelf.id)["order"]["id"], new.id
        )
        self._create_order(serial="TWICE")
        with self.assertRaisesRegex(UserError, "several orders"):
            self._scan("TWICE", place_id=self.shelf.id)

    def test_a_foreign_branch_is_neither_seen_nor_moved(self):
        order = self._create_order()
        self.assertEqual(self._scan(order.code, self.stranger)["type"], "unknown")
        self.assertEqual(self._scan(self.shelf.code, self.stranger)["type"], "unknown")
        with self.assertRaises(AccessError):
            self._scan(order.code, place_id=self.foreign_shelf.id)
        answer = self._scan(self.foreign_shelf.code, self.stranger, order_id=order.id)
        self.assertEqual(answer["type"], "place")
        with self.assertRaises(AccessError):
            self.places.with_user(self.stranger).get_screen(self.shelf.id)
        screen = self.places.with_user(self.stranger).get_screen(order_id=order.id)
        self.assertFalse(screen["order"])
        self.assertEqual(order.place_id, self.desk_place)
        with self.assertRaises(AccessError):
            self._scan(order.code, self.outsider)

    def test_what_is_on_the_way_is_taken_in_by_the_other_branch(self):
        order = self._create_order()
        way = self.courier.copy({"name": "Van", "dest_branch_id": self.other_branch.id})
        self._put(order, way)
        self.assertEqual(self._scan(order.code, self.stranger)["type"], "held")
        with self.assertRaisesRegex(UserError, "where you do not work"):
            self._scan(order.code, self.stranger, place_id=way.id)
        answer = self._scan(order.code, self.stranger, place_id=self.foreign_shelf.id)
        self.assertEqual(answer["type"], "moved")
        self.assertEqual(order.place_id, self.foreign_shelf)
        self.assertFalse(self.env["service.order"].with_user(self.stranger).search([]))
        # and its own people still see where it is
        shown = order.with_user(self.desk).web_read(
            {"place_id": {"fields": {"display_name": {}}}}
        )
        self.assertEqual(shown[0]["place_id"]["display_name"], "Their shelf")
        (group,) = order.with_user(self.desk).formatted_read_group(
            [("id", "=", order.id)], ["place_id"], ["__count"]
        )
        self.assertEqual(group["place_id"][1], "Their shelf")

    def test_an_engineer_puts_a_colleagues_device_away(self):
        order = self._create_order(engineer_id=self.colleague.id)
        answer = self._scan(order.code, self.engineer, place_id=self.shelf.id)
        self.assertEqual(answer["type"], "moved")
        self.assertEqual(
            set(answer["order"]),
            {"id", "name", "device", "stage", "place", "missing", "days"},
        )
        self.assertFalse(self.env["service.order"].with_user(self.engineer).search([]))

    def test_another_companys_device_does_not_come_here(self):
        company = self.env["res.company"].create({"name": "Another"})
        self.head.company_ids += company
        abroad = self.branch.create(
            {"name": "Abroad", "code": "AB", "company_id": company.id}
        )
        abroad.use_places = True
        order = self._create_order()
        head = self.places.with_user(self.head).with_context(
            allowed_company_ids=(self.env.company + company).ids
        )
        with self.assertRaisesRegex(UserError, "another company"):
            head.scan(order.code, place_id=abroad._get_place("desk").id)

    def test_a_place_scanned_anywhere_opens_it(self):
        scan = self.env["service.scan"]
        action = scan.with_user(self.desk).resolve(self.shelf.code)
        self.assertEqual(action["tag"], "service_center_places.scanned_place")
        self.assertEqual(action["params"]["place_id"], self.shelf.id)
        self.assertFalse(scan.with_user(self.stranger).resolve(self.shelf.code))
        self.assertFalse(scan.with_user(self.desk).resolve("9799999999"))

    def test_the_screen_offers_the_places_of_ones_branches(self):
        shown = self.places.with_user(self.desk).get_screen(self.shelf.id)
        self.assertEqual(
            {each["id"] for each in shown["places"]},
            set((self.desk_place + self.courier + self.shelf + self.shelf_b).ids)
            | {self.bench.id},
        )
        self.assertEqual(shown["place"]["id"], self.shelf.id)
