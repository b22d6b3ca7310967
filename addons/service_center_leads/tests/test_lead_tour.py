import base64
import re

from odoo.tests import HttpCase, tagged

from odoo.addons.service_center.tests.common_intake import picture

from ..models import service_lead_form
from .common import LeadsCommon


@tagged("post_install", "-at_install")
class TestLeadTour(LeadsCommon, HttpCase):
    """From the form on the website to the order, in the real browser."""

    def test_form_to_request_to_order(self):
        self.desk.lang = "en_US"
        self.patch(service_lead_form, "SECONDS_AT_LEAST", 0)
        page = self.url_open(service_lead_form.PATH).text
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        answer = self.url_open(
            service_lead_form.PATH,
            data={
                "token": token,
                "branch": self.branch.code,
                "name": "Ann Visitor",
                "phone": "+7 912 345-67-00",
                "device": "Nokla X7",
                "text": "Does not charge",
                "consent": "1",
            },
            files=[
                ("photos", ("a.jpg", base64.b64decode(picture()), "image/jpeg")),
            ],
        )
        self.assertEqual(answer.status_code, 200)
        self.start_tour(
            "/odoo/action-service_center.service_home_action",
            "service_center_lead_to_order",
            login="desk",
        )
        lead = self.leads.search([("contact_name", "=", "Ann Visitor")])
        order = lead.service_order_ids
        self.assertEqual(order.partner_id.name, "Ann Visitor")
        self.assertEqual(order.device_model_id, self.model)
        self.assertEqual(order.medium_id, self.env.ref("utm.utm_medium_website"))
