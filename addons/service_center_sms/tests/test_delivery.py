from uuid import uuid4

from odoo.tests import HttpCase, tagged

from .common import SECRET, SmsCommon


@tagged("post_install", "-at_install")
class TestSmsDelivery(SmsCommon):
    def _sent(self, key="one"):
        sms = self._text(key)
        self._send()
        return sms

    def _report(self, sms, word, secret=None, uuid=None):
        answer = self.rows._take_report(
            uuid or sms.uuid, secret or sms._get_report_secret(), {"state": word}
        )
        self.env.invalidate_all()
        return answer

    def test_a_report_delivers(self):
        sms = self._sent()
        self.assertEqual(self._report(sms, "delivered"), "OK")
        self.assertEqual(sms.state, "delivered")
        self.assertTrue(sms.date_delivered)

    def test_repeated_and_late_reports_change_nothing(self):
        sms = self._sent()
        self._report(sms, "delivered")
        when = sms.date_delivered
        for word in ("delivered", "lost", "expired", "sent", "missing", "?", ""):
            self._report(sms, word)
            self.assertEqual((sms.state, sms.date_delivered), ("delivered", when), word)

    def test_delivered_after_failed_is_delivered(self):
        sms = self._sent()
        self._report(sms, "expired")
        self.assertEqual((sms.state, sms.failure_type), ("failed", "sms_expired"))
        self._report(sms, "sent")
        self.assertEqual(sms.state, "failed")
        self._report(sms, "delivered")
        self.assertEqual((sms.state, sms.failure_type), ("delivered", False))

    def test_forged_reports_change_nothing_and_learn_nothing(self):
        sms, other = self._sent(), self._sent("two")
        for secret in ("x", "0" * 40, other._get_report_secret(), "я"):
            self.assertIsNone(self._report(sms, "delivered", secret=secret))
        uuid = uuid4().hex
        self.assertIsNone(self._report(sms, "delivered", uuid=uuid))
        right = self.rows._make_report_secret(uuid)
        self.assertIsNone(self._report(sms, "delivered", right, uuid))
        self.assertEqual(sms.state, "sent")

    def test_what_was_never_sent_cannot_be_delivered(self):
        sms = self._text()
        for word in ("delivered", "lost", "sent", "missing"):
            self._report(sms, word)
            self.assertEqual(sms.state, "waiting")
        sms.with_user(self.desk).action_cancel()
        self._report(sms, "delivered")
        self.assertEqual(sms.state, "cancelled")

    def test_a_report_never_lets_a_text_go_again(self):
        self.gateway.mood = "drop_after"
        sms = self._sent()
        self._report(sms, "missing")
        self.assertEqual(sms.state, "unknown")
        self._report(sms, "delivered")
        self.assertEqual(sms.state, "delivered")

    def test_a_late_report_keeps_a_text_from_going_twice(self):
        self.gateway.mood = "drop_after"
        again, given_up = self._sent(), self._sent("two")
        again.with_user(self.desk).action_send_again()
        given_up.with_user(self.desk).action_cancel()
        self._report(again, "delivered")
        self._report(given_up, "delivered")
        self.gateway.mood = "accept"
        self._send()
        self.assertEqual((again + given_up).mapped("state"), ["delivered"] * 2)
        self.assertEqual(self.gateway.accepted[again.uuid], 1)

    def test_a_report_quicker_than_the_answer_stays(self):
        sms = self._text()
        values = sms._claim()
        self._report(sms, "delivered")
        outcome = self.provider._get_wiring().send(values)
        sms._settle(outcome)
        self.env.invalidate_all()
        self.assertRecordValues(
            sms,
            [{"state": "delivered", "provider_ref": f"ref-{sms.uuid}", "price": 1.5}],
        )

    def test_the_provider_is_asked_ever_more_rarely_and_not_for_ever(self):
        self._point(self.provider, self.gateway, poll_url=f"{self.gateway.url}/status")
        sms = self._sent()
        waits = []
        for _poll in range(3):
            sms._write_server_fields({"date_poll": "2020-01-01"})
            self.rows._cron_poll()
            self.env.invalidate_all()
            waits.append(round((sms.date_poll - sms.write_date).total_seconds() / 60))
        self.assertEqual(waits, sorted(waits))
        self.assertGreater(waits[-1], waits[0])
        sms._write_server_fields({"date_sent": "2020-01-01", "date_poll": "2020-01-01"})
        self.rows._cron_poll()
        self.env.invalidate_all()
        self.assertFalse(sms.date_poll)
        self.assertEqual(sms.state, "sent")

    def test_an_answer_to_a_question_delivers(self):
        self._point(self.provider, self.gateway, poll_url=f"{self.gateway.url}/status")
        sms, lost = self._sent(), self._sent("lost")
        self.gateway.states = {sms.uuid: "delivered", lost.uuid: "lost"}
        (sms + lost)._write_server_fields({"date_poll": "2020-01-01"})
        self.rows._cron_poll()
        self.env.invalidate_all()
        self.assertEqual((sms.state, sms.date_poll), ("delivered", False))
        self.assertEqual(
            (lost.state, lost.failure_type), ("failed", "sms_not_delivered")
        )
        seen = self.gateway.seen[-1]
        self.assertEqual(seen.params["key"], SECRET)

    def test_a_provider_that_cannot_be_asked_holds_up_nobody(self):
        self._point(self.provider, self.gateway, poll_url="http://127.0.0.1:9/status")
        rows = self.rows.browse(self._sent(str(n)).id for n in range(5))
        rows._write_server_fields({"date_poll": "2020-01-01"})
        self.rows._cron_poll()
        self.env.invalidate_all()
        self.assertEqual(sum(rows.mapped("polls")), 3)
        self.assertEqual(set(rows.mapped("state")), {"sent"})


