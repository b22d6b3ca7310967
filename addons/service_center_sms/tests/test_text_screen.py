from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_text import NOON, TextCommon

ENGINE = "odoo.addons.service_center_sms.models.service_sms_engine"
SENT = {"state": "sent"}
WAITING = {"state": "waiting"}


@tagged("post_install", "-at_install")
class TestTextScreen(TextCommon):
    """What is decided right before a text goes."""

    def setUp(self):
        super().setUp()
        self._use("new", "in_progress", "done", "issued")

    def _started(self, **vals):
        order = self._create_order(**vals)
        order.with_user(self.engineer).action_start()
        return order

    def test_words_and_number_come_when_it_is_sent(self):
        self._use("in_progress")
        order = self._started()
        row = self._rows(order)
        self.assertRecordValues(row, [{"body": False, "number": False, **WAITING}])
        self._send()
        self.assertRecordValues(
            row,
            [
                {
                    "body": f"Order {order.name}: work on your Nokla X7 has begun.",
                    "number": "+79123456789",
                    "segments": 1,
                    **SENT,
                }
            ],
        )
        self.assertEqual(self.gateway.seen[0].params["text"], row.body)

    def test_each_customer_reads_his_own_language(self):
        languages = ("en_US", "ru_RU", "uk_UA", "pl_PL")
        for code in languages[1:]:
            self.env["res.lang"]._activate_lang(code)
        self.env["ir.module.module"]._load_module_terms(
            ["service_center_sms"], list(languages[1:])
        )
        self._use("in_progress")
        orders = self.env["service.order"]
        for number, code in enumerate(languages):
            customer = self.customer.copy({"name": code, "lang": code})
            customer.phone = f"+7912345670{number}"
            orders += self._started(partner_id=customer.id, serial=code)
        rows = self._rows(orders)
        self._screen(rows)
        for row, order, start in zip(
            rows, orders, ("Order", "Заказ", "Замовлення", "Zlecenie"), strict=True
        ):
            self.assertTrue(row.body.startswith(f"{start} {order.name}"), row.body)

    def test_the_number_of_the_order_goes_before_the_customers(self):
        self._use("in_progress")
        order = self._started(partner_phone="8 912 000-11-22")
        self.assertEqual(self._screen(self._rows(order)).number, "+79120001122")

    def test_without_a_number_it_fails_and_says_so(self):
        self._use("in_progress")
        nobody = self.env["res.partner"].create({"name": "No Phone"})
        for typed, kind in (
            (False, "sms_number_missing"),
            ("123", "sms_number_format"),
        ):
            order = self._started(
                partner_id=nobody.id, partner_phone=typed, serial=str(typed)
            )
            row = self._screen(self._rows(order))
            self.assertRecordValues(row, [{"state": "failed", "failure_type": kind}])

    def test_ready_is_not_said_of_what_was_issued_meanwhile(self):
        self._use("done")
        order = self._finish(self._create_order())
        order.with_user(self.desk).action_issue()
        row = self._rows(order)
        self._send()
        self.assertFalse(self.gateway.seen)
        self.assertEqual(row.state, "cancelled")
        self.assertIn("Issued", row.reason)

    def test_ready_is_not_said_of_what_is_at_work_again(self):
        self._use("done")
        order = self._finish(self._create_order())
        order.action_start()
        self.assertEqual(self._screen(self._rows(order)).state, "cancelled")

    def test_the_newest_text_about_the_stage_is_sent_alone(self):
        order = self._finish(self._create_order())
        taken_in, started, done = self._screen(self._rows(order))
        self.assertEqual(taken_in.state, "cancelled")
        self.assertEqual(started.state, "cancelled")
        self.assertEqual(done.state, "waiting")

    def test_taken_in_is_not_said_once_work_started_is(self):
        order = self._started()
        taken_in, started = self._screen(self._rows(order))
        self.assertEqual((taken_in.state, started.state), ("cancelled", "waiting"))
        self.assertIn("newer", taken_in.reason)

    def test_work_started_is_true_while_parts_are_waited_for(self):
        order = self._started()
        order.stage_id = self.stage_waiting_parts
        self.assertEqual(self._screen(self._rows(order))[-1].state, "waiting")

    def test_a_text_that_is_out_of_use_is_not_sent(self):
        text = self._use("in_progress")
        order = self._started()
        text.active = False
        self.assertEqual(self._screen(self._rows(order)).state, "cancelled")
        other = self._create_order(serial="2")
        text.active = True
        other.with_user(self.engineer).action_start()
        text.unlink()
        self.assertEqual(self._screen(self._rows(other)).state, "cancelled")

    def test_an_answered_quote_is_not_asked_about(self):
        self._use("estimate")
        order = self._started()
        order.write({"line_ids": [Command.create({"product_id": self.work.id})]})
        order.action_send_for_approval()
        estimate = order.open_estimate_id
        estimate.action_record_answer(estimate.line_ids.ids, "phone")
        self.assertEqual(self._screen(self._rows(order)).state, "cancelled")

    def test_of_two_promises_the_last_is_told(self):
        self._use("promised")
        order = self._create_order(date_promised="2026-03-05 12:00:00")
        order.date_promised = "2026-03-06 12:00:00"
        order.date_promised = "2026-03-07 12:00:00"
        first, second = self._screen(self._rows(order))
        self.assertEqual((first.state, second.state), ("cancelled", "waiting"))
        self.assertIn("03/07/2026", second.body)

    def test_one_text_that_breaks_does_not_stop_the_others(self):
        self._use("in_progress")
        bad, good = self._started(serial="a"), self._started(serial="b")
        model = self.env.registry["service.order"]
        values = model._get_text_values

        def fail(order, *args):
            if order == bad:
                raise ValueError("broken")
            return values(order, *args)

        with (
            patch.object(model, "_get_text_values", fail),
            mute_logger("odoo.addons.service_center_sms.models.service_sms_screen"),
        ):
            self._send()
        self.assertEqual(self._rows(bad).state, "failed")
        self.assertEqual(self._rows(good).state, "sent")

    def test_a_repeat_keeps_its_words(self):
        self._use("in_progress")
        order = self._started()
        self.gateway.moods = ["later"]
        self._send()
        row = self._rows(order)
        self.assertEqual((row.state, row.attempts), ("waiting", 1))
        body = row.body
        row.text_id.body = "Other words"
        self._due(row)
        self._send()
        self.assertRecordValues(row, [{"body": body, **SENT}])

    def test_names_are_words_and_nothing_else(self):
        text = self._use("in_progress")
        text.body = "Dear {customer}: {device}, {number}"
        self.customer.name = "{phone}\r\nEvil\u202e {object.env}"
        order = self._started()
        row = self._screen(self._rows(order))
        self.assertEqual(
            row.body, f"Dear {{phone}} Evil {{object.env}}: Nokla X7, {order.name}"
        )

    def test_screening_does_not_cost_per_text(self):
        self._use("in_progress")

        def cost(count, prefix):
            orders = self.env["service.order"]
            for number in range(count):
                orders += self._started(serial=f"{prefix}{number}")
            self.env.flush_all()
            self.env.invalidate_all()
            rows = self._rows(orders)
            before = self.cr.sql_log_count
            rows._screen()
            return self.cr.sql_log_count - before

        cost(2, "warm")
        few, many = cost(2, "few"), cost(12, "many")
        # one UPDATE for each, and what it makes unknown read again at most
        self.assertLessEqual(many - few, 2 * 10)


