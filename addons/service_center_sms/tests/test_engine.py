from types import SimpleNamespace

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import service_sms_engine
from ..tools import wire
from .common import LOGIN, SECRET, SmsCommon
from .fake_gateway import FakeGateway


@tagged("post_install", "-at_install")
class TestSmsEngine(SmsCommon):
    def test_a_text_is_sent_once_and_priced(self):
        sms = self._text()
        self.assertFalse(self.gateway.seen, "nothing in the transaction")
        self._send()
        self._send()
        self.assertRecordValues(
            sms,
            [
                {
                    "state": "sent",
                    "provider_ref": f"ref-{sms.uuid}",
                    "price": 1.5,
                    "attempts": 1,
                    "segments": 1,
                    "reason": False,
                }
            ],
        )
        [seen] = self.gateway.seen
        self.assertEqual(seen.params["to"], "+79123456789")
        self.assertEqual(seen.params["text"], "Готово")
        self.assertEqual((seen.params["key"], seen.params["user"]), (SECRET, LOGIN))
        self.assertNotIn("from", seen.params, "an empty value is left out")

    def test_one_key_one_text(self):
        first = self._text()
        self.assertFalse(self._text())
        other = self._text("two")
        self._send()
        self.assertEqual(self.gateway.accepted, {first.uuid: 1, other.uuid: 1})

    def test_enqueueing_is_one_insert(self):
        self._text("warm")
        values = [
            {
                "key": f"many/{number}",
                "number": "+79123456789",
                "body": "x",
                "company_id": self.env.company.id,
                "provider_id": self.provider.id,
                "sender": "S",
            }
            for number in range(5)
        ]
        self.env["service.sms.provider"].browse(self.provider.id).currency_id.id  # noqa: B018
        with self.assertQueryCount(1):
            self.assertEqual(len(self.rows._enqueue(values)), 5)

    def test_a_rollback_leaves_no_text(self):
        with self.assertRaises(KeyError), self.env.cr.savepoint():
            self._text()
            raise KeyError
        self._send()
        self.assertFalse(self.gateway.seen)

    def test_nothing_is_sent_without_a_provider(self):
        self.env.company.service_sms_provider_id = False
        self.assertFalse(self._text())

    def test_a_branch_has_its_own_provider_and_sender(self):
        mine = self._create_provider(name="Mine", sender="P")
        self.branch.write({"sms_provider_id": mine.id, "sms_sender": "B"})
        self.env.company.service_sms_sender = "C"
        self.assertRecordValues(
            self._text("1") + self._text("2", branch_id=self.other_branch.id),
            [
                {"provider_id": mine.id, "sender": "B"},
                {"provider_id": self.provider.id, "sender": "C"},
            ],
        )

    def test_the_claim_is_committed_before_the_provider_is_asked(self):
        sms, states = self._text(), []
        ask = wire.Line.ask

        def watch(line, request):
            self.env.invalidate_all()
            states.append((sms.state, self.commits))
            return ask(line, request)

        self.patch(wire.Line, "ask", watch)
        self._send()
        self.assertEqual(states, [("sending", 3)])

    def test_a_claimed_text_is_not_claimed_again(self):
        sms = self._text()
        self.assertTrue(sms._claim())
        self.assertIsNone(sms._claim())
        self._send()
        self.assertFalse(self.gateway.seen)

    def test_no_statement_runs_while_the_provider_is_asked(self):
        self._text()
        counts = []
        ask = wire.Line.ask

        def watch(line, request):
            before = self.env.cr.sql_log_count
            try:
                return ask(line, request)
            finally:
                counts.append(self.env.cr.sql_log_count - before)

        self.patch(wire.Line, "ask", watch)
        self._send()
        self.assertEqual(counts, [0])

    def test_whatever_leaves_in_doubt_is_never_repeated(self):
        for mood in ("garbage", "empty", "drop_before", "drop_after", "broken"):
            with self.subTest(mood):
                self.gateway.moods = [mood]
                sms = self._text(mood)
                self._send()
                self._send()
                self.assertEqual((sms.state, sms.attempts), ("unknown", 1))
                self.assertIn("may have been sent", sms.hint)
                self.assertLessEqual(self.gateway.accepted[sms.uuid], 1)
                self.provider._resume()

    def test_not_accepted_means_later_and_ever_later(self):
        for mood, wait in (("later", 60), ("unavailable", 60), ("too_many", 600)):
            with self.subTest(mood):
                self.gateway.moods = [mood]
                sms = self._text(mood)
                before = fields.Datetime.now()
                self._send()
                self.assertEqual((sms.state, sms.attempts), ("waiting", 1))
                self.assertAlmostEqual(
                    (sms.date_next - before).total_seconds(), wait, delta=3
                )
                self._send()
                self.assertEqual(sms.attempts, 1, "not before its time")
                self._due(sms)
                self._send()
                self.assertEqual((sms.state, sms.attempts), ("sent", 2))
                self.assertEqual(self.gateway.accepted[sms.uuid], 1)

    def test_attempts_end(self):
        self.gateway.mood = "later"
        sms = self._text()
        for _attempt in range(12):
            self._due(sms)
            self._send()
        self.assertRecordValues(
            sms, [{"state": "failed", "attempts": 10, "failure_type": "sms_server"}]
        )

    def test_a_refusal_is_final_and_says_why(self):
        self.gateway.mood = "refuse"
        sms = self._text()
        self._send()
        self._send()
        self.assertRecordValues(
            sms,
            [
                {
                    "state": "failed",
                    "failure_type": "sms_number_format",
                    "reason": "No such number",
                    "attempts": 1,
                }
            ],
        )
        self.gateway.mood = "denied"
        denied = self._text("denied")
        self._send()
        self.assertEqual((denied.state, denied.failure_type), ("failed", "sms_acc"))

    def test_a_dead_provider_holds_up_nobody(self):
        dead = self._create_provider(name="Dead", sequence=1)
        theirs = [self._text(f"dead/{n}", provider_id=dead.id) for n in range(6)]
        mine = [self._text(f"mine/{n}") for n in range(6)]
        self._send()
        self.assertEqual({sms.state for sms in mine}, {"sent"})
        self.assertEqual(
            sum(sms.attempts for sms in theirs), 3, "left alone after three"
        )
        self.assertEqual({sms.state for sms in theirs}, {"waiting"})
        self.assertGreater(dead.date_resume, fields.Datetime.now())
        self._due(self.rows.browse(sms.id for sms in theirs))
        self._send()
        self.assertEqual(sum(sms.attempts for sms in theirs), 3, "paused")
        self._point(dead, self.gateway)
        dead._write_server_fields({"date_resume": "2020-01-01"})
        self._send()
        self.assertEqual({sms.state for sms in theirs}, {"sent"})
        self.assertFalse(dead.failures)

    def test_a_lost_answer_is_repeated_where_a_repeat_is_harmless(self):
        careful = FakeGateway(idempotent=True)
        self.addCleanup(careful.close)
        self._point(self.provider, careful, is_idempotent=True)
        careful.moods = ["drop_after"]
        sms = self._text()
        self._send()
        self.assertEqual((sms.state, sms.in_doubt), ("waiting", True))
        self._due(sms)
        self._send()
        self.assertEqual((sms.state, sms.attempts), ("sent", 2))
        self.assertEqual(careful.accepted[sms.uuid], 1)

    def test_a_refusal_after_a_lost_answer_leaves_in_doubt(self):
        self.provider.is_idempotent = True
        self.gateway.moods = ["drop_after", "refuse"]
        sms = self._text()
        self._send()
        self._due(sms)
        self._send()
        self.assertEqual(sms.state, "unknown")

    def test_a_lost_answer_is_asked_for_where_our_id_is_known(self):
        self.provider.write({"can_ask": True, "poll_url": f"{self.gateway.url}/status"})
        self.provider.secret = SECRET
        self.gateway.moods = ["drop_after", "drop_before"]
        arrived, lost = self._text("arrived"), self._text("lost")
        self._send()
        rows = arrived + lost
        self.assertEqual(set(rows.mapped("state")), {"unknown"})
        self.assertIn("is asked", arrived.hint)
        self.rows._cron_poll()
        self.env.invalidate_all()
        self.assertEqual(set(rows.mapped("state")), {"unknown"}, "not at once")
        rows._write_server_fields({"date_poll": "2020-01-01"})
        self.rows._cron_poll()
        self.env.invalidate_all()
        self.assertEqual(arrived.state, "sent")
        self.assertEqual(lost.state, "waiting")
        self._send()
        self.assertEqual(self.gateway.accepted, {arrived.uuid: 1, lost.uuid: 1})

    def test_a_killed_process_leaves_it_to_a_person(self):
        sms = self._text()
        sms._claim()
        self._send()
        self.assertEqual(sms.state, "sending", "it may still be at work")
        sms._write_server_fields({"date_claimed": "2020-01-01"})
        self._send()
        self.assertRecordValues(sms, [{"state": "unknown", "in_doubt": True}])
        self.assertFalse(self.gateway.seen)

    def test_what_must_not_go_now_is_screened_out(self):
        later, never, mine = (self._text(key) for key in ("later", "never", "mine"))
        verdicts = {
            later.id: {"date_next": "2099-01-01", "reason": "Quiet hours"},
            never.id: {"state": "cancelled", "failure_type": "sms_optout"},
        }
        self.patch(self.env.registry["service.sms"], "_screen", lambda rows: verdicts)
        self._send()
        self.assertEqual(later.state, "waiting")
        self.assertEqual((never.state, never.failure_type), ("cancelled", "sms_optout"))
        self.assertEqual(self.gateway.accepted, {mine.uuid: 1})

    def test_a_copied_database_sends_nothing_until_somebody_confirms(self):
        sms = self._text()
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        self.env.invalidate_all()
        self._send()
        self.assertFalse(self.gateway.seen)
        self.assertIn("is a copy", sms.hint)
        self.assertIn("is a copy", self.provider.hold_reason)
        with self.assertRaisesRegex(UserError, "is a copy"):
            self.provider.action_test()
        with self.assertRaises(AccessError):
            self.provider.with_user(self.desk).action_confirm_database()
        self.provider.with_user(self.head).action_confirm_database()
        self._send()
        self.assertEqual(sms.state, "sent")

    def test_a_copy_sends_nothing_through_a_provider_without_a_password_either(self):
        url = f"{self.gateway.url}/send"
        open_one = self._create_provider(url=url, body="text={text}", secret=False)
        self._text(provider_id=open_one.id)
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        self.env.invalidate_all()
        self._send()
        self.assertFalse(self.gateway.seen)
        self.assertIn("is a copy", open_one.hold_reason)

    def test_a_switched_off_provider_sends_nothing(self):
        sms = self._text()
        self.provider.active = False
        self._send()
        self.assertEqual(sms.state, "waiting")
        self.assertIn("switched off", sms.hint)

    def test_a_provider_without_its_password_is_not_asked(self):
        sms = self._text()
        self.provider.secret = False
        self._send()
        self.assertFalse(self.gateway.seen)
        self.assertIn("no password", sms.hint)

    def test_without_keys_nothing_is_sent_and_nothing_breaks(self):
        sms = self._text()
        before = self.key_file
        self._lose_keys()
        self.addCleanup(type(self)._use_keys, ["cipher", "index"])
        with mute_logger("odoo.addons.service_center_sms.models.service_sms_engine"):
            self._send()
        self.assertEqual(sms.state, "waiting")
        self.assertTrue(before)

    def test_a_person_decides_about_what_is_uncertain(self):
        self.gateway.mood = "drop_after"
        one, two, three = rows = [self._text(str(n)) for n in range(3)]
        self._send()
        desk = [sms.with_user(self.desk) for sms in rows]
        desk[0].action_mark_sent()
        desk[1].action_cancel()
        self.provider._resume()
        self.gateway.mood = "accept"
        uuid = three.uuid
        desk[2].action_send_again()
        self.assertEqual(three.uuid, uuid, "the provider may know it by its ID")
        self._send()
        self.assertEqual([sms.state for sms in rows], ["sent", "cancelled", "sent"])
        for sms in desk:
            with self.assertRaises(UserError):
                sms.action_mark_sent()
        with self.assertRaises(UserError):
            desk[0].action_send_again()
        with self.assertRaises(UserError):
            desk[0].action_cancel()
        self.assertEqual(one.state, "sent")
        self.assertEqual(two.state, "cancelled")

    def test_what_failed_is_sent_again_as_another_message(self):
        self.gateway.moods = ["refuse"]
        sms = self._text()
        self._send()
        uuid = sms.uuid
        sms.with_user(self.desk).action_send_again()
        self.assertNotEqual(sms.uuid, uuid)
        self._send()
        self.assertRecordValues(sms, [{"state": "sent", "failure_type": False}])

    def test_the_rate_of_a_provider_is_kept(self):
        slept, clock = [], SimpleNamespace(sleep=None, monotonic=lambda: sum(slept))
        clock.sleep = slept.append
        self.provider.rate = 4
        for number in range(3):
            self._text(str(number))
        self.patch(service_sms_engine, "time", clock)  # this one stands still otherwise
        self._send()
        self.assertEqual([seconds for seconds in slept if seconds], [0.25, 0.25])

    def test_the_journal_is_not_written_by_hand(self):
        sms = self._text()
        with self.assertRaises(UserError):
            sms.with_user(self.head).state = "sent"
        with self.assertRaises(AccessError):
            sms.with_user(self.head).unlink()
        with self.assertRaises(UserError):
            sms.unlink()
        with self.assertRaises(AccessError):
            self.rows.with_user(self.head).create({"key": "x"})
        with self.assertRaises(AccessError):
            sms.with_user(self.engineer).read(["number"])
        with self.assertRaises(AccessError):
            sms.with_user(self.stranger).action_cancel()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(),
        ):
            other = self._text("other")
            other._write_server_fields({"key": sms.key})
            self.env.flush_all()
