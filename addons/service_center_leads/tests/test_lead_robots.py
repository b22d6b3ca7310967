import re

from odoo.tests import tagged

from ..tools import robots, texts
from .common import LeadsCommon

AUTO = {"Auto-Submitted": "auto-replied"}


@tagged("post_install", "-at_install")
class TestLeadRobots(LeadsCommon):
    """Nobody wrote it: no lead, no answer, and the one genuine letter arrives."""

    def test_what_nobody_wrote_is_no_lead(self):
        for name, headers, more in (
            ("automatic answer", AUTO, {}),
            ("vacation", {"X-Auto-Response-Suppress": "OOF"}, {}),
            ("autoreply", {"X-Autoreply": "yes"}, {}),
            ("bounce", {"Return-Path": "<>"}, {}),
            ("daemon", {}, {"sender": "MAILER-DAEMON@elsewhere.example"}),
            ("no reply", {}, {"sender": "no-reply@elsewhere.example"}),
            ("list", {"List-Id": "<news.example>"}, {}),
            ("bulk", {"Precedence": "bulk"}, {}),
            ("away", {}, {"subject": "Out of office: Help"}),
            ("away ru", {}, {"subject": "Автоответ: Help"}),
            ("away pl", {}, {"subject": "Autoodpowiedź: Help"}),
        ):
            with self.subTest(name):
                self.assertFalse(self._receive(headers=headers, **more))

    def test_what_a_person_wrote_is_a_lead(self):
        for subject in (
            "Автомобильная магнитола",
            "Autoradio kaputt",
            "Office printer",
        ):
            with self.subTest(subject):
                headers = {"Auto-Submitted": "no", "Precedence": "normal"}
                self.assertTrue(self._receive(subject=subject, headers=headers))

    def test_of_a_flood_of_answers_few_are_kept_and_the_genuine_letter_arrives(self):
        before = self.leads.search_count([])
        for number in range(150):
            self._receive(
                f"I am away {number}",
                sender=f"a{number}@b{number}.example",
                headers=AUTO,
            )
        genuine = self._receive("My Nokla X7 fell into water")
        self.assertEqual(self.leads.search_count([]), before + 1)
        self.assertEqual(genuine.device_model_id, self.model)
        kept = self.letters.search([("kind", "=", "answer")])
        self.assertEqual(len(kept), 100)

    def test_answers_that_do_not_say_so_stop_at_twenty(self):
        before = self.leads.search_count([])
        for number in range(60):
            self._receive(
                f"Thank you for ticket {number}. We will answer in {number} days.",
                subject=f"Ticket {number}",
                sender=f"a{number}@b{number}.example",
            )
        self.assertEqual(self.leads.search_count([]), before + 20)
        genuine = self._receive("My Nokla X7 fell into water")
        self.assertTrue(genuine)
        self.assertEqual(self.letters.search_count([("kind", "=", "flood")]), 40)

    def test_beyond_the_limit_of_an_hour_those_with_a_phone_arrive(self):
        self.env.company.service_lead_hour_limit = 3
        words = ("one", "two", "three", "four", "five")
        for word in words:
            self._receive(f"{word} {word} {word}", sender=f"{word}@x.example")
        self.assertEqual(self.letters.search_count([("kind", "=", "flood")]), 2)
        self.assertTrue(self._receive("Call +7 912 345-67-00", sender="x@x.example"))
        self.assertTrue(self._receive("It is me", sender="petr@example.com"))

    def test_a_held_letter_can_be_let_in(self):
        self._receive("Genuine after all, Nokla X7", headers={"List-Id": "<x.y>"})
        kept = self.letters.search([("kind", "=", "list")])
        kept.with_user(self.head).action_process()
        self.assertEqual(kept.state, "done")
        lead = self.leads.search([], order="id desc", limit=1)
        self.assertEqual(lead.device_model_id, self.model)

    def test_one_confirmation_to_one_sender_a_day(self):
        self.env.company.write(
            {"service_lead_auto_answer": True, "email": "info@repair.example.com"}
        )
        mails = self.env["mail.mail"]
        before = mails.search([])
        lead = self._receive("First")
        self._receive("Second, quite another thing")
        self._receive("Away", headers=AUTO, sender="robot@elsewhere.example")
        sent = mails.search([]) - before
        self.assertEqual(sent.mapped("email_to"), ["ann@elsewhere.example"])
        self.assertIn(lead.service_code, sent.body_html)
        self.assertIn("auto-replied", sent.headers)

    def test_the_confirmation_tells_nothing_of_whom_it_may_be(self):
        self.env.company.service_lead_auto_answer = True
        mails = self.env["mail.mail"]
        before = mails.search([])
        self._receive("It is me", sender="petr@example.com")
        sent = mails.search([]) - before
        self.assertFalse(sent.recipient_ids)
        for word in ("Пётр", "Сеитов", "912 111"):
            self.assertNotIn(word, sent.body_html)

    def test_bounces_go_to_nobody_twice_a_day_and_to_no_robot(self):
        mails = self.env["mail.mail"].search_count
        before = mails([])
        catchall = self.domain.catchall_email
        for _each in range(5):
            self._receive("To the catchall", to=catchall, sender="eve@x.example")
            self._receive("Away", to=catchall, sender="rob@x.example", headers=AUTO)
        self.assertEqual(mails([]), before + 1)

    def test_language_is_guessed(self):
        for text, language in (
            ("Здравствуйте, не включается, экран чёрный", "ru"),
            ("Добрий день, не вмикається, екран чорний, її", "uk"),
            ("Dzień dobry, telefon się nie włącza", "pl"),
            ("Hello, my phone does not start", "en"),
            ("12345", None),
        ):
            self.assertEqual(texts.guess_language(text), language)

    def test_own_words_come_without_quotes(self):
        text = "It is broken\n\nOn Mon, 1 Jan 2026 at 10:00, Desk wrote:\n> call us"
        self.assertEqual(texts.own_words(text), "It is broken")
        self.assertEqual(texts.own_words("> quoted\nmine"), "mine")

    def test_the_fingerprint_is_of_words_alone(self):
        one = texts.fingerprint("Ticket 12", "Dear a@b.example, number 5")
        self.assertEqual(
            one, texts.fingerprint("Ticket 7", "Dear c@d.example, number 9")
        )
        self.assertNotEqual(one, texts.fingerprint("Ticket 7", "Dear other"))

    def test_patterns_are_quick_on_long_lines(self):
        long = "a" * 200_000 + " " + "1-" * 50_000
        for act in (
            texts.own_words,
            texts.find_serials,
            texts.guess_language,
            texts.find_names,
            lambda text: texts.find_phones(text, "RU"),
        ):
            act(long)
        self.assertFalse(robots.SUBJECT.match("x" * 100_000))
        self.assertFalse(re.match(texts.QUOTE, "x" * 300))
