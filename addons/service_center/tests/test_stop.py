from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestStop(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stop = (
            cls.env["service.stop.serial"]
            .with_user(cls.desk)
            .create({"serial": "st 77-01", "reason": "Reported stolen."})
        )

    @users("desk")
    def test_a_number_never_seen_here_is_known_at_intake(self):
        form = Form(self.env["service.order"])
        form.branch_id = self.branch.with_env(self.env)
        form.serial = "ST7702"
        self.assertFalse(form.stop_warning)
        form.serial = "ST-7701"
        self.assertIn("Do not take it to work: Reported stolen", form.stop_warning)

    @users("desk")
    def test_a_stopped_device_can_only_be_refused_and_given_back(self):
        order = self._create_order(serial="ST7701", engineer_id=self.engineer.id)
        for act in (
            order.action_start,
            lambda: order.write({"stage_id": self.stage_in_progress.id}),
            order.with_user(self.engineer).action_start,
        ):
            with self.assertRaisesRegex(
                UserError, "ST7701 is on the stop-list: Reported stolen\\. Refuse"
            ):
                act()
        order.write({"refusal_reason": "Stolen", "stage_id": self.stage_refused.id})
        with self.assertRaisesRegex(UserError, "on the stop-list"):
            order.action_start()
        order.action_issue()
        self.assertEqual(order.state, "issued")

    def test_a_number_listed_during_the_repair_stops_the_hand_over(self):
        order = self._finish(self._create_order(serial="LATE1")).with_user(self.desk)
        stop = self.stop.copy({"serial": "LATE-1", "reason": "The police asked"})
        with self.assertRaisesRegex(UserError, "The police asked"):
            order.action_issue()
        stop.active = False
        order.action_issue()

    @users("desk")
    def test_a_warning_alone_stops_nothing(self):
        self.stop.block = False
        order = self._create_order(serial="ST7701", engineer_id=self.engineer.id)
        self.assertEqual(order.stop_warning, "Reported stolen.")
        order.action_start()
        self.assertEqual(order.state, "in_progress")

    def test_the_engineer_reads_the_reason_and_not_the_list(self):
        order = self._create_order(serial="ST7701").with_user(self.engineer)
        self.assertIn("Reported stolen", order.stop_warning)
        with self.assertRaises(AccessError):
            self.stop.with_user(self.engineer).read(["reason"])
        with self.assertRaises(AccessError):
            self.stop.with_user(self.engineer).write({"active": False})
        with self.assertRaises(AccessError):
            self.stop.with_user(self.desk).unlink()

    def test_only_a_manager_lists_a_number_and_it_is_logged(self):
        with self.assertRaises(AccessError):
            self.stop.with_user(self.engineer).create({"serial": "X", "reason": "Y"})
        self.assertEqual(self.stop.create_uid, self.desk)
        stop = self.stop.with_user(self.head)
        stop = stop.with_context(tracking_disable=False, mail_notrack=False)
        stop.block = False
        stop._track_finalize()
        self.assertIn(
            "block",
            self.stop.sudo().message_ids.tracking_value_ids.field_id.mapped("name"),
        )

    def test_another_company_has_its_own_list(self):
        company = self.env["res.company"].create({"name": "Another centre"})
        self.stop.sudo().company_id = company
        self.assertFalse(self._create_order(serial="ST7701").stop_warning)
        self.assertFalse(
            self.stop.with_user(self.head).search([("id", "=", self.stop.id)])
        )

    def test_one_number_in_two_companies_is_two_numbers(self):
        company = self.env["res.company"].create({"name": "Another centre"})
        self.env.user.company_ids += company
        there = self.other_branch.copy(
            {"code": "AC", "company_id": company.id, "resource_calendar_id": False}
        )
        foreign = self._create_order(
            user=self.env.user, serial="ST7701", branch_id=there.id
        )
        here = self._create_order(serial="ST7701").sudo()
        both = here + foreign.with_user(here.env.user)
        self.assertEqual(list(both._get_stops()), [here])
        self.stop.sudo().company_id = company
        self.assertEqual(list(both._get_stops()), [foreign])

    @users("desk")
    def test_bad_entries_are_refused(self):
        stops = self.env["service.stop.serial"]
        with self.assertRaisesRegex(ValidationError, "is no serial number"):
            stops.create({"serial": " -- ", "reason": "x"})
        with self.assertRaisesRegex(UserError, "by itself"):
            stops.create({"serial": "Z", "reason": "x", "serial_key": "ST9"})
        for vals in ({"serial": "ST-77 01", "reason": "Twice"}, {"serial": "NEW"}):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                stops.create(vals)
        with mute_logger("odoo.sql_db"):
            result = stops.load(["serial", "reason"], [["st7701", "Again"]])
        self.assertIn("on the stop-list already", result["messages"][0]["message"])

    @users("desk")
    def test_an_imported_order_is_stopped_as_well(self):
        result = self.env["service.order"].load(
            ["partner_phone", "serial", "device_type_id", "engineer_id"],
            [["+79123456789", "ST 7701", "Phone", "engineer"]],
        )
        self.assertFalse(result["messages"])
        order = self.env["service.order"].browse(result["ids"])
        self.assertTrue(order.stop_warning)
        with self.assertRaisesRegex(UserError, "on the stop-list"):
            order.action_start()

    def test_one_query_for_all_orders(self):
        orders = self.env["service.order"].with_user(self.desk)
        for number in range(12):
            orders |= self._create_order(serial=f"S{number}")
        self.env.flush_all()
        orders.mapped("serial"), orders.mapped("company_id")
        with self.assertQueryCount(1):
            orders._get_stops()
