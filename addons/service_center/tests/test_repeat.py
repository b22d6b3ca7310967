from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import SQL

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestRepeat(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Moscow", "tz": "Europe/Moscow"}
        )
        # 2 March, half past ten in the evening, is 3 March in Moscow
        cls.root = cls._visit("2026-03-02 22:30:00", warranty_days=30)

    @classmethod
    def _visit(cls, moment, **vals):
        """A device comes in, is repaired and goes out, all within a minute."""
        with freeze_time(moment):
            order = cls._finish(cls._take_in(**vals)).with_user(cls.desk)
            order.action_issue()
            return order

    @classmethod
    def _take_in(cls, **vals):
        """An order dated by the frozen clock: the database's own does not stop."""
        now = fields.Datetime.now()
        order = cls._create_order(**vals)
        cls.env.flush_all()
        cls.env.execute_query(
            SQL(
                "UPDATE service_order SET create_date = %s WHERE id = %s RETURNING id",
                now,
                order.id,
            )
        )
        order.invalidate_recordset(["create_date"])
        return order

    def _come_back(self, moment, **vals):
        with freeze_time(moment):
            return self._take_in(**vals)

    def test_the_warranty_counts_days_of_the_branch(self):
        self.assertEqual(self.root.warranty_until, date(2026, 4, 2))
        self.branch.resource_calendar_id.tz = "America/New_York"
        other = self._visit("2026-03-02 22:30:00", serial="NY", warranty_days=30)
        self.assertEqual(other.warranty_until, date(2026, 4, 1))

    def test_a_device_back_within_its_warranty_is_a_repeat(self):
        order = self._come_back("2026-04-02 12:00:00")
        self.assertEqual(order.repeat_of_id, self.root)
        # already 3 April in Moscow
        order = self._come_back("2026-04-02 21:00:00")
        self.assertFalse(order.repeat_of_id)

    def test_no_warranty_no_repeat(self):
        self._visit("2026-03-02 09:00:00", serial="ZERO", warranty_days=0)
        self.assertFalse(
            self._come_back("2026-03-02 15:00:00", serial="ZERO").repeat_of_id
        )
        self._come_back("2026-03-02 09:00:00", serial="HERE")
        again = self._come_back("2026-03-03 09:00:00", serial="HERE")
        self.assertFalse(again.repeat_of_id, "the first visit is not over")

    def test_refused_work_has_no_warranty(self):
        with freeze_time("2026-03-02 09:00:00"):
            order = self._take_in(serial="REF", engineer_id=self.engineer.id)
            order.refusal_reason = "Too expensive"
            order.action_refuse()
            order.action_issue()
        self.assertRecordValues(
            order, [{"state": "issued", "is_refused": True, "warranty_until": False}]
        )
        again = self._come_back("2026-03-03 09:00:00", serial="REF")
        self.assertFalse(again.repeat_of_id)
        order.with_user(self.head).write({"stage_id": self.stage_in_progress.id})
        self.assertFalse(order.is_refused)

    def test_the_clock_never_restarts(self):
        until = self.root.warranty_until
        second = self._visit("2026-03-20 09:00:00", warranty_days=365)
        self.assertEqual(second.repeat_of_id, self.root)
        self.assertEqual(second.warranty_until, until)
        third = self._visit("2026-03-30 09:00:00")
        self.assertEqual(third.repeat_of_id, second)
        self.assertEqual(third.warranty_until, until)
        self.assertFalse(self._come_back("2026-04-03 09:00:00").repeat_of_id)

    def test_a_refused_repeat_leaves_the_first_warranty_running(self):
        with freeze_time("2026-03-10 09:00:00"):
            refused = self._take_in()
            refused.refusal_reason = "Nothing found"
            refused.action_refuse()
            refused.action_issue()
        self.assertFalse(refused.warranty_until)
        self.assertEqual(self._come_back("2026-03-12 09:00:00").repeat_of_id, self.root)

    def test_the_desk_may_clear_a_repeat_and_the_order_is_one_like_others(self):
        with freeze_time("2026-03-10 09:00:00"):
            order = self._take_in(repeat_of_id=False)
            self.assertFalse(order.repeat_of_id)
            order.repeat_of_id = self.root
            order.repeat_of_id = False
            self.assertEqual(order._get_default_payer(), "customer")
            order = self._finish(order).with_user(self.desk)
            order.warranty_days = 10
            order.action_issue()
        self.assertEqual(order.warranty_until, date(2026, 3, 20))

    @users("desk")
    def test_the_form_suggests_the_repeat_and_its_payer(self):
        with freeze_time("2026-03-10 09:00:00"):
            form = Form(self.env["service.order"])
            form.branch_id = self.branch.with_env(self.env)
            form.serial = "sn 000 1"
            self.assertEqual(form.repeat_of_id, self.root)
            with form.line_ids.new() as line:
                line.product_id = self.work
                self.assertEqual(line.payer, "center")
            order = form.save()
        self.assertRecordValues(
            order, [{"repeat_of_id": self.root.id, "amount_total": 0}]
        )
        form = Form(order)
        form.repeat_of_id = self.env["service.order"]
        order = form.save()
        self.assertEqual(order._get_default_payer(), "customer")

    @users("desk")
    def test_import_and_rpc_find_it_too(self):
        with freeze_time("2026-03-10 09:00:00"):
            result = self.env["service.order"].load(
                ["partner_phone", "serial", "device_type_id"],
                [["+79123456789", "sn0001", ""], ["+79123456789", "NEW", "Phone"]],
            )
            self.assertFalse(result["messages"])
            first, other = self.env["service.order"].browse(result["ids"])
            line = self.env["service.order.line"].create(
                {"order_id": first.id, "product_id": self.work.id}
            )
        self.assertEqual(first.repeat_of_id, self.root)
        self.assertFalse(other.repeat_of_id)
        self.assertEqual(line.payer, "center")

    def test_both_orders_tell_of_each_other(self):
        order = self._come_back("2026-03-10 09:00:00")
        self.assertIn(
            f"Repeat of {self.root.name}, whose warranty runs until 2026-04-02",
            "".join(order.message_ids.mapped("body")),
        )
        self.assertIn(
            f"The device came back: {order.name}",
            "".join(self.root.message_ids.mapped("body")),
        )

    def test_another_branch_and_another_engineer_learn_of_it(self):
        with freeze_time("2026-03-10 09:00:00"):
            order = self._create_order(
                user=self.stranger, branch_id=self.other_branch.id
            )
            line = (
                self.env["service.order.line"]
                .with_user(self.stranger)
                .create({"order_id": order.id, "product_id": self.work.id})
            )
            form = Form(order)
            self.assertEqual(form.repeat_of_id.id, self.root.id)
            form.fault = "Again"
            form.save()
        self.assertEqual(line.payer, "center")
        order = order.with_context(tracking_disable=False, mail_notrack=False)
        order._track_finalize()  # forget that it was only just made
        self.env.invalidate_all()
        order.repeat_of_id = False
        order._track_finalize()
        self.assertIn(
            f"Not a repeat of {self.root.name}",
            "".join(order.message_ids.mapped("body")),
        )

    def test_on_the_bench_nobody_decides_what_is_a_repeat(self):
        order = self._come_back("2026-03-10 09:00:00").with_user(self.engineer)
        for value in (False, self.root.id):
            with self.assertRaisesRegex(AccessError, "Repeat Of: agreed with the"):
                order.write({"repeat_of_id": value})
        for vals in (
            {"warranty_until": "2030-01-01"},
            {"is_refused": False},
            {"return_rate": 0},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "by itself"):
                order.with_user(self.head).write(vals)

    def test_a_repeat_is_of_the_same_device(self):
        other = self._visit("2026-03-02 09:00:00", serial="OTHER")
        order = self._come_back("2026-03-10 09:00:00")
        for wrong in (other, order):
            with self.assertRaisesRegex(ValidationError, "of the same device"):
                order.repeat_of_id = wrong
        second = self._come_back("2026-03-10 09:00:00")
        second.repeat_of_id = order
        with self.assertRaisesRegex(ValidationError, "repeats of each other"):
            order.repeat_of_id = second

    def test_correcting_the_serial_looks_again(self):
        with freeze_time("2026-03-10 09:00:00"):
            order = self._take_in(serial="WRONG")
            self.assertFalse(order.repeat_of_id)
            order.serial = "SN0001"
        self.assertEqual(order.repeat_of_id, self.root)
        self.assertIn("came back", "".join(self.root.message_ids.mapped("body")))

    def test_a_seam_may_compare_the_faults(self):
        self.patch(
            type(self.env["service.order"]),
            "_is_same_fault",
            lambda order, earlier: order.fault == earlier.fault,
        )
        same = self._come_back("2026-03-10 09:00:00")
        other = self._come_back("2026-03-10 09:00:00", fault="Scratched")
        self.assertEqual([bool(o.repeat_of_id) for o in same + other], [True, False])

    def test_the_return_rate_is_known_by_engineer(self):
        self._visit("2026-03-02 09:00:00", serial="GOOD")
        self._come_back("2026-03-10 09:00:00")
        [[engineer, rate]] = (
            self.env["service.order"]
            .with_user(self.desk)
            ._read_group(
                [("state", "=", "issued"), ("branch_id", "=", self.branch.id)],
                ["engineer_id"],
                ["return_rate:avg"],
            )
        )
        self.assertEqual((engineer, rate), (self.engineer, 50))

    def test_the_act_of_a_repeat_grants_no_new_warranty(self):
        second = self._visit("2026-03-20 09:00:00", warranty_days=365)
        html = self.env["ir.qweb"]._render(
            "service_center.report_act", {"docs": second, "o": second}
        )
        self.assertIn("goes on until", html)
        self.assertNotIn("365", html)

    def test_finding_repeats_does_not_cost_per_order(self):
        values = [
            {
                "branch_id": self.branch.id,
                "partner_id": self.customer.id,
                "serial": f"Q{number}",
                "device_model_id": self.model.id,
                "engineer_id": self.engineer.id,
                "diagnosis": "x",
                "line_ids": [Command.create({"product_id": self.work.id})],
            }
            for number in range(111)
        ]
        orders = self.env["service.order"].with_user(self.desk)
        with freeze_time("2026-03-02 09:00:00"):
            made = orders.create(values)
            for act in (made.action_start, made.action_done, made.action_issue):
                act()
        costs = []
        with freeze_time("2026-03-10 09:00:00"):
            for part in (values[:1], values[1:11], values[11:]):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                repeats = orders.create(part)
                self.env.flush_all()
                costs.append(self.cr.sql_log_count - before)
                self.assertTrue(all(o.repeat_of_id for o in repeats))
        # messages, too, are inserted a hundred at a time
        self.assertLessEqual(costs[2], costs[1] + 10)