@tagged("post_install", "-at_install")
class TestTextConsent(TextCommon):
    def setUp(self):
        super().setUp()
        self._use("in_progress")
        self.order = self._create_order()
        self.order.with_user(self.engineer).action_start()
        self.row = self._rows(self.order)

    def _assert_silent(self, kind):
        self._send()
        self.assertFalse(self.gateway.seen)
        self.assertRecordValues(
            self.row, [{"state": "cancelled", "failure_type": kind}]
        )

    def test_nobody_on_the_blacklist_is_texted(self):
        self.env["phone.blacklist"].create({"number": "+79123456789"})
        self._assert_silent("sms_blacklist")

    def test_who_says_no_while_others_are_sent_gets_nothing(self):
        other = self._create_order(serial="A-2")
        other.partner_id = self.customer.copy({"phone": "+79123456701"})
        other.with_user(self.engineer).action_start()
        claim = type(self.rows)._claim

        def say_no_meanwhile(row):
            other.partner_id.sms_opt_out = True
            return claim(row)

        with (
            patch(f"{ENGINE}.FRESH", 0),
            patch.object(type(self.rows), "_claim", say_no_meanwhile),
        ):
            self._send()
        self.assertEqual(self.row.state, "sent")
        self.assertEqual(self._rows(other).state, "cancelled")
        self.assertEqual(len(self.gateway.seen), 1)

    def test_nobody_is_texted_who_wants_no_texts(self):
        self.customer.sms_opt_out = True
        self._assert_silent("sms_optout")

    def test_a_no_holds_for_the_number_under_any_name(self):
        self.customer.copy(
            {"name": "Same", "sms_opt_out": True, "phone": "89123456789"}
        )
        self._assert_silent("sms_optout")

    def test_who_declined_texts_about_an_order_gets_none(self):
        consent = self.env["service.consent"].create(
            {"name": "Texts", "text": "x", "is_about_sms": True, "required": False}
        )
        order = self._create_order(serial="2")
        order.consent_ids.filtered(
            lambda each: each.consent_id == consent
        ).action_decline()
        order.with_user(self.engineer).action_start()
        self._send()
        self.assertEqual(self._rows(order).failure_type, "sms_optout")
        self.assertEqual(self.row.state, "sent", "the other order was not asked")

    def test_what_a_person_writes_does_not_reach_a_blacklisted_number_either(self):
        self.env["phone.blacklist"].create({"number": "+79123456789"})
        self.order.with_user(self.desk)._message_sms("Hello")
        self._send()
        self.assertFalse(self.gateway.seen)

    def test_numbers_of_other_countries_get_no_texts(self):
        self.order.partner_phone = "+48 601 234 567"
        self._assert_silent("sms_country_not_supported")

    def test_a_neighbour_with_the_same_code_is_another_country(self):
        self.order.partner_phone = "+7 701 234 56 78"  # Kazakhstan
        self._assert_silent("sms_country_not_supported")

    def test_countries_that_were_named_get_texts(self):
        self.env.company.service_sms_country_ids = self.env.ref("base.pl")
        self.order.partner_phone = "+48 601 234 567"
        self._send()
        self.assertEqual(self.row.state, "sent")

    def test_the_countries_of_the_branches_get_texts(self):
        place = self.env["res.partner"].create(
            {"name": "Shop", "country_id": self.env.ref("base.kz").id}
        )
        self.other_branch.partner_id = place
        self.order.partner_phone = "+7 701 234 56 78"
        self._send()
        self.assertEqual(self.row.state, "sent")


