from odoo.tests import HttpCase, tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestTour(ServiceCommon, HttpCase):
    """The main job in the real browser: the desk, the engineer, the desk again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brand.name = "Tour Brand"
        cls.model.name = "Tour Model"
        cls.work.name = "Tour Work"
        cls.part.name = "Tour Part"
        (cls.desk + cls.engineer).write({"lang": "en_US"})

    def _orders(self):
        return self.env["service.order"].search(
            [("branch_id", "=", self.branch.id)], order="id"
        )

    def test_a_phone_comes_in_is_repaired_and_goes_out(self):
        self.start_tour("/odoo", "service_center_desk_takes_in", login="desk")
        order = self._orders()
        self.assertRecordValues(
            order,
            [
                {
                    "state": "new",
                    "partner_id": self.customer.id,
                    "user_id": self.desk.id,
                    "serial": "TOUR 35-693803-564380-9",
                    "appearance": "Scratch on the back",
                }
            ],
        )
        self.assertEqual(order.accessory_ids.mapped("name"), ["Charger"])
        self.start_tour("/odoo", "service_center_engineer_repairs", login="engineer")
        self.assertRecordValues(
            order,
            [
                {
                    "state": "done",
                    "engineer_id": self.engineer.id,
                    "diagnosis": "Broken screen",
                    "amount_total": 8999.99,
                }
            ],
        )
        self.start_tour("/odoo", "service_center_desk_issues", login="desk")
        self.assertEqual(order.state, "issued")

    def test_dragging_past_a_step_is_refused(self):
        order = self._create_order()
        self.start_tour("/odoo", "service_center_drag_is_refused", login="desk")
        self.assertEqual(order.state, "new")
