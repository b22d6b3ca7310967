from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import LeadsCommon


@tagged("post_install", "-at_install")
class TestLead(LeadsCommon):
    def test_a_letter_becomes_a_lead_of_its_branch(self):
        lead = self._receive(
            "Hello, my Nokla X7 does not charge. Call me: 8 912 345-67-00 please",
            photos=["one.jpg"],
        )
        self.assertEqual(lead.branch_id, self.branch)
        self.assertEqual(lead.device_model_id, self.model)
        self.assertEqual(lead.phone_sanitized, "+79123456700")
        self.assertEqual(lead.contact_name, "Ann Visitor")
        self.assertIn("does not charge", lead.fault)
        self.assertEqual(len(lead.photo_ids), 1)
        self.assertTrue(lead.activity_ids)
        self.assertTrue(lead.date_answer_due)

    @users("desk")
    def test_one_press_makes_the_order(self):
        lead = self._receive(
            "Hello, my Nokla X7 does not charge. Call me: 8 912 345-67-00 please",
            photos=["one.jpg"],
        ).with_env(self.env)
        action = lead.action_to_order()
        order = self.env["service.order"].browse(action["res_id"])
        self.assertEqual(order.lead_id, lead)
        self.assertEqual(lead.action_to_order(), action)
        self.assertEqual(lead.service_order_ids, order)
        self.assertEqual(order.device_model_id, self.model)
        self.assertEqual(order.partner_id.name, "Ann Visitor")
        self.assertEqual(order.partner_id.email, "ann@elsewhere.example")
        self.assertEqual(len(order.photo_ids), 1)
        self.assertIn("does not charge", order.fault)
        self.assertTrue(order.message_ids.filtered(lambda m: m.message_type == "email"))
        self.assertEqual(lead.won_status, "won")

    def test_a_letter_that_comes_twice_is_one_lead(self):
        before = self.leads.search_count([])
        letter = self._letter("Nokla X7", msgid="<same@elsewhere.example>")
        for _each in range(3):
            self.threads.message_process(False, letter)
        self.assertEqual(self.leads.search_count([]), before + 1)
        lead = self.leads.search([], order="id desc", limit=1)
        letters = lead.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(len(letters), 1)

    def test_a_link_opens_a_request_as_the_centre_knows_it(self):
        view = self.env.ref("service_center_leads.crm_lead_view_form_service")
        lead = self._receive().with_user(self.desk)
        self.assertEqual(lead.get_formview_action()["views"], [(view.id, "form")])
        own = self.env["crm.lead"].create({"name": "Odoo's own"})
        self.assertNotEqual(own.get_formview_id(), view.id)

    def test_people_of_another_branch_see_nothing(self):
        lead = self._receive()
        self.assertFalse(
            self.leads.with_user(self.stranger).search([("id", "=", lead.id)])
        )
        with self.assertRaises(AccessError):
            lead.with_user(self.stranger).read(["name"])
        self.assertTrue(lead.with_user(self.desk).read(["name"]))
        self.assertTrue(lead.with_user(self.head).read(["name"]))
        with self.assertRaises(AccessError):
            lead.with_user(self.engineer).read(["name"])
