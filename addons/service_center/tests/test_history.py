from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


class ClockCommon(ServiceCommon):
    """A branch in Warsaw that is open from nine to five, Monday to Friday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Nine to five",
                "tz": "Europe/Warsaw",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 17,
                            "day_period": "full_day",
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        cls.branch.resource_calendar_id = cls.calendar

    def _hours(self, start, end):
        """Working hours between two moments of Warsaw, given in UTC."""
        span = (datetime.fromisoformat(start), datetime.fromisoformat(end))
        return self.branch._get_working_hours([span])[0]


@tagged("post_install", "-at_install")
class TestWorkingHours(ClockCommon):
    def test_hours_are_the_branchs(self):
        cases = {
            "within a day": ("2026-03-02 09:00", "2026-03-02 11:30", 2.5),
            "over a night": ("2026-03-02 15:00", "2026-03-03 09:00", 2),
            "over a weekend": ("2026-03-06 15:00", "2026-03-09 09:00", 2),
            "outside": ("2026-03-07 09:00", "2026-03-08 20:00", 0),
            "nothing": ("2026-03-02 09:00", "2026-03-02 09:00", 0),
            # 29 March 2026: two in the morning becomes three, Sunday
            "clock goes forward": ("2026-03-27 15:00", "2026-03-30 08:00", 2),
            # 25 October 2026: three in the morning becomes two, Sunday
            "clock goes back": ("2026-10-23 14:00", "2026-10-26 09:00", 2),
        }
        for case, (start, end, hours) in cases.items():
            with self.subTest(case):
                self.assertAlmostEqual(self._hours(start, end), hours)

    def test_night_shift_over_the_change_of_the_clock(self):
        night = self.calendar.attendance_ids[:2]
        (self.calendar.attendance_ids - night).unlink()
        night[0].write({"dayofweek": "5", "hour_from": 20, "hour_to": 24})
        night[1].write({"dayofweek": "6", "hour_from": 0, "hour_to": 6})
        self.assertAlmostEqual(
            self._hours("2026-03-28 12:00", "2026-03-29 12:00"), 9, msg="one hour less"
        )
        self.assertAlmostEqual(
            self._hours("2026-10-24 12:00", "2026-10-25 12:00"), 11, msg="one more"
        )

    def test_holidays_do_not_count(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2026-03-02 23:00:00",
                "date_to": "2026-03-03 22:59:59",
            }
        )
        self.assertAlmostEqual(self._hours("2026-03-02 15:00", "2026-03-04 09:00"), 2)

    def test_many_spans_cost_as_much_as_one(self):
        start = datetime(2026, 3, 2, 8)
        spans = [(start, start + timedelta(hours=n)) for n in range(500)]

        def cost(spans):
            return self._count_queries(lambda: self.branch._get_working_hours(spans))

        self.assertEqual(cost(spans), cost(spans[-1:]))


@tagged("post_install", "-at_install")
class TestHistory(ClockCommon):
    def test_every_stay_is_a_row_without_gaps(self):
        with freeze_time("2026-03-02 08:00:00"):  # nine in Warsaw
            order = self._create_order()
        with freeze_time("2026-03-02 10:00:00"):
            order.with_user(self.engineer).action_start()
        with freeze_time("2026-03-03 09:00:00"):
            order.diagnosis = "Board"
            order.with_user(self.engineer).action_done()
        stays = order.stage_log_ids.sorted("id")
        self.assertRecordValues(
            stays,
            [
                {
                    "stage_id": self.stage_new.id,
                    "user_id": self.desk.id,
                    "hours": 2,
                    "working_hours": 2,
                },
                {
                    "stage_id": self.stage_in_progress.id,
                    "user_id": self.engineer.id,
                    "hours": 23,
                    "working_hours": 7,
                },
                {
                    "stage_id": self.stage_done.id,
                    "user_id": self.engineer.id,
                    "hours": 0,
                    "working_hours": 0,
                },
            ],
        )
        for stay, following in zip(stays, stays[1:], strict=False):
            self.assertEqual(stay.date_end, following.date_start)
        self.assertFalse(stays[-1].date_end)
        self.assertEqual(order.work_hours, 7, "the duration, R-11")
        self.assertEqual(
            order.duration_tracking[str(self.stage_in_progress.id)], 23 * 3600
        )

    def test_a_finished_stay_shows_what_happened_in_it(self):
        with freeze_time("2026-03-02 08:00:00"):
            order = self._create_order()
        with freeze_time("2026-03-02 09:00:00"):
            order.message_post(body="Called, nobody there")
        with freeze_time("2026-03-02 10:00:00"):
            order.with_user(self.engineer).action_start()
        with freeze_time("2026-03-02 11:00:00"):
            order.message_post(body="Opened the case")
        first, second = order.stage_log_ids.sorted("id")
        self.assertEqual(first.note_ids.mapped("preview"), ["Called, nobody there"])
        self.assertEqual(second.note_ids.mapped("preview"), ["Opened the case"])

    def test_clock_stands_while_the_customer_is_waited_for(self):
        approval = self.env.ref("service_center.service_stage_approval")
        approval.write({"hours_limit": 1, "is_paused": True})
        with freeze_time("2026-03-02 08:00:00"):
            order = self._create_order().with_user(self.engineer)
            order.action_start()
        with freeze_time("2026-03-02 10:00:00"):
            order.stage_id = approval
            self.assertFalse(order.date_stage_deadline)
            self.assertFalse(order.date_due)
        with freeze_time("2026-03-05 10:00:00"):
            order.action_start()
        with freeze_time("2026-03-05 11:00:00"):
            order.diagnosis = "Board"
            order.action_done()
        self.assertEqual(order.work_hours, 3)

    def test_history_cannot_be_forged(self):
        order = self._create_order()
        log = order.stage_log_ids
        for user in (self.desk, self.engineer, self.head):
            with self.subTest(user.login), self.assertRaises(AccessError):
                log.with_user(user).write({"hours": 1})
            with self.subTest(user.login), self.assertRaises(AccessError):
                log.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self.env["service.order.stage.log"].with_user(self.stranger).browse(
                log.id
            ).read(["hours"])

    def test_reassigning_keeps_both_names(self):
        order = self._create_order().with_context(**self.TRACKED)
        order.with_user(self.engineer).action_start()
        self._write_notes()
        order.with_user(self.desk).engineer_id = self.colleague
        self._write_notes()
        values = order.sudo().message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "engineer_id"
        )
        names = [(value.old_value_char, value.new_value_char) for value in values]
        self.assertIn((self.engineer.name, self.colleague.name), names)


@tagged("post_install", "-at_install")
class TestDeadline(ClockCommon):
    def test_limit_of_a_stage_runs_in_working_hours(self):
        self.stage_in_progress.hours_limit = 10
        with freeze_time("2026-03-06 13:00:00"):  # Friday, two in the afternoon
            order = self._create_order().with_user(self.engineer)
            order.action_start()
        # three hours left on Friday, seven on Monday: until four in the afternoon
        self.assertEqual(order.date_stage_deadline, datetime(2026, 3, 9, 15))
        self.assertEqual(order.date_due, datetime(2026, 3, 9, 15))
        for moment, urgency in {
            "2026-03-09 10:00:00": False,
            "2026-03-09 12:00:00": "soon",
            "2026-03-09 15:00:01": "late",
        }.items():
            with freeze_time(moment), self.subTest(moment):
                order.invalidate_recordset(["urgency"])
                self.assertEqual(order.urgency, urgency)
                found = self.env["service.order"].search(
                    [("id", "=", order.id), ("urgency", "=", urgency)]
                )
                self.assertEqual(found, order)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "service_center.ir_cron_remind_overdue"
            ).method_direct_trigger()

    def test_overdue_order_gives_one_activity_once(self):
        with freeze_time("2026-03-02 08:00:00"):
            order = self._create_order(date_promised="2026-03-02 12:00:00")
            order.with_user(self.engineer).action_start()
            self._run_cron()
            self.assertFalse(order.activity_ids)
        with freeze_time("2026-03-02 13:00:00"):
            self._run_cron()
            self._run_cron()
            self.assertEqual(order.activity_ids.user_id, self.engineer)
            self.assertEqual(len(order.activity_ids), 1)
            order.date_promised = "2026-03-02 14:00:00"
            self._run_cron()
            self.assertEqual(len(order.activity_ids), 1)
        with freeze_time("2026-03-02 15:00:00"):
            self._run_cron()
            self.assertEqual(len(order.activity_ids), 2, "the new promise was broken")

    def test_what_stays_overdue_goes_to_somebody_above_once(self):
        """After eight working hours of the branch, not by the clock."""
        with freeze_time("2026-03-06 08:00:00"):
            order = self._create_order(date_promised="2026-03-06 12:00:00")
            order.with_user(self.engineer).action_start()
        for moment, told in {
            "2026-03-06 13:00:00": self.engineer,
            "2026-03-09 07:30:00": self.engineer,  # the weekend does not count
            "2026-03-10 09:00:00": self.engineer + self.desk,
            "2026-03-11 09:00:00": self.engineer + self.desk,
        }.items():
            with freeze_time(moment), self.subTest(moment):
                self._run_cron()
                self.assertEqual(order.activity_ids.user_id, told)
                self.assertEqual(len(order.activity_ids), len(told))

    def test_a_branch_says_whom_to_tell_and_whether(self):
        with freeze_time("2026-03-02 08:00:00"):
            orders = self._create_order(date_promised="2026-03-02 12:00:00")
            orders += self._create_order(
                serial="2", date_promised="2026-03-02 12:00:00"
            )
        self.branch.escalation_user_id = self.head
        for hours, told in ((0, self.desk), (8, self.desk + self.head)):
            self.branch.escalate_hours = hours
            with freeze_time("2026-03-04 13:00:00"):
                self._run_cron()
                self.assertEqual(orders.activity_ids.user_id, told)

    def test_finished_work_is_not_overdue(self):
        with freeze_time("2026-03-02 08:00:00"):
            order = self._finish(
                self._create_order(date_promised="2026-03-02 09:00:00")
            )
        self.assertFalse(order.date_due)


@tagged("post_install", "-at_install")
class TestResponsible(ServiceCommon):
    @users("desk")
    def test_somebody_is_always_responsible(self):
        order = self._create_order()
        self.assertEqual(order.user_id, self.desk)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            order.user_id = False
            order.flush_recordset()

    def test_orders_of_who_leaves_surface(self):
        order = self._create_order(engineer_id=self.engineer.id)
        lost = self._create_order(serial="L1", user_id=self.stranger.id)
        self.engineer.active = False
        self.stranger.active = False
        self.assertEqual(order.activity_ids.user_id, self.desk)
        self.assertEqual(lost.activity_ids.user_id, self.env.user)


@tagged("post_install", "-at_install")
class TestStage(ServiceCommon):
    def test_used_stage_is_archived_not_deleted(self):
        stage = self.env["service.stage"].create({"name": "Spare"})
        stage.copy().unlink()
        self._create_order()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.stage_new.with_user(self.head).unlink()

    def test_nothing_enters_an_archived_stage(self):
        order = self._create_order().with_user(self.engineer)
        order.action_start()
        self.stage_waiting_parts.active = False
        with self.assertRaisesRegex(UserError, "archived"):
            order.stage_id = self.stage_waiting_parts

    def test_the_beginning_cannot_be_taken_away(self):
        with self.assertRaisesRegex(UserError, "must stay"):
            self.stage_new.active = False

    def test_two_branches_have_different_flows(self):
        packing = self.env["service.stage"].create(
            {
                "name": "Packing",
                "state": "done",
                "branch_ids": [Command.set(self.other_branch.ids)],
                "next_stage_ids": [Command.set(self.stage_issued.ids)],
            }
        )
        self.stage_in_progress.next_stage_ids += packing
        order = self._create_order(engineer_id=self.engineer.id)
        order.action_start()
        self.assertNotIn(packing, order.next_stage_ids)
        with self.assertRaises(UserError):
            order.stage_id = packing
        far = self._create_order(
            user=self.head, branch_id=self.other_branch.id, serial="P1"
        )
        far.action_start()
        far.stage_id = packing
        self.assertEqual(far.state, "done")

    def test_reasons_are_told_before_anybody_presses(self):
        order = self._create_order().with_user(self.engineer)
        order.action_start()
        self.assertIn("Fill in “Diagnosis”", order.next_step_hint)
        self.assertEqual(
            order.stage_blockers[str(self.stage_done.id)], ["Fill in “Diagnosis”."]
        )
        order.diagnosis = "Board"
        self.assertFalse(order.next_step_hint)
        self.assertEqual(order.stage_blockers[str(self.stage_done.id)], [])

    def test_stage_sends_its_message_only_if_it_has_one(self):
        template = self.env["mail.template"].create(
            {
                "name": "Started",
                "model_id": self.env["ir.model"]._get_id("service.order"),
                "subject": "{{ object.name }}: we have started",
                "partner_to": "{{ object.partner_id.id }}",
                "body_html": "<p>In work</p>",
            }
        )
        orders = self._create_order() + self._create_order(serial="T1")
        silent, told = orders.with_context(**self.TRACKED)
        silent.with_user(self.engineer).action_start()
        self._write_notes()
        self.stage_in_progress.mail_template_id = template
        told.with_user(self.engineer).action_start()
        self._write_notes()
        subject = f"{told.name}: we have started"
        self.assertEqual(told.message_ids.mapped("subject").count(subject), 1)
        self.assertFalse(any(silent.message_ids.mapped("subject")))
