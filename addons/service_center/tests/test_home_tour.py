from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ServiceCommon


class FindTours(ServiceCommon, HttpCase):
    """Orders to find, and to count on the first screen after login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model.name = "Found Model"
        other = cls.model.create(
            {
                "name": "Other Model",
                "brand_id": cls.brand.id,
                "type_id": cls.phone_type.id,
            }
        )
        cls.orders = cls._create_order(serial="FND-7701")
        cls.orders += cls._create_order(serial="YSI-8802", device_model_id=other.id)
        cls.orders += cls._create_order(serial="T3", engineer_id=cls.engineer.id)
        cls.orders += cls._create_order(serial="T4", engineer_id=cls.colleague.id)
        cls.part.write({"name": "Screen", "barcode": "4820001234567"})
        cls.orders[0].date_promised = fields.Datetime.now() - timedelta(days=1)
        cls._create_order(
            cls.stranger,
            serial="T5",
            branch_id=cls.other_branch.id,
            user_id=cls.stranger.id,
        )
        (cls.desk + cls.engineer + cls.head).write({"lang": "en_US"})


@tagged("post_install", "-at_install")
class TestFindTour(FindTours):
    """An order is found, and scanned, from wherever one is."""

    def test_the_search_field_and_the_palette_find_it(self):
        self.start_tour("/odoo", "service_center_find", login="desk")

    def test_a_scan_anywhere_opens_it(self):
        self.start_tour("/odoo", "service_center_scan", login="desk")


@tagged("post_install", "-at_install")
class TestCameraTour(FindTours):
    """The camera of a telephone reads what a scanner reads."""

    browser_size = "390x844"
    touch_enabled = True

    def test_a_label_before_the_camera_opens_its_order(self):
        self.start_tour("/odoo", "service_center_scan_camera", login="desk")


@tagged("post_install", "-at_install")
class TestHomeTour(FindTours):
    """The first screen after login, for each role."""

    def test_engineer(self):
        self.start_tour("/odoo", "service_center_home_engineer", login="engineer")

    def test_desk(self):
        self.env.company.service_setup_done = True
        gone = self.customer.create({"name": "Gone Long Ago", "phone": "+79990001122"})
        order = self._create_order(serial="GONE-1", partner_id=gone.id)
        self._finish(order).with_user(self.desk).action_issue()
        self.start_tour("/odoo", "service_center_home_desk", login="desk")

    def test_head(self):
        self.env.company.write({"service_setup_done": False, "street": False})
        self.start_tour("/odoo", "service_center_home_head", login="head")
        self.assertTrue(self.env.company.service_setup_done)


@tagged("post_install", "-at_install")
class TestHomeTourOnAPhone(TestHomeTour):
    """The same on a telephone."""

    browser_size = "390x844"
    touch_enabled = True
