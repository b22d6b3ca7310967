from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common_text import NOON, TextCommon


@tagged("post_install", "-at_install")
class TestTextLadder(TextCommon):
    def setUp(self):
        super().setUp()
        self._use("uncollected_3", "uncollected_7", "uncollected_14")

    def _ready(self, moment=NOON, **vals):
        with freeze_time(moment):
            return self._finish(self._create_order(**vals))

    def _run(self, moment):
        with freeze_time(moment):
            self.env["service.order"]._cron_text_ladders()

    def _rungs(self, order):
        return self._rows(order).text_id.mapped("days")

    def test_each_rung_is_written_once_on_its_day(self):
        order = self._ready()
        day, written = datetime.fromisoformat(NOON), {}
        for number in range(30):
            self._run(day + timedelta(days=number))
            self._run(day + timedelta(days=number, hours=1))
            written[number] = len(self._rows(order))
        changes = [n for n in range(1, 30) if written[n] != written[n - 1]]
        self.assertEqual(changes, [3, 7, 14])
        self.assertEqual(self._rungs(order), [3, 7, 14])

    def test_days_are_of_the_calendar_of_the_branch(self):
        # done at 23:30 in Moscow, which is 20:30 UTC; day 3 begins at 21:00 UTC
        order = self._ready("2026-03-04 20:30:00")
        self._run("2026-03-06 20:59:59")
        self.assertFalse(self._rows(order))
        self._run("2026-03-06 21:00:00")
        self.assertEqual(self._rungs(order), [3])

    def test_it_goes_at_the_hour_of_reminders(self):
        order = self._ready()
        self._run("2026-03-06 21:00:00")  # midnight in Moscow
        self.assertEqual(self._rows(order).date_next, datetime(2026, 3, 7, 8))

    def test_over_the_change_of_clocks(self):
        self.calendar.tz = "Europe/Warsaw"
        order = self._ready("2026-03-27 22:30:00")  # 23:30 on the 27th
        self._run("2026-03-29 21:59:59")  # 23:59:59 on the 29th, in summer time
        self.assertFalse(self._rows(order))
        self._run("2026-03-29 22:00:00")
        self.assertEqual(self._rungs(order), [3])
        self.assertEqual(self._rows(order).date_next, datetime(2026, 3, 30, 9))

    def test_nobody_is_written_to_about_what_is_long_past(self):
        order = self._ready()
        self._run("2026-06-01 09:00:00")
        self.assertFalse(self._rows(order))

    def test_a_missed_day_is_made_up_for_by_one_text(self):
        self._use("uncollected_3", "uncollected_7")[0].days = 6
        order = self._ready()
        self._run("2026-03-11 09:00:00")
        self.assertEqual(self._rungs(order), [7], "and not the one before as well")

    def test_what_was_collected_is_left_alone(self):
        order = self._ready()
        with freeze_time("2026-03-05 09:00:00"):
            order.with_user(self.desk).action_issue()
        self._run("2026-03-07 09:00:00")
        self.assertFalse(self._rows(order))

    def test_collected_before_the_text_went(self):
        order = self._ready()
        self._run("2026-03-07 05:00:00")
        with freeze_time("2026-03-07 10:00:00"):
            order.with_user(self.desk).action_issue()
            self._send()
        self.assertEqual(self._rows(order).state, "cancelled")
        self.assertFalse(self.gateway.seen)

    def test_done_again_begins_the_ladder_anew(self):
        order = self._ready()
        self._run("2026-03-07 09:00:00")
        with freeze_time("2026-03-08 09:00:00"):
            order.action_start()
            order.action_done()
        self._run("2026-03-11 09:00:00")
        self.assertEqual(self._rows(order).mapped("text_id.days"), [3])
        self.assertEqual(len(self._rows(order)), 2)

    def test_a_branch_without_provider_reminds_nobody(self):
        order = self._ready()
        self.env.company.service_sms_provider_id = False
        self._run("2026-03-07 09:00:00")
        self.assertFalse(self._rows(order))

    def test_after_care_asks_persons_and_no_companies(self):
        self._use("aftercare")
        firm = self.env["res.partner"].create(
            {"name": "Firm", "is_company": True, "phone": "+79120001122"}
        )
        orders = self._ready() + self._ready(serial="2", partner_id=firm.id)
        with freeze_time(NOON):
            orders.with_user(self.desk).action_issue()
        self._run("2026-03-07 09:00:00")
        self.assertEqual(self._rows(orders).order_id, orders[0])
        with freeze_time("2026-03-07 10:00:00"):
            self._send()
        self.assertEqual(self._rows(orders).state, "sent")

    def test_two_companies_each_go_their_own_way(self):
        other = self.env["res.company"].create(
            {"name": "Another", "country_id": self.env.ref("base.ru").id}
        )
        other.service_sms_provider_id = self._create_provider(name="Theirs")
        branch = self.env["service.branch"].create(
            {"name": "There", "code": "TH", "company_id": other.id}
        )
        mine = self._ready()
        with freeze_time(NOON):
            theirs = self.env["service.order"].create(
                {
                    "branch_id": branch.id,
                    "partner_id": self.customer.copy().id,
                    "serial": "T",
                    "device_type_id": self.phone_type.id,
                    "engineer_id": self.engineer.id,
                    "diagnosis": "x",
                }
            )
            theirs.action_start()
            theirs.action_done()
        self._run("2026-03-07 09:00:00")
        self.assertEqual(self._rows(mine).company_id, self.env.company)
        self.assertEqual(self._rows(theirs).company_id, other)
        self.assertEqual(self._rows(theirs).provider_id.name, "Theirs")

    def test_a_hundred_are_written_as_cheaply_as_ten(self):
        def cost(count, prefix):
            with freeze_time(NOON):
                orders = self.env["service.order"].create(
                    [
                        {
                            "branch_id": self.branch.id,
                            "partner_id": self.customer.id,
                            "serial": f"{prefix}{number}",
                            "device_model_id": self.model.id,
                            "engineer_id": self.engineer.id,
                            "diagnosis": "x",
                        }
                        for number in range(count)
                    ]
                )
                orders.action_start()
                orders.action_done()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._run("2026-03-07 09:00:00")
            spent = self.cr.sql_log_count - before
            self.assertEqual(len(self._rows(orders)), count)
            with freeze_time("2026-03-07 09:00:00"):
                orders.action_issue()
            return spent

        cost(1, "warm")
        few, many = cost(10, "few"), cost(100, "many")
        self.assertLessEqual(many, few + 3)
