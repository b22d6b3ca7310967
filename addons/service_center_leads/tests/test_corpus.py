import contextlib
import hashlib
import logging
import os
import time
from datetime import timedelta

from lxml import html

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import LeadsCommon
from .corpus import get_letters

GATE = 500
LETTERS = int(os.environ.get("LEADS_MAILS", GATE))
FLOOD = int(os.environ.get("LEADS_FLOOD", "2000"))
SECONDS = 2
ACTIVE = ("script", "iframe", "form", "meta", "object", "embed")
IGNORED = ("Ignored mail", "--> ignored", "is no lead", "is a reply to", "bounce")


class Heard(logging.Handler):
    """What the gateway said while it processed a letter."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


@tagged("post_install", "-at_install")
class TestCorpus(LeadsCommon):
    """Letters of every kind: each ends as a record, a logged ignore, or kept."""

    @contextlib.contextmanager
    def _listening(self):
        heard, names = Heard(), ("odoo.addons.mail", "odoo.addons.service_center_leads")
        with contextlib.ExitStack() as stack:
            for logger in map(logging.getLogger, names):
                stack.callback(logger.setLevel, logger.level)
                stack.callback(logger.removeHandler, heard)
                logger.setLevel(logging.INFO)
                logger.addHandler(heard)
            yield heard

    def test_every_letter_ends_somewhere_and_in_time(self):
        self.env.company.service_lead_hour_limit = 0
        self.env.flush_all()
        server = self.env["fetchmail.server"].create({"name": "box"})
        threads = self.threads.with_context(default_fetchmail_server_id=server.id)
        messages = self.env["mail.message"].search_count
        counts = {"record": 0, "ignored": 0, "kept": 0}
        with self._listening() as heard, mute_logger("odoo.sql_db"):
            for number, letter in enumerate(get_letters(LETTERS, self.address)):
                kept, before = self.letters.search_count([]), messages([])
                heard.lines.clear()
                began = time.process_time()  # others may keep the machine busy
                threads.message_process(False, letter)
                if LETTERS > GATE:  # measured where it was asked for
                    taken = time.process_time() - began
                    self.assertLess(taken, SECONDS, f"letter {number}")
                if messages([]) > before:
                    counts["record"] += 1
                elif self.letters.search_count([]) > kept or self._is_kept(letter):
                    counts["kept"] += 1
                else:
                    said = " ".join(heard.lines)
                    self.assertTrue(
                        any(word in said for word in IGNORED),
                        f"letter {number} is lost: {letter[:300]} {said}",
                    )
                    counts["ignored"] += 1
                self._forget_flood()
                if number % 500 == 499:
                    self.env.invalidate_all()
        logging.getLogger(__name__).info("letters: %s", counts)
        self.assertEqual(sum(counts.values()), LETTERS)
        self.assertGreater(counts["record"], LETTERS // 4)
        self._check_nothing_active()

    def _is_kept(self, letter):
        checksum = hashlib.sha256(letter).hexdigest()
        return bool(self.letters.search_count([("checksum", "=", checksum)]))

    def _forget_flood(self):
        """Mutations of one letter say the same: here each is to be looked at."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE crm_lead SET create_date = '2020-01-01' WHERE create_date > %s",
                self.env.cr.now() - timedelta(hours=2),
            )
        )

    def _check_nothing_active(self):
        messages = self.env["mail.message"].search([("model", "=", "crm.lead")])
        for body in filter(None, messages.mapped("body")):
            for element in html.fragment_fromstring(body, "div").iter():
                self.assertNotIn(element.tag, ACTIVE)
                for name, value in element.items():
                    self.assertFalse(name.startswith("on"), name)
                    self.assertNotRegex(value, r"(?i)^\s*(javascript|vbscript|data):")
        for file in self.env["ir.attachment"].search([("res_model", "=", "crm.lead")]):
            self.assertNotIn(file.mimetype, ("text/html", "image/svg+xml"))

    def test_of_very_many_robots_few_are_kept_and_the_genuine_letter_arrives(self):
        before = self.leads.search_count([])
        genuine = None
        for number in range(FLOOD):
            headers = [
                {"Auto-Submitted": "auto-replied"},
                {"X-Autoreply": "yes"},
                {"Return-Path": "<>"},
                {"Precedence": "bulk"},
            ][number % 4]
            self.threads.message_process(
                False,
                self._letter(
                    f"I am away until {number}",
                    sender=f"p{number}@host{number}.example",
                    headers=headers,
                ),
            )
            if number == FLOOD // 2:
                genuine = self._receive("My Nokla X7 fell into water, +7 912 345-67-00")
        self.assertEqual(self.leads.search_count([]), before + 1)
        self.assertEqual(genuine.device_model_id, self.model)
        self.assertLessEqual(self.letters.search_count([]), 300)
        self.assertFalse(self.env["mail.mail"].search([("email_to", "ilike", "host")]))
