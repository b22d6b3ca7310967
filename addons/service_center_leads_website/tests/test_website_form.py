import re
import secrets

from odoo.tests import HttpCase, tagged

from odoo.addons.service_center.tests.common import ServiceCommon
from odoo.addons.service_center_leads.models import service_lead_form

BUILT = "/website/form/crm.lead"


@tagged("post_install", "-at_install")
class TestWebsiteForm(ServiceCommon, HttpCase):
    """The website's own forms make requests as the public form does."""

    def _send(self, **more):
        data = {
            "contact_name": "Ann Visitor",
            "phone": f"+7912{secrets.randbelow(10**7):07}",
            "email_from": "ann@elsewhere.example",
            "name": "Help",
            "fault": "My Nokla X7 does not charge",
            "branch_id": str(self.branch.id),
            **more,
        }
        data = {name: each for name, each in data.items() if each is not None}
        return self.url_open(BUILT, data=data).json()

    def test_a_built_form_makes_a_request_of_the_branch(self):
        answer = self._send()
        lead = self.env["crm.lead"].search([("service_code", "=", answer["id"])])
        self.assertEqual(lead.branch_id, self.branch)
        self.assertEqual(lead.team_id, self.branch.lead_team_id)
        self.assertEqual(lead.device_model_id, self.model)
        self.assertEqual(lead.name, "Help")

    def test_a_form_without_a_branch_stays_odoos_own(self):
        answer = self._send(branch_id=None)
        self.assertIs(answer["id"], True)
        lead = self.env["crm.lead"].search([], order="id desc", limit=1)
        self.assertFalse(lead.branch_id or lead.service_code)

    def test_a_built_form_has_quotas(self):
        answers = [self._send() for _each in range(8)]
        self.assertEqual(["id" in each for each in answers], [True] * 6 + [False] * 2)
        self.assertIn("call us", answers[-1]["error"])

    def test_a_built_form_changes_no_customer(self):
        known = self.env["res.partner"].create(
            {
                "name": "Пётр",
                "email": "ann@elsewhere.example",
                "phone": "+7 912 1112233",
            }
        )
        self._send()
        self.assertEqual(known.phone, "+7 912 1112233")

    def test_a_built_form_sets_nothing_that_only_the_server_knows(self):
        stage = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        answer = self._send(
            service_code="AAAAA-AAAAA",
            to_order="100",
            date_answered="2026-01-01 10:00:00",
            customer_found_by="both",
            user_id=str(self.head.id),
            stage_id=str(stage.id),
            probability="100",
        )
        lead = self.env["crm.lead"].search([("service_code", "=", answer["id"])])
        self.assertNotEqual(lead.service_code, "AAAAA-AAAAA")
        self.assertFalse(lead.to_order or lead.date_answered or lead.user_id)
        self.assertFalse(lead.customer_found_by)
        self.assertEqual(lead.won_status, "pending")

    def test_a_branch_of_another_company_is_not_chosen(self):
        company = self.env["res.company"].create({"name": "Other"})
        branch = self.env["service.branch"].create(
            {"name": "Abroad", "code": "AB", "company_id": company.id}
        )
        self._send(branch_id=str(branch.id))
        lead = self.env["crm.lead"].search([], order="id desc", limit=1)
        self.assertNotEqual(lead.branch_id, branch)

    def test_the_public_form_wears_the_websites_layout(self):
        self.patch(service_lead_form, "SECONDS_AT_LEAST", 0)
        page = self.url_open(service_lead_form.PATH).text
        self.assertIn("o_service_request", page)
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        answer = self.url_open(
            service_lead_form.PATH,
            data={
                "token": token,
                "branch": self.branch.code,
                "name": "Ann",
                "phone": "+79123456700",
                "text": "Broken",
                "consent": "1",
            },
        )
        self.assertIn("request_number", answer.text)