@tagged("post_install", "-at_install")
class TestTextQuiet(TextCommon):
    def setUp(self):
        super().setUp()
        self._use("in_progress")
        self.env.company.write(
            {"service_sms_quiet_from": 21, "service_sms_quiet_to": 9}
        )

    def _next(self, moment, zone="Europe/Moscow"):
        """When a text goes that is due at a moment (UTC)."""
        self.calendar.tz = zone
        with freeze_time(moment):
            order = self._create_order(serial=moment + zone)
            order.with_user(self.engineer).action_start()
            row = self._rows(order)
            self._send()
            return None if row.state == "sent" else row.date_next

    def test_at_night_it_waits_for_the_morning(self):
        for moment, expected in (
            ("2026-03-04 17:59:59", None),  # 20:59:59 in Moscow
            ("2026-03-04 18:00:00", "2026-03-05 06:00:00"),
            ("2026-03-04 21:30:00", "2026-03-05 06:00:00"),  # after midnight
            ("2026-03-05 05:59:59", "2026-03-05 06:00:00"),
            ("2026-03-05 06:00:00", None),
        ):
            with self.subTest(moment):
                expected = expected and datetime.fromisoformat(expected)
                self.assertEqual(self._next(moment), expected)

    def test_hours_are_those_of_the_branch(self):
        self.assertIsNone(self._next("2026-03-04 18:00:00", "Europe/Warsaw"))
        self.assertTrue(self._next("2026-03-04 18:00:00", "Asia/Almaty"))

    def test_the_night_in_which_clocks_change(self):
        for moment, expected in (
            ("2026-03-28 21:00:00", "2026-03-29 07:00:00"),  # to summer time
            ("2026-10-24 21:00:00", "2026-10-25 08:00:00"),  # and back
        ):
            with self.subTest(moment):
                self.assertEqual(
                    self._next(moment, "Europe/Warsaw"),
                    datetime.fromisoformat(expected),
                )

    def test_a_branch_may_have_hours_of_its_own(self):
        self.branch.write(
            {"sms_own_hours": True, "sms_quiet_from": 12, "sms_quiet_to": 13.5}
        )
        self.assertEqual(self._next(NOON), datetime(2026, 3, 4, 10, 30))
        self.assertIsNone(self._next("2026-03-04 20:00:00"))

    def test_what_is_not_true_in_the_morning_is_not_sent(self):
        with freeze_time("2026-03-04 20:00:00") as clock:
            order = self._create_order()
            order.with_user(self.engineer).action_start()
            self._send()
            row = self._rows(order)
            self.assertEqual(row.state, "waiting")
            order.with_user(self.engineer).diagnosis = "x"
            order.with_user(self.engineer).action_done()
            clock.tick(timedelta(hours=12))
            self._send()
        self.assertEqual(row.state, "cancelled")

    def test_a_test_is_sent_at_once(self):
        with freeze_time("2026-03-04 22:00:00"):
            row = self._text(event="test")
            self._send()
        self.assertEqual(row.state, "sent")


