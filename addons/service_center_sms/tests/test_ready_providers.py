from odoo.tests import tagged

from .common import SECRET, SmsCommon

NUMBER, DIGITS = "+79123456789", "79123456789"


@tagged("post_install", "-at_install")
class TestReadyProviders(SmsCommon):
    """Conversations with each ready provider, as its public description has them."""

    def _use(self, name, **vals):
        """Lead a shipped record to the gateway, its paths and all else untouched."""
        provider = self.env.ref(f"service_center_sms.service_sms_provider_{name}")
        self.assertFalse(provider.active or provider.has_secret or provider.login)
        moved = {
            field: self.gateway.url + "/" + provider[field].split("/", 3)[3]
            for field in ("url", "poll_url", "balance_url")
            if provider[field]
        }
        provider.write(
            {"active": True, "login": "me", "secret": SECRET, **moved, **vals}
        )
        self.env.company.service_sms_provider_id = provider
        return provider

    def _talk(self, key, answer, **vals):
        """Send a text and let the provider answer; give back text and request."""
        self.gateway.say(answer)
        sms = self._text(key, body="Готово: №1", **vals)
        self._send()
        return sms, self.gateway.seen[-1]

    def _ask(self, sms, answer):
        self.gateway.say(answer)
        sms._write_server_fields({"date_poll": "2020-01-01"})
        self.rows._cron_poll()
        self.env.invalidate_all()
        return self.gateway.seen[-1]

    def _balance(self, provider, answer):
        self.gateway.say(answer)
        message = provider.action_check()["params"]["message"]
        return message, self.gateway.seen[-1]

    def _refused(self, cases, state="failed"):
        for answer, kind in cases:
            with self.subTest(answer):
                sms, _seen = self._talk(f"refused/{answer}", answer)
                self.assertEqual((sms.state, sms.failure_type), (state, kind))

    def test_smsc(self):
        """https://smsc.ru/api/http/"""
        provider = self._use("smsc", sender="Shop")
        sms, seen = self._talk(
            "1", {"id": 14, "cnt": 1, "cost": "4.1", "balance": "83.6"}
        )
        self.assertEqual((seen.method, seen.path), ("POST", "/sys/send.php"))
        self.assertEqual(
            seen.headers["Content-Type"], "application/x-www-form-urlencoded"
        )
        self.assertEqual(
            seen.params,
            {
                "login": "me",
                "psw": SECRET,
                "phones": NUMBER,
                "fmt": "3",
                "mes": "Готово: №1",
                "sender": "Shop",
                "id": sms.uuid,
                "charset": "utf-8",
                "cost": "3",
            },
        )
        self.assertLessEqual(len(sms.uuid), 40)
        self.assertRecordValues(
            sms, [{"state": "sent", "provider_ref": "14", "price": 4.1}]
        )
        answer = {"last_date": "10.10.2010 10:10:10", "last_timestamp": 1286524541}
        seen = self._ask(sms, answer | {"status": 0})
        self.assertEqual(seen.path, "/sys/status.php")
        self.assertEqual(
            seen.params,
            {
                "login": "me",
                "psw": SECRET,
                "phone": NUMBER,
                "id": sms.uuid,
                "charset": "utf-8",
                "fmt": "3",
            },
        )
        self.assertEqual(sms.state, "sent")
        self._ask(sms, {"error": "too many", "error_code": 9})
        self.assertEqual(sms.state, "sent")
        self._ask(sms, answer | {"status": 1})
        self.assertEqual(sms.state, "delivered")
        failed, _seen = self._talk("2", {"id": 15, "cnt": 1, "cost": "4.1"})
        self._ask(failed, answer | {"status": 22})
        self.assertEqual(failed.failure_type, "sms_invalid_destination")
        self._refused(
            [
                ({"error": "authorise error", "error_code": 2}, "sms_acc"),
                ({"error": "no money", "error_code": 3, "id": 4}, "sms_credit"),
                ({"error": "denied", "error_code": 6, "id": 5}, "sms_not_allowed"),
                ({"error": "wrong", "error_code": 7, "id": 6}, "sms_number_format"),
            ]
        )
        self._refused([({"error": "duplicate", "error_code": 9}, False)], "waiting")
        message, _seen = self._balance(provider, {"balance": "83.60"})
        self.assertIn("83.60", message)

    def test_smsc_is_asked_after_a_lost_answer(self):
        self._use("smsc")
        self.gateway.moods = ["drop_before"]
        sms = self._text()
        self._send()
        self._ask(sms, {"status": -3})
        self.assertEqual(sms.state, "waiting")

    def test_smsru(self):
        """https://sms.ru/api/send and /status"""
        provider = self._use("smsru")

        def answer(**vals):
            return {
                "status": "OK",
                "status_code": 100,
                "sms": {DIGITS: vals},
                "balance": 4122.56,
            }

        sms, seen = self._talk(
            "1", answer(status="OK", status_code=100, sms_id="000000-10000000")
        )
        self.assertEqual((seen.method, seen.path), ("POST", "/sms/send"))
        self.assertEqual(
            seen.params,
            {"api_id": SECRET, "to": DIGITS, "msg": "Готово: №1", "json": "1"},
        )
        self.assertEqual((sms.state, sms.provider_ref), ("sent", "000000-10000000"))

        def status(code):
            return {
                "status": "OK",
                "status_code": 100,
                "sms": {"000000-10000000": {"status": "OK", "status_code": code}},
            }

        seen = self._ask(sms, status(102))
        self.assertEqual(seen.path, "/sms/status")
        self.assertEqual(
            seen.params, {"api_id": SECRET, "sms_id": "000000-10000000", "json": "1"}
        )
        self.assertEqual(sms.state, "sent")
        self._ask(sms, status(103))
        self.assertEqual(sms.state, "delivered")
        self._refused(
            [
                (answer(status="ERROR", status_code=207), "sms_not_allowed"),
                (answer(status="ERROR", status_code=201), "sms_credit"),
                ({"status": "ERROR", "status_code": 200}, "sms_acc"),
            ]
        )
        self._refused([({"status": "ERROR", "status_code": 220}, False)], "waiting")
        self._refused([({"status": "OK", "status_code": 100}, False)], "unknown")
        message, seen = self._balance(
            provider, {"status": "OK", "status_code": 100, "balance": 4122.56}
        )
        self.assertIn("4122.56", message)
        self.assertEqual(seen.path, "/my/balance")

    def test_turbosms(self):
        """https://turbosms.ua/en/api.html"""
        provider = self._use("turbosms", sender="Shop")
        ref = "f83f8868-5e46-c6cf-e4fb-615e5a293754"

        def answer(code, nested, **vals):
            result = {"phone": DIGITS, "response_code": nested, **vals}
            return {
                "response_code": code,
                "response_status": "X",
                "response_result": [result],
            }

        sms, seen = self._talk("1", answer(800, 0, message_id=ref))
        self.assertEqual((seen.method, seen.path), ("POST", "/message/send.json"))
        self.assertEqual(seen.headers["Authorization"], f"Bearer {SECRET}")
        self.assertTrue(seen.headers["Content-Type"].startswith("application/json"))
        self.assertEqual(
            seen.json,
            {"recipients": [DIGITS], "sms": {"sender": "Shop", "text": "Готово: №1"}},
        )
        self.assertEqual((sms.state, sms.provider_ref), ("sent", ref))
        status = {"message_id": ref, "response_code": 0, "status": "Delivered"}
        seen = self._ask(sms, {"response_code": 0, "response_result": [status]})
        self.assertEqual(seen.path, "/message/status.json")
        self.assertEqual(seen.json, {"messages": [ref]})
        self.assertEqual(sms.state, "delivered")
        error = {"response_result": None}
        self._refused(
            [
                ({"response_code": 301, "response_status": "T"} | error, "sms_acc"),
                ({"response_code": 203, "response_status": "B"} | error, "sms_credit"),
                (answer(802, 404, message_id=None), "sms_blacklist"),
                (answer(802, 305, message_id=None), "sms_number_format"),
            ]
        )
        self._refused([({"response_code": 999} | error, False)], "unknown")
        message, seen = self._balance(
            provider, {"response_code": 0, "response_result": {"balance": 12.34}}
        )
        self.assertIn("12.34", message)
        self.assertEqual(seen.headers["Authorization"], f"Bearer {SECRET}")

    def test_smsapi(self):
        """https://www.smsapi.pl/docs"""
        provider = self._use("smsapi", sender="Shop")

        def answer(status="QUEUE"):
            row = {"id": "1460969715572091219", "points": 0.16, "number": DIGITS}
            return {"count": 1, "list": [row | {"status": status, "error": None}]}

        sms, seen = self._talk("1", answer())
        self.assertEqual((seen.method, seen.path), ("POST", "/sms.do"))
        self.assertEqual(seen.headers["Authorization"], f"Bearer {SECRET}")
        self.assertEqual(
            seen.params,
            {
                "to": DIGITS,
                "message": "Готово: №1",
                "from": "Shop",
                "idx": sms.uuid,
                "check_idx": "1",
                "format": "json",
                "encoding": "utf-8",
                "notify_url": self.rows._make_callback(sms.uuid),
            },
        )
        self.assertRecordValues(sms, [{"state": "sent", "price": 0.16}])
        self.assertFalse(sms.date_poll, "it reports by itself")
        report = {
            "MsgId": sms.provider_ref,
            "status": "404",
            "status_name": "DELIVERED",
        }
        self.rows._take_report(sms.uuid, sms._get_report_secret(), report)
        self.env.invalidate_all()
        self.assertEqual(sms.state, "delivered")
        self._refused(
            [
                ({"error": 101, "message": "Authorization failed"}, "sms_acc"),
                ({"error": 103, "message": "No credits"}, "sms_credit"),
                ({"error": 13, "message": "No correct phone"}, "sms_number_format"),
            ]
        )
        self._refused([({"error": 203, "message": "Too many"}, False)], "waiting")
        self._refused([({"error": 999, "message": "Internal"}, False)], "waiting")
        twice, _seen = self._talk("2", {"error": 53, "message": "Not unique idx"})
        self.assertEqual(twice.state, "sent", "it was accepted before")
        message, seen = self._balance(provider, {"name": "x", "points": 100.5})
        self.assertIn("100.5", message)
        self.assertEqual((seen.method, seen.path), ("GET", "/profile"))

    def test_each_names_its_description(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "service_center_sms"), ("model", "=", self.provider._name)]
        )
        shipped = self.provider.browse(data.mapped("res_id"))
        self.assertEqual(len(shipped), 4)
        for provider in shipped:
            self.assertTrue(provider.documentation.startswith("https://"))
            self.assertTrue(provider.url.startswith("https://"))