@tagged("post_install", "-at_install")
class TestSmsReportHttp(SmsCommon, HttpCase):
    def test_reports_come_by_get_and_post_as_form_and_json(self):
        ways = {
            "get": lambda url: self.url_open(f"{url}?state=delivered"),
            "form": lambda url: self.url_open(url, data={"state": "delivered"}),
            "json": lambda url: self.url_open(url, json={"state": "delivered"}),
        }
        for name, way in ways.items():
            with self.subTest(name):
                sms = self._text(name)
                self._send()
                callback = self.gateway.seen[-1].params["back"]
                path = callback[callback.index("/service/") :]
                answer = way(path)
                self.assertEqual((answer.status_code, answer.text), (200, "OK"))
                self.assertNotIn("session_id", answer.cookies)
                self.env.invalidate_all()
                self.assertEqual(sms.state, "delivered")

    def test_wrong_secret_and_unknown_text_look_alike(self):
        sms = self._text()
        self._send()
        secret = sms._get_report_secret()
        answers = [
            self.url_open(path, data={"state": "delivered"})
            for path in (
                f"/service/sms/{sms.uuid}/{'0' * 40}",
                f"/service/sms/{uuid4().hex}/{secret}",
            )
        ]
        self.assertEqual({answer.status_code for answer in answers}, {404})
        self.assertEqual(len({answer.text for answer in answers}), 1)
        self.env.invalidate_all()
        self.assertEqual(sms.state, "sent")

    def test_junk_is_answered_and_changes_nothing(self):
        sms = self._text()
        self._send()
        path = f"/service/sms/{sms.uuid}/{sms._get_report_secret()}"
        headers = {"Content-Type": "application/json"}
        for data in (b"{", b"[1]", b'"x"', b'{"state": {"a": 1}}', b'{"state": null}'):
            answer = self.url_open(path, data=data, headers=headers)
            self.assertEqual(answer.status_code, 200, data)
        big = self.url_open(path, data={"state": "delivered", "x": "y" * 20000})
        self.assertEqual(big.status_code, 413)
        self.env.invalidate_all()
        self.assertEqual(sms.state, "sent")
