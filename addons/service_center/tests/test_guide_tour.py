from odoo.tests import HttpCase, tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestGuideTour(ServiceCommon, HttpCase):
    """What newcomers are shown still leads where it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model.name = "Guide Model"
        cls.work.name = "Guide Work"
        (cls.desk + cls.engineer).write({"lang": "en_US"})

    def test_the_desk_is_led_to_the_receipt(self):
        self.start_tour("/odoo/service-home", "service_center_guide_desk", login="desk")
        order = self.env["service.order"].search([("branch_id", "=", self.branch.id)])
        self.assertRecordValues(
            order,
            [{"serial": "GUIDE-0001", "fault": "Does not switch on", "state": "new"}],
        )
        self.assertEqual(order.partner_id.name, "Guided Customer")
        self.assertEqual(order.device_model_id, self.model)

    def test_the_engineer_is_led_to_done(self):
        order = self._create_order()
        self.start_tour(
            "/odoo/service-home", "service_center_guide_engineer", login="engineer"
        )
        self.assertRecordValues(
            order,
            [
                {
                    "state": "done",
                    "engineer_id": self.engineer.id,
                    "diagnosis": "Broken screen",
                }
            ],
        )
        self.assertEqual(order.line_ids.product_id, self.work)

    def test_nobody_is_led_about_unasked(self):
        self.engineer.tour_enabled = True
        tours = self.env["web_tour.tour"].with_user(self.engineer)
        tour = tours.get_current_tour()
        self.assertNotIn("service_center", tour and tour["name"] or "")

    def test_each_role_finds_its_tour_in_the_menu(self):
        menus = {
            role: self.env.ref(f"service_center.web_tour_menu_{role}")
            for role in ("desk", "engineer")
        }
        for user, seen in ((self.desk, "desk"), (self.engineer, "engineer")):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for role, menu in menus.items():
                self.assertEqual(menu.id in visible, role == seen, user.login)

    def test_the_menu_starts_a_tour_that_the_client_knows(self):
        for role in ("desk", "engineer"):
            action = self.env.ref(f"service_center.web_tour_action_{role}")
            name = action.url.partition("?tour=")[2]
            tours = self.env["web_tour.tour"].with_user(self.engineer)
            self.assertEqual(tours.get_tour_json_by_name(name)["steps"], [])
            self.assertEqual(name, f"service_center_guide_{role}")
