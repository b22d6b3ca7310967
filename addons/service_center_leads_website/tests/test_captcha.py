import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch
from urllib.parse import parse_qs

import requests

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.google_recaptcha.models import ir_http
from odoo.addons.service_center.tests.common import ServiceCommon
from odoo.addons.service_center_leads.models import service_lead_form

ASKED = "https://www.recaptcha.net/recaptcha/api/siteverify"
PATH = service_lead_form.PATH


class Provider(BaseHTTPRequestHandler):
    """Who says of a token whether a person got it, as Google answers."""

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: each[0] for name, each in parse_qs(body).items()}
        self.server.asked.append(asked)
        token = asked.get("response")
        if token == "slow":
            return  # no answer at all
        if token in ("human", "robot", "other"):
            answer = {"success": True, "score": 0.1 if token == "robot" else 0.9}
            answer["action"] = "login" if token == "other" else "service_request"
        else:
            answer = {"success": False, "error-codes": ["invalid-input-response"]}
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args):
        pass


@tagged("post_install", "-at_install")
class TestCaptcha(ServiceCommon, HttpCase):
    """Odoo's captcha before the form of requests, asked over a real socket."""

    def setUp(self):
        super().setUp()
        self.patch(service_lead_form, "SECONDS_AT_LEAST", 0)
        self.provider = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        self.provider.asked = []
        self.addCleanup(self.provider.server_close)
        self.addCleanup(self.provider.shutdown)
        threading.Thread(target=self.provider.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{self.provider.server_address[1]}/"
        ask = requests.post
        self.startPatcher(
            patch.object(
                ir_http.requests,
                "post",
                lambda url, *args, **kwargs: ask(
                    address if url == ASKED else url, *args, **kwargs
                ),
            )
        )
        set_param = self.env["ir.config_parameter"].set_param
        for name, value in (
            ("enable_recaptcha", "True"),
            ("recaptcha_public_key", "open-key"),
            ("recaptcha_private_key", "secret-key"),
            ("recaptcha_min_score", "0.5"),
        ):
            set_param(name, value)

    @mute_logger("odoo.addons.google_recaptcha.models.ir_http")
    def _send(self, **more):
        data = {
            "token": self.env["service.lead.form"]._make_token(),
            "branch": self.branch.code,
            "name": "Ann",
            "phone": "+7 912 345-67-00",
            "text": "It fell into water",
            "consent": "1",
            **more,
        }
        return self.url_open(PATH, data=data)

    def test_a_person_gets_through(self):
        answer = self._send(recaptcha_token_response="human")
        self.assertIn("request_number", answer.text)
        asked = self.provider.asked[0]
        self.assertEqual((asked["secret"], asked["response"]), ("secret-key", "human"))

    def test_a_robot_is_refused_and_what_was_typed_stays(self):
        before = self.env["crm.lead"].search_count([])
        for token in ("robot", "forged", "other", "slow", None):
            with self.subTest(token):
                more = {"recaptcha_token_response": token} if token else {}
                answer = self._send(**more)
                self.assertEqual(answer.status_code, 400)
                self.assertIn("once more", answer.text)
                self.assertIn("It fell into water", answer.text)
                self.assertNotIn("request_number", answer.text)
        self.assertEqual(self.env["crm.lead"].search_count([]), before)

    def test_without_a_captcha_nobody_is_asked(self):
        self.env["ir.config_parameter"].set_param("recaptcha_private_key", "")
        self.assertIn("request_number", self._send().text)
        self.assertFalse(self.provider.asked)

    def test_page_and_pasted_form_carry_the_captcha(self):
        snippet = self.env["service.lead.form"]._get_snippet(self.env.company)
        page = self.url_open(PATH).text
        for text in (snippet, page):
            self.assertIn("api.js?render=open-key", text)
            form = re.search(r"<form[^>]*service_request.*?</form>", text, re.DOTALL)[0]
            self.assertIn('name="recaptcha_token_response"', form)
            self.assertNotIn("secret-key", text)
        self.env["ir.config_parameter"].set_param("recaptcha_public_key", "")
        self.assertNotIn(
            "recaptcha", self.env["service.lead.form"]._get_snippet(self.env.company)
        )

    def test_turnstile_is_carried_too_and_keys_are_quoted(self):
        forms = self.env["service.lead.form"]
        with patch.object(
            type(forms), "_get_captcha", lambda _forms: {"turnstile": '"<b'}
        ):
            snippet = forms._get_snippet(self.env.company)
        self.assertIn('data-sitekey="&#34;&lt;b"', snippet)
        self.assertIn('data-action="service_request"', snippet)

    def test_the_head_is_told_what_a_captcha_asks_of_pasted_forms(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.service_lead_captcha, "Google reCAPTCHA")
        view = self.env["res.config.settings"].get_view(
            self.env.ref("base.res_config_settings_view_form").id, "form"
        )
        self.assertIn('name="captcha"', view["arch"])
