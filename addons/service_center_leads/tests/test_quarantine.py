from unittest.mock import patch

import psycopg2.errors

from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import SQL

from .common import LeadsCommon


@tagged("post_install", "-at_install")
class TestQuarantine(LeadsCommon):
    """No letter is lost: what breaks is kept as a file, with the reason."""

    def _break(self, error):
        return patch.object(type(self.leads), "_get_stated_in_mail", side_effect=error)

    def test_a_letter_that_breaks_is_kept_and_processed_later(self):
        source = self._letter("Nokla X7 is broken", subject="Sad")
        with self._break(ValueError("no such thing")):
            self.assertFalse(self.threads.message_process(False, source))
        kept = self.letters.search([("kind", "=", "broken")])
        self.assertEqual(kept.name, "Sad")
        self.assertIn("no such thing", kept.reason)
        self.assertEqual(kept.with_context(bin_size=False).size, len(source))
        self.assertEqual(self.branch.lead_team_id.alias_id.alias_status, "not_tested")
        kept.with_user(self.head).action_process()
        self.assertEqual(kept.state, "done")
        lead = self.leads.search([], order="id desc", limit=1)
        self.assertEqual(lead.device_model_id, self.model)

    def test_nothing_half_written_stays_of_a_letter_that_breaks(self):
        before = self.leads.search_count([])
        with patch.object(
            type(self.leads), "_answer_automatically", side_effect=KeyError("late")
        ):
            self._receive("Nokla X7")
        self.assertEqual(self.leads.search_count([]), before)
        self.assertEqual(self.letters.search_count([("kind", "=", "broken")]), 1)

    def test_a_letter_that_breaks_is_kept_in_a_transaction_of_its_own(self):
        """Whatever becomes of that in which it broke."""
        cursors = []

        def keep(letters, *args, **kwargs):
            cursors.append(letters.env.cr)

        keeping = patch.object(type(self.letters), "_keep", keep)
        with self._break(ValueError("x")), keeping:
            self.threads.message_process(False, self._letter())
        self.assertEqual(len(cursors), 1)
        self.assertIsNot(cursors[0], self.env.cr)

    def test_the_same_letter_is_kept_once(self):
        source = self._letter()
        with self._break(ValueError("x")):
            for _each in range(3):
                self.threads.message_process(False, source)
        self.assertEqual(self.letters.search_count([]), 1)

    def test_the_sender_of_a_broken_letter_is_told_nothing(self):
        before = self.env["mail.mail"].search_count([])
        bounce = patch.object(type(self.threads), "_routing_create_bounce_email")
        late = patch.object(
            type(self.leads), "_answer_automatically", side_effect=KeyError("late")
        )
        with bounce as told, late:
            self._receive()
        self.assertFalse(told.called)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        alias = self.branch.lead_team_id.alias_id
        alias.invalidate_recordset()
        self.assertEqual(alias.alias_status, "not_tested")

    def test_zeros_in_a_letter_do_not_lose_it(self):
        source = self._letter("before\0after", subject="Zero")
        self.threads.message_process(False, source)
        kept = self.letters.search_count([])
        lead = self.leads.search([("name", "=", "Zero")])
        self.assertTrue(lead or kept)

    def test_a_letter_to_nobody_is_refused_at_the_gate_and_kept_if_fetched(self):
        source = self._letter(to="nobody@nowhere.example")
        with self.assertRaisesRegex(ValueError, "No possible route"):
            self.threads.message_process(False, source)
        server = self.env["fetchmail.server"].create({"name": "box"})
        fetched = self.threads.with_context(default_fetchmail_server_id=server.id)
        self.assertFalse(fetched.message_process(False, source))
        self.assertEqual(self.letters.search([]).kind, "nobody")

    def test_a_conflict_is_tried_again_by_the_server_and_kept_if_fetched(self):
        error = psycopg2.errors.SerializationFailure("could not serialize access")
        source = self._letter("Nokla X7")
        with self._break(error):
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                self.threads.message_process(False, source)
            self.assertFalse(self.letters.search([]))
            fetched = self.threads.with_context(default_fetchmail_server_id=1)
            self.assertFalse(fetched.message_process(False, source))
        kept = self.letters.search([])
        self.assertEqual(kept.kind, "busy")
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.letters._cron_process_busy()
        self.assertEqual(kept.state, "done")

    def test_a_letter_that_breaks_again_stays_with_the_new_reason(self):
        with self._break(ValueError("first")):
            self._receive()
        kept = self.letters.search([])
        with self._break(ValueError("second")):
            kept.with_user(self.head).action_process()
        self.assertEqual((kept.state, kept.attempts), ("waiting", 1))
        self.assertIn("second", kept.reason)

    @users("desk")
    def test_kept_letters_are_for_heads(self):
        with self.assertRaises(AccessError):
            self.letters.with_env(self.env).search([])
        with self._break(ValueError("x")):
            self._receive()
        kept = self.letters.sudo().search([]).with_env(self.env).sudo(False)
        for act in (kept.action_process, kept.action_discard):
            with self.assertRaises(AccessError):
                act()

    def test_old_letters_go_after_their_time(self):
        with self._break(ValueError("x")):
            self._receive()
        kept = self.letters.search([])
        self.env.execute_query(
            SQL("UPDATE service_mail_quarantine SET create_date = '2020-01-01'")
        )
        self.letters._gc_letters()
        self.assertFalse(kept.exists())

    @users("desk")
    def test_pages_of_the_head_are_not_for_the_desk(self):
        menu = self.env.ref("service_center_leads.service_mail_quarantine_menu").id
        menus = self.env["ir.ui.menu"]
        self.assertNotIn(menu, menus._visible_menu_ids())
        self.assertIn(menu, menus.with_user(self.head)._visible_menu_ids())
        for act in ("read", "write", "create", "unlink"):
            self.assertFalse(self.letters.with_env(self.env).has_access(act))
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].create({}).execute()

    def test_a_reply_goes_to_the_request_before_it_is_an_order(self):
        before = self.leads.search_count([])
        lead = self._receive("Nokla X7", msgid="<first@elsewhere.example>")
        sent = lead.with_user(self.desk).message_post(
            body="Which colour?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        for number, known in enumerate(
            ("<first@elsewhere.example>", sent.message_id), start=1
        ):
            self.threads.message_process(
                False, self._letter(f"Reply {number}", headers={"References": known})
            )
            self.assertIn(f"Reply {number}", lead.message_ids[0].body)
        self.assertEqual(self.leads.search_count([]), before + 1)

    def test_a_reply_to_a_request_that_became_an_order_goes_to_the_order(self):
        lead = self._receive("Nokla X7", msgid="<first@elsewhere.example>")
        lead.contact_name = "Ann"
        action = lead.with_user(self.desk).action_to_order()
        order = self.env["service.order"].browse(action["res_id"])
        self.threads.message_process(
            False,
            self._letter(
                "And the charger, too",
                headers={"In-Reply-To": "<first@elsewhere.example>"},
            ),
        )
        self.assertIn("charger", order.message_ids[0].body)
