from odoo.tests import HttpCase, tagged

from .common import PlaceCommon


class PlaceTours(PlaceCommon, HttpCase):
    """A shelf with two devices; a third one lies at the counter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf.name = "Tour Shelf"
        cls.shelf.code = "9711111111"
        cls.desk.lang = cls.engineer.lang = "en_US"
        cls.orders = cls.env["service.order"]
        for number in (1, 2, 3):
            cls.orders += cls._create_order(serial=f"TOUR-{number}")
        cls.orders[:2].sudo()._move_to_place(cls.shelf, "start")

    def _issue_by_scan(self):
        order = self._finish(self.orders[0])
        order.sudo()._move_to_place(self.courier, "scan")
        self.start_tour(
            f"/odoo/service-orders/{order.id}",
            "service_center_places_issue",
            login="desk",
        )
        self.assertEqual(order.state, "issued")
        self.assertEqual(order.place_id, self.customer_place)


@tagged("post_install", "-at_install")
class TestPlaceTour(PlaceTours):
    """Scanning in the real browser: moving and issuing."""

    def test_devices_are_moved_by_scans(self):
        self.start_tour("/odoo", "service_center_places_move", login="desk")
        self.assertEqual(
            [move[1] for move in self._moves(self.orders[2])],
            [self.desk_place, self.shelf, self.desk_place, self.shelf],
        )

    def test_an_order_is_issued_by_the_scan_of_its_device(self):
        self._issue_by_scan()


@tagged("post_install", "-at_install")
class TestPlaceAuditTour(PlaceTours):
    """The evening audit, and issuing, on a telephone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_an_order_is_issued_by_the_scan_of_its_device(self):
        self._issue_by_scan()

    def test_a_shelf_is_audited(self):
        self.start_tour(
            "/odoo/service-audit", "service_center_places_audit", login="engineer"
        )
        self.assertTrue(self.orders[1].place_missing_date)
        self.assertFalse(self.orders[0].place_missing_date)
        self.assertEqual(self.orders[2].place_id, self.shelf)
        self.assertEqual(
            self.orders[1].activity_ids.activity_type_id,
            self.env.ref("service_center_places.mail_activity_type_missing"),
        )
