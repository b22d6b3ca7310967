import json
from datetime import timedelta

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common_secret import DETAILS, NUMBER, PASSCODE, PDF, SecretCommon


@tagged("post_install", "-at_install")
class TestSecretHttp(SecretCommon, HttpCase):
    """The web client's way to a secret, and the doors beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document(scan=cls._encode())
        cls.order = cls._create_order(passcode=PASSCODE)
        cls.order.with_user(cls.engineer).action_start()
        cls.env.flush_all()

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _prove(self, action, login):
        """Answer the question for the password, as the web client does."""
        self.assertEqual(action["res_model"], "res.users.identitycheck")
        # as ``new_test_user`` makes them
        context = {"password": login + "x" * (8 - len(login))}
        return self._call(
            "res.users.identitycheck", "run_check", [action["res_id"]], context=context
        )

    def _dialog(self):
        return self._call(
            "service.identity.reveal",
            "create",
            [{"identity_id": self.document.id, "reason": "Police asked"}],
        )

    def test_a_number_is_shown_after_the_password_and_only_in_the_answer(self):
        self.authenticate("trusted", "trusted")
        dialog = self._dialog()
        first = self._call("service.identity.reveal", "action_reveal", dialog)
        self.assertNotIn(NUMBER, json.dumps(first))
        self.assertFalse(self._logged("number"))
        shown = self._prove(first, "trusted")
        self.assertEqual(shown["params"]["values"], [NUMBER, DETAILS])
        self.assertEqual(shown["tag"], "service_center_reveal")
        self.assertEqual(self._logged("number").address, "127.0.0.1")

    @mute_logger("odoo.http", "odoo.addons.base.models.res_users")
    def test_the_wrong_password_shows_nothing(self):
        self.authenticate("trusted", "trusted")
        first = self._call("service.identity.reveal", "action_reveal", self._dialog())
        with self.assertRaises(JsonRpcException):
            self._prove(first, "guess")
        self.assertFalse(self._logged("number"))

    def test_the_engineer_sees_the_passcode_after_his_password(self):
        self.authenticate("engineer", "engineer")
        first = self._call("service.order", "action_reveal_passcode", [self.order.id])
        self.assertNotIn(PASSCODE, json.dumps(first))
        shown = self._prove(first, "engineer")
        self.assertEqual(shown["params"]["values"], [PASSCODE])
        self.assertEqual(self._logged("passcode").res_id, self.order.id)

    def test_the_scan_is_handed_out_once_per_reason(self):
        self.authenticate("trusted", "trusted")
        path = f"/service_center/identity/{self.document.id}/scan"
        with mute_logger("odoo.http"):
            self.assertNotIn(b"Canary", self.url_open(path).content)
        first = self._call("service.identity.reveal", "action_download", self._dialog())
        action = self._prove(first, "trusted")
        self.assertEqual(action["url"], path)
        answer = self.url_open(path)
        self.assertEqual(answer.content, PDF)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        with mute_logger("odoo.http"):
            again = self.url_open(path)
        self.assertEqual(again.status_code, 403)
        self.assertNotIn(b"Canary", again.content)
        self.assertEqual(len(self._logged("scan")), 1)

    def test_a_grant_is_for_one_document_and_one_session(self):
        other = self._create_document(scan=self._encode())
        self.authenticate("trusted", "trusted")
        first = self._call("service.identity.reveal", "action_download", self._dialog())
        self._prove(first, "trusted")
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/service_center/identity/{other.id}/scan")
        self.assertEqual(answer.status_code, 403)
        for login in ("head", "desk", "engineer", None):
            self.authenticate(login, login)
            with self.subTest(login), mute_logger("odoo.http"):
                answer = self.url_open(
                    f"/service_center/identity/{self.document.id}/scan"
                )
                self.assertNotIn(b"Canary", answer.content)

    def _doors(self):
        """Every address under which Odoo serves files and fields."""
        attachment, document = self.document._get_scan_attachments(), self.document
        token = document.sudo().number_cipher
        return [
            f"/web/content/{attachment.id}",
            f"/web/content/{attachment.id}?download=1",
            f"/web/content/service.identity/{document.id}/scan_cipher",
            f"/web/content/service.identity/{document.id}/scan",
            f"/web/content/service.identity/{document.id}/number_cipher",
            f"/web/image/service.identity/{document.id}/scan_cipher",
            f"/web/image/{attachment.id}",
            f"/web/content/ir.attachment/{attachment.id}/raw",
            f"/web/content/ir.attachment/{attachment.id}/datas",
            f"/report/html/service_center.report_intake/{self.order.id}",
            f"/report/html/service_center.report_act/{self.order.id}",
        ], [
            token.encode(),
            attachment.raw,
            PASSCODE.encode(),
            NUMBER.encode(),
            b"Canary",
        ]

    def _leaking_doors(self, login):
        doors, secrets = self._doors()
        self.env.flush_all()
        self.authenticate(login, login)
        with mute_logger("odoo.http"):
            return [
                door
                for door in doors
                if any(secret in self.url_open(door).content for secret in secrets)
            ]

    def test_no_address_serves_a_secret_nor_its_cipher(self):
        for login in ("desk", "engineer", "trusted", "head", "portal_guest"):
            if login == "portal_guest":
                self._create_portal(login)
            with self.subTest(login):
                self.assertEqual(self._leaking_doors(login), [])

    def test_those_addresses_would_leak_without_the_protection(self):
        field = self.document._fields["scan_cipher"]
        groups, field.groups = field.groups, None
        self.addCleanup(setattr, field, "groups", groups)
        found = self._leaking_doors("desk")
        self.assertIn(self._doors()[0][0], found)
        self.assertIn(self._doors()[0][2], found)

    def _create_portal(self, login):
        self.env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": login,
                "login": login,
                "password": login,
                "group_ids": [self.env.ref("base.group_portal").id],
            }
        )

    def test_a_foreign_program_gets_no_further(self):
        keys = self.env["res.users.apikeys"].with_user(self.trusted)
        day = self.env.cr.now() + timedelta(days=1)
        key = keys._generate("rpc", "test", day)

        def ask(model, method, **body):
            answer = self.url_open(
                f"/json/2/{model}/{method}",
                data=json.dumps(body),
                headers={
                    "Authorization": f"bearer {key}",
                    "Content-Type": "application/json",
                },
            )
            return answer.text

        ids, dialog = [self.document.id], self.env["service.identity.reveal"]
        dialog = dialog.with_user(self.trusted).create(
            {"identity_id": self.document.id, "reason": "Police asked"}
        )
        token = self.document.sudo().number_cipher
        passcode = self.env["service.passcode"].search(
            [("order_id", "=", self.order.id)]
        )
        self.env.flush_all()
        tail = ask("service.identity", "read", ids=ids, fields=["number_tail"])
        self.assertIn("946", tail, "the way itself works")
        closed = ["number_cipher", "details_cipher"]
        with mute_logger("odoo.http", "odoo.addons.rpc.controllers.json2"):
            answers = [
                ask("service.identity", "read", ids=ids, fields=closed),
                ask("service.identity", "search_read", domain=[], fields=closed),
                ask("service.identity", "read", ids=ids, fields=["number", "details"]),
                ask("service.identity", "_reveal", ids=ids, reason="Police asked"),
                ask("service.identity", "_get_scan", ids=ids),
                ask("service.identity.reveal", "action_reveal", ids=dialog.ids),
                ask("service.passcode", "read", ids=passcode.ids, fields=["cipher"]),
                ask("service.order", "_reveal_passcode", ids=self.order.ids),
                ask("service.order", "action_reveal_passcode", ids=self.order.ids),
                ask("service.cipher", "_load"),
                ask("service.cipher", "_rotate_keys"),
            ]
        for answer in answers:
            for secret in (token, NUMBER, DETAILS, PASSCODE, passcode.cipher):
                self.assertNotIn(secret, answer)
        self.assertFalse(self._logged("number", "passcode", "scan"))
