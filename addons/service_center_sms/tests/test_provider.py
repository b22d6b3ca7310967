import json
import logging

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, file_open

from .common import LOGIN, SECRET, SmsCommon


@tagged("post_install", "-at_install")
class TestSmsProvider(SmsCommon):
    def test_a_password_is_written_and_never_read(self):
        provider = self.provider.with_user(self.head)
        provider.secret = SECRET
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn(SECRET, str(provider.read()))
        self.assertNotIn(SECRET, str(provider.with_user(self.desk).read()))
        self.assertNotIn(LOGIN, str(provider.with_user(self.desk).read()))
        self.assertEqual(provider.secret, "•" * 8)
        with self.assertRaises(AccessError):
            provider.read(["secret_cipher"])
        with self.assertRaises(AccessError):
            provider.sudo().with_user(self.env.ref("base.user_admin")).read(
                ["secret_cipher"]
            )
        exported = self.provider.export_data(["name", "body", "url"])
        self.assertNotIn(SECRET, str(exported))
        rows = self.env.execute_query(
            SQL(
                "SELECT to_json(p) FROM service_sms_provider p WHERE id = %s",
                provider.id,
            )
        )
        self.assertNotIn(SECRET, json.dumps(rows))
        self.assertEqual(self.provider._get_secret(), SECRET)

    def test_saving_the_stars_keeps_the_password(self):
        self.provider.write({"secret": "•" * 8, "name": "Same"})
        self.assertEqual(self.provider._get_secret(), SECRET)
        self.assertFalse(self.provider.copy().has_secret)
        self.provider.secret = False
        self.assertEqual(self.provider._get_secret(), "")

    def test_a_password_does_not_follow_to_another_server(self):
        self.provider.url = f"{self.gateway.url}/other/path"
        self.assertTrue(self.provider.has_secret, "the same server")
        self.provider.poll_url = "https://evil.example/status"
        self.assertFalse(self.provider.has_secret)

    def test_only_an_administrator_leads_requests_elsewhere(self):
        provider = self.provider.with_user(self.head)
        provider.write(
            {"sender": "Shop", "login": "me", "rate": 3, "url": provider.url}
        )
        for vals in (
            {"url": "https://evil.example"},
            {"headers": "X: {secret}"},
            {"balance_url": "http://10.0.0.1"},
        ):
            with self.assertRaisesRegex(AccessError, "administrator"):
                provider.write(vals)
        with self.assertRaises(AccessError):
            provider.create({"name": "Mine", "url": "https://evil.example"})
        with self.assertRaises(AccessError):
            self.provider.with_user(self.desk).sender = "x"
        self.head.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        provider.url = f"{self.gateway.url}/fine"

    def test_what_cannot_work_is_refused(self):
        for vals in (
            {"url": "ftp://example.com"},
            {"url": "https://example.com/?key={secret}"},
            {"body": "to={number}\ncode={os}"},
            {"body": "no sign of equality"},
            {"content_type": "json", "body": "{broken"},
            {"headers": "Broken header"},
            {"answer_kind": "text", "ref_rule": "(["},
            {"ref_rule": "a..b"},
            {"failure_words": "1=sms_nonsense"},
            {"is_idempotent": True, "body": "to={number}"},
            {"can_ask": True, "poll_url": "https://x.example", "poll_body": "a=1"},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                self.provider.write(vals)

    def test_values_never_become_syntax(self):
        text = 'a&b=c {secret} "quoted" \\ \n%0a=;{number}'
        self._text("form", body=text)
        self._send()
        self.assertEqual(self.gateway.seen[-1].params["text"], text)
        body = '{"to": ["{number}"], "sms": {"text": "{text}", "from": "{sender}"}}'
        self.provider.write({"content_type": "json", "body": body})
        self.gateway.say({"status": "ok", "id": 7})
        self._text("json", body=text)
        self._send()
        self.assertEqual(
            self.gateway.seen[-1].json, {"to": ["+79123456789"], "sms": {"text": text}}
        )
        self.provider.write(
            {
                "content_type": "form",
                "method": "GET",
                "body": "t={text}",
                "url": f"{self.gateway.url}/send/{{number}}",
                "number_format": "digits",
            }
        )
        self.gateway.say({"status": "ok", "id": 8})
        self._text("get", body=text)
        self._send()
        seen = self.gateway.seen[-1]
        self.assertEqual((seen.method, seen.params), ("GET", {"t": text}))
        self.assertTrue(seen.path.startswith("/send/79123456789?"))

    def test_answers_of_plain_text_are_understood(self):
        self.provider.write(
            {
                "answer_kind": "text",
                "ref_rule": r"OK - (\d+)",
                "price_rule": "",
                "status_rule": r"^(OK|ERROR)",
                "success_words": "OK",
                "failure_words": "*",
                "error_rule": r"\((.*)\)",
                "poll_rule": "",
                "retry_words": "",
            }
        )
        self.gateway.say("OK - 17, 1 SMS")
        self.gateway.say("ERROR = 3 (no money)")
        good, bad = self._text("good"), self._text("bad")
        self._send()
        self.assertEqual((good.state, good.provider_ref), ("sent", "17"))
        self.assertEqual((bad.state, bad.reason), ("failed", "no money"))

    def test_a_price_is_reckoned_where_the_answer_has_none(self):
        self.provider.price_segment = 2.5
        self.gateway.say({"status": "ok", "id": 1})
        sms = self._text(body="я" * 71)
        self._send()
        self.assertEqual((sms.segments, sms.price), (2, 5))

    def test_balance_and_test(self):
        self._point(
            self.provider,
            self.gateway,
            balance_url=f"{self.gateway.url}/balance",
            balance_rule="balance",
            balance_body="key={secret}",
        )
        provider = self.provider.with_user(self.head)
        self.gateway.say({"balance": "17.20"})
        note = provider.action_check()
        self.assertIn("17.20", note["params"]["message"])
        self.gateway.say({"text": "wrong key"})
        with self.assertRaisesRegex(UserError, "wrong key"):
            provider.action_check()
        self.gateway.mood = "drop_before"
        with self.assertRaisesRegex(UserError, "cannot be reached") as caught:
            provider.action_check()
        self.assertNotIn(SECRET, str(caught.exception))
        self.gateway.mood = "accept"
        action = provider.action_test()
        wizard = (
            self.env["service.sms.test"]
            .with_user(self.head)
            .with_context(**action["context"])
            .create({"number": "8 912 345-67-89"})
        )
        sms = self.rows.browse(wizard.action_send()["res_id"])
        self._send()
        self.assertRecordValues(sms, [{"state": "sent", "number": "+79123456789"}])
        wizard.number = "12"
        with self.assertRaisesRegex(UserError, "no telephone number"):
            wizard.action_send()

    def test_nothing_of_a_password_gets_into_the_log_or_the_journal(self):
        self.gateway.moods = ["drop_after"]
        self.provider.write({"method": "GET"})
        own_log = "odoo.addons.service_center_sms"
        wire_log = "urllib3.connectionpool"
        with (
            self.assertLogs(own_log, level="DEBUG") as log,
            self.assertLogs(wire_log, level="DEBUG") as carried,
        ):
            logging.getLogger(own_log).info("listening")
            logging.getLogger(wire_log).info("listening")
            sms = self._text()
            self._text("answered")
            self._send()
        self.assertIn(SECRET, self.gateway.seen[-1].path, "it went over the wire")
        self.assertNotIn(SECRET, "".join(log.output + carried.output))
        self.assertNotIn(SECRET, str(sms.sudo().read()))
        self.assertNotIn(SECRET, repr(self.provider._get_wiring()))

    def test_a_used_provider_is_archived_not_deleted(self):
        self._text()
        with self.assertRaisesRegex(UserError, "archive it"):
            self.provider.unlink()

    def test_new_keys_reencrypt_the_passwords(self):
        keep = self.key_file.read_text().splitlines()
        self._use_keys(["cipher"], keep)
        self.env["service.cipher"]._rotate_keys()
        self._use_keys([], self.key_file.read_text().splitlines()[:1] + keep[1:])
        self.assertEqual(self.provider._get_secret(), SECRET)

    def test_a_restored_copy_is_neutralized(self):
        sms = self._text()
        sending = self._text("sending")
        sending._claim()
        self.env.flush_all()
        path = "service_center_sms/data/neutralize.sql"
        with file_open(path) as file:
            self.env.cr.execute(file.read())
        self.env.invalidate_all()
        self._send()
        self.assertFalse(self.gateway.seen)
        self.assertFalse(self.provider.active or self.provider.has_secret)
        self.assertEqual((sms.state, sending.state), ("cancelled", "unknown"))