@tagged("post_install", "-at_install")
class TestTextLimits(TextCommon):
    def setUp(self):
        super().setUp()
        self.calendar.tz = "UTC"
        self.env.company.write(
            {"service_sms_number_limit": 0, "service_sms_day_limit": 0}
        )

    def _send_some(self, count, **vals):
        rows = self.rows
        for number in range(count):
            rows += self._text(f"{len(self.rows.search([]))}/{number}", **vals)
        self._send()
        return rows.sorted("id").mapped("state")

    def _alerts(self):
        return self.env["mail.activity"].search([("user_id", "=", self.head.id)])

    def test_one_number_gets_so_many_a_day(self):
        self.env.company.service_sms_number_limit = 2
        with freeze_time(NOON) as clock:
            about = {"order_id": self._create_order().id}
            self.assertEqual(self._send_some(3, **about), ["sent", "sent", "waiting"])
            self.assertEqual(self._send_some(1, **about), ["waiting"])
            about["number"] = "+79990000000"
            self.assertEqual(self._send_some(1, **about), ["sent"])
            clock.tick(timedelta(hours=15))  # midnight is over
            self._send()
        self.assertEqual(self.rows.search_count([("state", "=", "sent")]), 5)
        self.assertFalse(self._alerts())

    def test_a_company_sends_so_many_a_day_and_its_head_is_told_once(self):
        self.env.company.service_sms_day_limit = 2
        with freeze_time(NOON):
            self.assertEqual(self._send_some(3), ["sent", "sent", "waiting"])
            self._send_some(2)
            self.assertEqual(len(self._alerts()), 1)
        held = self.rows.search([("state", "=", "waiting")])
        self.assertEqual(set(held.mapped("date_next")), {datetime(2026, 3, 5)})

    def test_a_branch_has_a_limit_of_its_own(self):
        self.branch.sms_day_limit = 1
        with freeze_time(NOON):
            self.assertEqual(self._send_some(2), ["sent", "waiting"])
            self.assertEqual(
                self._send_some(1, branch_id=self.other_branch.id), ["sent"]
            )
        self.assertEqual(len(self._alerts()), 1)

    def test_a_spent_budget_stops_the_month_with_one_alert(self):
        # the gateway charges 1.5 for each
        self.provider.price_segment = 1.5
        self.env.company.service_sms_month_budget = 3.5
        with freeze_time(NOON) as clock:
            self.assertEqual(self._send_some(4), ["sent", "sent", "waiting", "waiting"])
            clock.tick(timedelta(days=1))
            self.assertEqual(self._send_some(1), ["waiting"])
            self.assertEqual(len(self._alerts()), 1)
            held = self.rows.search([("state", "=", "waiting")])
            self.assertEqual(set(held.mapped("date_next")), {datetime(2026, 4, 1)})
        with freeze_time("2026-04-01 00:00:01"):
            self._send()
        self.assertEqual(self.rows.search_count([("state", "=", "sent")]), 4)

    def test_a_branch_has_a_budget_of_its_own(self):
        self.provider.price_segment = 1.5
        self.branch.sms_month_budget = 2
        with freeze_time(NOON):
            self.assertEqual(self._send_some(2), ["sent", "waiting"])
            self.assertEqual(
                self._send_some(1, branch_id=self.other_branch.id), ["sent"]
            )

    def test_a_budget_is_counted_in_the_companys_money(self):
        dollar = self.env.ref("base.USD")
        company = self.env.company
        foreign = self.env.ref("base.EUR") if company.currency_id == dollar else dollar
        foreign.active = True
        foreign.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {
                "currency_id": foreign.id,
                "name": "2026-01-01",
                "rate": 0.01,
                "company_id": company.id,
            }
        )
        self.provider.write({"currency_id": foreign.id, "price_segment": 1.5})
        company.service_sms_month_budget = 200
        with freeze_time(NOON):
            self.assertEqual(self._send_some(1), ["sent"])
            self.assertEqual(self._send_some(1), ["waiting"])

    def test_companies_do_not_spend_each_others(self):
        other = self.env["res.company"].create({"name": "Another"})
        other.service_sms_provider_id = self.provider
        self.env.company.service_sms_day_limit = 1
        with freeze_time(NOON):
            self.assertEqual(self._send_some(2), ["sent", "waiting"])
            more = {"company_id": other.id, "branch_id": False}
            self.assertEqual(self._send_some(2, **more), ["sent", "sent"])

    def test_a_test_is_not_limited(self):
        self.env.company.service_sms_day_limit = 1
        self._send_some(1)
        self.assertEqual(self._send_some(1, event="test"), ["sent"])

    def test_dates_are_told_in_the_outbox(self):
        self.env.company.service_sms_day_limit = 1
        self._send_some(2)
        row = self.rows.search([("state", "=", "waiting")])
        self.assertIn("used up", row.reason)
        self.assertGreater(row.date_next, fields.Datetime.now())
