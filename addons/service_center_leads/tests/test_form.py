import base64
import re
import secrets
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.service_center.tests.common_intake import picture

from ..models import service_lead_form
from .common import LeadsCommon

PATH = service_lead_form.PATH
NUMBER = re.compile(r'id="request_number">([A-Z0-9]{5}-[A-Z0-9]{5})<')


@tagged("post_install", "-at_install")
class TestForm(LeadsCommon, HttpCase):
    """The public form: a number to people, nothing to robots."""

    def setUp(self):
        super().setUp()
        self.patch(service_lead_form, "SECONDS_AT_LEAST", 0)
        self.branches = self.env["service.branch"].search(
            [("company_id", "=", self.env.company.id)]
        )

    def _token(self):
        return self.env["service.lead.form"]._make_token()

    def _send(self, files=None, **more):
        data = {
            "token": self._token(),
            "branch": self.branch.code,
            "name": "Ann Visitor",
            "phone": f"8912{secrets.randbelow(10**7):07}",
            "device": "Nokla X7",
            "text": "Does not charge",
            "consent": "1",
            **more,
        }
        data = {name: each for name, each in data.items() if each is not None}
        return self.url_open(PATH, data=data, files=files)

    def _get_lead(self, answer):
        found = NUMBER.search(answer.text)
        self.assertTrue(found, answer.text[-900:])
        self.env.invalidate_all()
        return self.leads.search([("service_code", "=", found[1])])

    def test_a_visitor_gets_a_number_and_the_branch_a_request(self):
        photo = base64.b64decode(picture())
        answer = self._send(
            [("photos", ("a.jpg", photo, "image/jpeg"))], phone="8 912 345-67-00"
        )
        lead = self._get_lead(answer)
        self.assertEqual(lead.branch_id, self.branch)
        self.assertEqual(lead.device_model_id, self.model)
        self.assertEqual(lead.phone, "+7 912 345-67-00")
        self.assertEqual(lead.medium_id, self.env.ref("utm.utm_medium_website"))
        self.assertEqual(len(lead.photo_ids), 1)
        self.assertTrue(lead.date_consent and lead.consent_hash)
        self.assertFalse(lead.user_id)
        order = self.env["service.order"].browse(
            lead.with_user(self.desk).action_to_order()["res_id"]
        )
        self.assertEqual(len(order.photo_ids), 1)

    def test_the_page_has_a_form_with_a_proof_of_time(self):
        page = self.url_open(PATH).text
        names = (
            "token",
            "name",
            "phone",
            "email",
            "device",
            "text",
            "photos",
            "consent",
        )
        for name in names:
            self.assertRegex(page, rf'<(input|textarea)[^>]*name="{name}"')
        self.assertIn(self.branch.name, page)
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        self.assertTrue(self._get_lead(self._send(token=token)))

    def test_a_form_on_another_site_asks_for_its_proof_of_time(self):
        answer = self.url_open(f"{PATH}/token", headers={"Origin": "https://a.example"})
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
        self.assertTrue(self._get_lead(self._send(token=answer.text)))
        snippet = self.env["service.lead.form"]._get_snippet(self.env.company)
        for part in ("<form", f"{PATH}/token", 'name="photos"', 'name="consent"'):
            self.assertIn(part, snippet)

    def test_a_snippet_quotes_what_people_typed(self):
        self.branch.name = "<script>alert(1)</script>"
        snippet = self.env["service.lead.form"]._get_snippet(self.env.company)
        self.assertNotIn("<script>alert", snippet)
        self.assertNotIn("<script>alert", self.url_open(PATH).text)

    def test_a_branch_of_another_company_has_its_own_form(self):
        company = self.env["res.company"].create({"name": "Second"})
        company.country_id = self.env.ref("base.pl")
        branch = self.env["service.branch"].create(
            {"name": "Krakow", "code": "ST", "company_id": company.id}
        )
        key = self.env["service.lead.form"]._get_key(branch)
        snippet = self.env["service.lead.form"]._get_snippet(company)
        self.assertIn(f'value="{key}"', snippet)
        self.assertIn(key, self.url_open(f"{PATH}?branch={key}").text)
        lead = self._get_lead(self._send(branch=key, phone="600 100 200"))
        self.assertEqual(lead.branch_id, branch)
        self.assertEqual(lead.company_id, company)
        self.assertEqual(lead.phone_sanitized, "+48600100200")

    def test_robots_get_nothing(self):
        before = self.leads.search_count([])
        forged = self._token()[:-1] + "x"
        for name, more in (
            ("honeypot", {service_lead_form.HONEYPOT: "http://spam"}),
            ("no token", {"token": None}),
            ("forged token", {"token": forged}),
            ("strange token", {"token": "1.1.\u044f"}),
            ("any branch", {"branch": "%"}),
            ("far company", {"branch": "ST.999999999999"}),
            ("zero", {"branch": "\0", "name": "\0"}),
            ("another's time", {"token": f"1.x.{forged}"}),
        ):
            with self.subTest(name):
                self.assertEqual(self._send(**more).status_code, 400)
        with patch.object(service_lead_form, "SECONDS_AT_LEAST", 3):
            self.assertEqual(self._send().status_code, 400)
        with patch.object(service_lead_form, "SECONDS_AT_MOST", -1):
            self.assertEqual(self._send().status_code, 400)
        self.assertEqual(self.leads.search_count([]), before)

    def test_what_is_missing_is_said_and_what_was_typed_stays(self):
        answer = self._send(phone="12", text=" ", consent=None, name="Ann <b>")
        self.assertEqual(answer.status_code, 400)
        for words in ("phone number", "what is wrong", "you agree", "Ann &lt;b&gt;"):
            self.assertIn(words, answer.text)
        self.assertIn('checked="checked"', self._send(phone="12").text)
        answer = self._send(consent=None, text="</textarea><script>alert(1)</script>")
        self.assertNotIn("<script>alert", answer.text)

    def test_the_consent_is_told_in_the_language_of_the_visitor(self):
        company = self.env.company
        self.env["res.lang"]._activate_lang("pl_PL")
        words = company._get_usual_consent()
        company.service_lead_consent = words
        usual = type(company)._get_usual_consent

        def translated(companies):
            polish = companies.env.context.get("lang") == "pl_PL"
            return "Zgadzam się" if polish else usual(companies)

        with patch.object(type(company), "_get_usual_consent", translated):
            polish = company.with_context(lang="pl_PL")
            self.assertEqual(polish._get_lead_consent(), "Zgadzam się")
            company.service_lead_consent = "Own words"
            self.assertEqual(polish._get_lead_consent(), "Own words")

    def test_sent_twice_it_is_one_request_with_one_number(self):
        token = self._token()
        answers = [self._send(token=token) for _each in range(3)]
        self.assertEqual(len({NUMBER.search(each.text)[1] for each in answers}), 1)
        code = NUMBER.search(answers[0].text)[1]
        self.assertEqual(self.leads.search_count([("service_code", "=", code)]), 1)

    def test_one_address_sends_six_an_hour(self):
        codes = [self._send().status_code for _each in range(8)]
        self.assertEqual(codes, [200] * 6 + [429] * 2)

    def test_one_phone_is_sent_three_times_a_day(self):
        spellings = (
            "89123456700",
            "+7 912 3456700",
            "8 (912) 345-67-00",
            "79123456700",
        )
        codes = [self._send(phone=each).status_code for each in spellings]
        self.assertEqual(codes[:3], [200] * 3)
        self.assertNotEqual(codes[3], 200)

    def test_nothing_of_a_visitor_is_in_the_quotas(self):
        self._send(phone="8 912 345-67-00")
        rows = self.env["service.lead.quota"].search([]).read(["key", "answer"])
        for row in rows:
            self.assertRegex(row["key"], r"^[0-9a-f]{64}$")
            self.assertNotIn("9123456700", str(row))

    def test_the_answer_is_the_same_for_a_customer_and_for_a_stranger(self):
        pages = []
        for phone, email in (
            ("+7 912 111-22-33", "petr@example.com"),
            ("+7 912 111-22-34", "nobody@example.com"),
        ):
            answer = self._send(phone=phone, email=email)
            lead = self._get_lead(answer)
            pages.append(answer.text.replace(lead.service_code, "NUMBER"))
            self.assertNotIn(str(lead.id), answer.headers.get("Location", ""))
        self.assertEqual(*pages)
        self.assertEqual(self.known.phone, "+7 912 111-22-33")

    def test_only_pictures_are_photos(self):
        before = self.leads.search_count([])
        for name, content in (
            ("x.jpg", b"<svg onload=alert(1)>"),
            ("x.jpg", b"%PDF-1.4"),
            ("x.jpg", base64.b64decode(picture())[:60]),
            ("x.html", b"<html>"),
        ):
            with self.subTest(content[:8]):
                answer = self._send([("photos", (name, content, "image/jpeg"))])
                self.assertEqual(answer.status_code, 400)
        photo = base64.b64decode(picture())
        files = [("photos", (f"{n}.jpg", photo, "image/jpeg")) for n in range(6)]
        self.env["service.lead.quota"].search([]).unlink()
        self.assertEqual(self._send(files).status_code, 400)
        self.assertEqual(self.leads.search_count([]), before)

    def test_a_visitor_makes_no_new_campaigns(self):
        source = self.env["utm.source"].create({"name": "City Map"})
        self.env["utm.campaign"].create({"title": "Autumn"})
        count = self.env["utm.source"].search_count([])
        lead = self._get_lead(self._send(utm_source="city map", utm_campaign="%"))
        self.assertEqual(lead.source_id, source)
        self.assertFalse(lead.campaign_id)
        self.assertEqual(self.env["utm.source"].search_count([]), count)

    def test_only_what_is_asked_for_is_written(self):
        lead = self._get_lead(
            self._send(
                user_id=str(self.head.id),
                partner_id=str(self.known.id),
                probability="100",
                stage_id="4",
                description="<script>",
            )
        )
        self.assertFalse(lead.user_id or lead.partner_id or lead.description)
