import contextlib
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.cipher import Cipher, KeyProblem
from .common_secret import DETAILS, NUMBER, SecretCommon


@tagged("post_install", "-at_install")
class TestIdentityReveal(SecretCommon):
    """Who sees a number: by group, branch and reason, and never without a trace."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document()

    def test_the_trusted_manager_sees_it_and_is_logged(self):
        document = self.document.with_user(self.trusted)
        self.assertEqual(document._reveal("Police asked"), [NUMBER, DETAILS])
        self.assertRecordValues(
            self._logged("number"),
            [
                {
                    "user_id": self.trusted.id,
                    "res_model": "service.identity",
                    "res_id": document.id,
                    "reason": "Police asked",
                    "branch_id": self.branch.id,
                    "company_id": self.env.company.id,
                }
            ],
        )

    def test_without_the_group_or_the_branch_nobody_sees_it(self):
        self.stranger.group_ids += self.env.ref(
            "service_center.service_center_group_identity"
        )
        self.engineer.group_ids += self.env.ref(
            "service_center.service_center_group_identity"
        )
        for user in (self.desk, self.stranger, self.engineer, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.document.with_user(user)._reveal("Curious")
        self.assertFalse(self._logged("number"))

    def test_without_a_reason_nobody_sees_it(self):
        for reason in (False, "", "  ", "x"):
            with self.subTest(reason), self.assertRaisesRegex(UserError, "Say why"):
                self.document.with_user(self.head)._reveal(reason)

    def test_the_trace_is_there_before_anything_is_decrypted(self):
        seen = []

        def look(cipher, token):
            seen.append(len(self._logged("number")))
            raise KeyProblem("lost")

        with (
            patch.object(Cipher, "decrypt", look),
            # no savepoint of the test around it: what was committed must stay
            contextlib.suppress(UserError),
        ):
            self.document.with_user(self.trusted)._reveal("Police asked")
        self.assertEqual(seen, [1])
        self.assertEqual(len(self._logged("number")), 1)

    def test_no_trace_no_number(self):
        log = type(self.env["service.secret.log"])
        with (
            patch.object(log, "create", side_effect=RuntimeError),
            patch.object(Cipher, "decrypt") as decrypt,
            contextlib.suppress(RuntimeError),
        ):
            self.document.with_user(self.trusted)._reveal("Police asked")
        decrypt.assert_not_called()

    def test_only_a_head_finds_by_number_and_only_the_exact_one(self):
        documents = self.env["service.identity"]
        found = documents.with_user(self.head)._find_by_number("4510qx-7731946", "Lost")
        self.assertEqual(found, self.document)
        self.assertFalse(
            documents.with_user(self.head)._find_by_number("77319", "Lost")
        )
        with self.assertRaisesRegex(AccessError, "Only a head"):
            documents.with_user(self.trusted)._find_by_number(NUMBER, "Lost")
        searches = self._logged("search")
        self.assertEqual(len(searches), 2)
        self.assertNotIn("7731946", str(searches.read()))

    def test_above_the_limit_of_a_day_the_heads_are_told_once(self):
        self.env.company.service_reveal_limit = 3
        self.env.flush_all()
        document = self.document.with_user(self.trusted)
        for _view in range(6):
            document._reveal("Police asked")
        rows = self._logged("number")
        self.assertEqual(rows.mapped("is_alert"), [False] * 3 + [True] + [False] * 2)
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.head.partner_id.id)]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("more than 3", told.body)
        self.assertNotIn(NUMBER, told.body)

    def test_the_dialog_belongs_to_whoever_opened_it(self):
        dialog = (
            self.env["service.identity.reveal"]
            .with_user(self.trusted)
            .create({"identity_id": self.document.id, "reason": "Police asked"})
        )
        with self.assertRaises(AccessError):
            dialog.with_user(self.head).read(["reason"])
        with self.assertRaises(AccessError):
            self.env["service.identity.reveal"].with_user(self.desk).create(
                {"identity_id": self.document.id, "reason": "Curious"}
            )

    def test_the_dialog_shows_nothing_outside_of_the_web_client(self):
        dialog = (
            self.env["service.identity.reveal"]
            .with_user(self.trusted)
            .create({"identity_id": self.document.id, "reason": "Police asked"})
        )
        for act in (dialog.action_reveal, dialog.action_download):
            with self.assertRaisesRegex(UserError, "over HTTP"):
                act()
