from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PlaceCommon


@tagged("post_install", "-at_install")
class TestPlaceAudit(PlaceCommon):
    """In the evening a shelf is scanned: what is missing, what is wrong here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.audits = cls.env["service.place.audit"]
        cls.orders = cls.env["service.order"]
        for number in range(3):
            cls.orders += cls._create_order(serial=f"ON-{number}")
        cls.elsewhere = cls._create_order(serial="ELSE-1")

    def setUp(self):
        super().setUp()
        clock = freeze_time("2026-03-02 17:00:00", tick=False)
        self.now = clock.start()
        self.addCleanup(clock.stop)
        self._put(self.orders, self.shelf)
        self._put(self.elsewhere, self.desk_place)
        self.now.tick(timedelta(hours=1))

    def _start(self, place=None, user=None):
        place = (place or self.shelf).with_user(user or self.desk)
        answer = self.audits.with_user(user or self.desk).start(place.code)
        self.assertEqual(answer["type"], "place")
        return self.audits.with_user(user or self.desk).browse(answer["state"]["id"])

    def _see(self, audit, order, minutes=1):
        self.now.tick(timedelta(minutes=minutes))
        self.env.invalidate_all()
        return audit.scan(order.code)

    def _close(self, audit):
        self.now.tick(timedelta(minutes=1))
        self.env.invalidate_all()
        return audit.action_close()

    def _activities(self, orders):
        return orders.sudo().activity_ids.mapped("activity_type_id")

    def test_missing_found_and_wrong_are_counted_live(self):
        audit = self._start()
        self.assertEqual(
            audit.get_state()["counts"],
            {"found": 0, "wrong": 0, "missing": 3, "uncollected": 0},
        )
        answer = self._see(audit, self.orders[0])
        self.assertEqual(answer["type"], "found")
        self.assertEqual(answer["counts"]["missing"], 2)
        answer = self._see(audit, self.elsewhere)
        self.assertEqual(answer["type"], "wrong")
        self.assertIn("Counter", answer["message"])
        self.assertEqual(
            answer["counts"], {"found": 1, "wrong": 1, "missing": 2, "uncollected": 0}
        )
        shown = {each["id"]: each["status"] for each in audit.get_state()["devices"]}
        self.assertEqual(
            shown,
            {
                self.orders[0].id: "found",
                self.orders[1].id: "missing",
                self.orders[2].id: "missing",
                self.elsewhere.id: "wrong",
            },
        )
        self.assertEqual(self.elsewhere.place_id, self.desk_place, "not yet")

    def test_closing_moves_what_lay_wrong_and_reports_what_is_missing(self):
        audit = self._start(user=self.engineer)
        self._see(audit, self.orders[0])
        self._see(audit, self.elsewhere)
        state = self._close(audit)
        self.assertFalse(state["is_open"])
        self.assertEqual(
            state["counts"], {"found": 1, "wrong": 1, "missing": 2, "uncollected": 0}
        )
        self.assertEqual(self.elsewhere.place_id, self.shelf)
        self.assertEqual(
            self._moves(self.elsewhere)[-1],
            (self.desk_place, self.shelf, self.engineer, "audit"),
        )
        missing = self.orders[1:]
        self.assertTrue(all(missing.mapped("place_missing_date")))
        self.assertFalse(self.orders[0].place_missing_date)
        kind = self.env.ref("service_center_places.mail_activity_type_missing")
        self.assertEqual(self._activities(missing), kind)
        self.assertEqual(missing.sudo().activity_ids.user_id, self.desk)
        self.assertEqual(len(missing.sudo().activity_ids), 2)
        self.assertFalse(self._activities(self.orders[0]))
        self.assertEqual(self.shelf.date_audited, fields.Datetime.now())

    def test_what_is_missing_twice_is_reported_once_and_found_once(self):
        for _evening in range(2):
            self._close(self._start())
            self.now.tick(timedelta(days=1))
        self.assertEqual(len(self.orders.sudo().activity_ids), 3)
        self._put(self.orders[0], self.shelf_b)
        self.assertFalse(self.orders[0].place_missing_date)
        self.assertFalse(self._activities(self.orders[0]))
        audit = self._start()
        self._see(audit, self.orders[1])
        self.assertFalse(self.orders[1].place_missing_date)
        self.assertFalse(self._activities(self.orders[1]))
        self.assertEqual(
            self._activities(self.orders[2]).ids,
            self.env.ref("service_center_places.mail_activity_type_missing").ids,
        )

    def test_two_people_audit_one_shelf_together(self):
        audit = self._start()
        same = self._start(user=self.engineer)
        self.assertEqual(audit.id, same.id)
        self._see(audit, self.orders[0])
        answer = self._see(same, self.orders[1])
        self.assertEqual(answer["counts"]["missing"], 1)
        self.assertEqual(self._see(same, self.orders[0])["type"], "again")
        self._close(audit)
        self.assertEqual(self._see(same, self.orders[2])["type"], "closed")
        self.assertFalse(same.get_state()["is_open"])
        self.assertEqual(self._close(same)["closed_by"], self.desk.name)
        self.assertNotEqual(self._start(user=self.engineer).id, audit.id)

    def test_a_double_scan_counts_once(self):
        audit = self._start()
        for _scan in range(3):
            answer = self._see(audit, self.orders[0], minutes=0)
        self.assertEqual(answer["type"], "again")
        self.assertEqual(answer["counts"]["found"], 1)

    def test_an_issued_device_on_the_shelf_is_told_and_not_moved(self):
        order = self._finish(self.elsewhere).with_user(self.desk)
        order.action_issue()
        audit = self._start()
        answer = self._see(audit, order)
        self.assertEqual(answer["type"], "issued")
        self.assertEqual(answer["counts"]["wrong"], 1)
        self._close(audit)
        self.assertEqual(order.state, "issued")
        self.assertEqual(order.place_id, self.customer_place)
        kind = self.env.ref("service_center_places.mail_activity_type_issued_here")
        self.assertEqual(self._activities(order), kind)

    def test_unknown_codes_leave_no_trace(self):
        audit = self._start()
        for code in ("404404", "", None, "a b", "%", 7):
            self.assertEqual(audit.scan(code)["type"], "unknown")
        self.assertFalse(audit.line_ids)
        self.assertEqual(self.audits.with_user(self.desk).start("1")["type"], "unknown")

    def test_what_is_ready_for_long_is_pointed_out(self):
        self.branch.place_ready_days = 5
        order = self._finish(self.orders[0])
        self.now.tick(timedelta(days=6))
        audit = self._start()
        answer = self._see(audit, order)
        self.assertEqual(answer["device"]["days"], 6)
        self.assertIn("6 days", answer["message"])
        self.assertEqual(answer["counts"]["uncollected"], 1)
        self.branch.place_ready_days = 0
        self.assertFalse(order._get_days_uncollected())

    def test_the_shelfs_code_switches_to_it(self):
        audit = self._start()
        answer = audit.scan(self.shelf_b.code)
        self.assertEqual(answer["type"], "place")
        self.assertEqual(answer["state"]["place"], "Shelf B")
        self.assertEqual(audit.state, "open")

    def test_what_came_or_went_meanwhile_is_not_missing(self):
        audit = self._start()
        self.now.tick(timedelta(minutes=1))
        self._put(self.orders[0], self.shelf_b)  # taken away
        self._put(self.elsewhere, self.shelf)  # brought
        self._see(audit, self.orders[1])
        order = self._finish(self.orders[2]).with_user(self.desk)
        order.action_issue()  # collected
        state = self._close(audit)
        self.assertEqual(state["counts"]["missing"], 0)
        self.assertFalse((self.orders + self.elsewhere).filtered("place_missing_date"))

    def test_what_a_stage_sent_here_meanwhile_is_not_missing(self):
        self.stage_in_progress.place_ids = self.shelf
        audit = self._start()
        self.now.tick(timedelta(minutes=1))
        self.elsewhere.with_user(self.engineer).action_start()
        self.assertEqual(self.elsewhere.place_id, self.shelf)
        self.assertEqual(self._close(audit)["counts"]["missing"], 3)
        self.assertFalse(self.elsewhere.place_missing_date)

    def test_what_is_seen_on_another_shelf_is_not_missing_here(self):
        here, there = self._start(), self._start(self.shelf_b)
        self._see(there, self.orders[0])
        self._see(here, self.orders[1])
        self._see(here, self.orders[2])
        self.assertEqual(self._close(here)["counts"]["missing"], 0)
        self._close(there)
        self.assertEqual(self.orders[0].place_id, self.shelf_b)
        self.assertFalse(self.orders[0].place_missing_date)

    def test_the_last_who_saw_it_is_right(self):
        first, second = self._start(), self._start(self.shelf_b)
        self._see(first, self.elsewhere)
        self._see(second, self.elsewhere)
        self._close(first)
        self.assertEqual(self.elsewhere.place_id, self.desk_place)
        self._close(second)
        self.assertEqual(self.elsewhere.place_id, self.shelf_b)

    def test_what_was_moved_after_it_was_seen_is_not_moved_back(self):
        audit = self._start()
        self._see(audit, self.elsewhere)
        self._put(self.elsewhere, self.bench)
        self._close(audit)
        self.assertEqual(self.elsewhere.place_id, self.bench)
        line = audit.line_ids.filtered(lambda ln: ln.order_id == self.elsewhere)
        self.assertFalse(line.is_moved)

    def test_a_foreign_shelf_is_not_audited(self):
        audit = self._start()
        stranger = self.audits.with_user(self.stranger)
        self.assertEqual(stranger.start(self.shelf.code)["type"], "unknown")
        for act in (
            lambda: stranger.browse(audit.id).scan("404"),
            lambda: stranger.browse(audit.id).get_state(),
            lambda: stranger.browse(audit.id).action_close(),
            lambda: self.shelf.with_user(self.stranger).action_audit(),
            lambda: audit.with_user(self.outsider).get_state(),
            lambda: self.audits.with_user(self.outsider).get_overview(),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                act()
        with self.assertRaisesRegex(UserError, "at home"):
            self.customer_place.with_user(self.desk).action_audit()

    def test_audits_and_what_was_seen_are_of_the_people_of_their_branch(self):
        audit = self._start()
        self._see(audit, self.orders[0])
        self._put(self.elsewhere, self.foreign_shelf, self.head)
        theirs = self._start(self.foreign_shelf, self.stranger)
        self._see(theirs, self.elsewhere)
        for user, seen in (
            (self.desk, audit),
            (self.engineer, audit),
            (self.colleague, audit),
            (self.stranger, theirs),
            (self.head, audit + theirs),
        ):
            audits = self.audits.with_user(user).search([])
            self.assertEqual(audits.ids, sorted(seen.ids, reverse=True), user.login)
            lines = self.env["service.place.audit.line"].with_user(user).search([])
            self.assertEqual(set(lines.audit_id.ids), set(seen.ids), user.login)
        with self.assertRaises(AccessError):
            self.env["service.place.audit.line"].with_user(self.outsider).search([])
        line = audit.line_ids.with_user(self.stranger)
        with self.assertRaises(AccessError):
            line.read(["device"])

    def test_an_engineer_audits_colleagues_devices_and_sees_little_of_them(self):
        self.orders.engineer_id = self.colleague
        audit = self._start(user=self.engineer)
        answer = self._see(audit, self.orders[0])
        self.assertEqual(answer["type"], "found")
        self.assertEqual(
            set(answer["device"]), {"id", "name", "device", "status", "place", "days"}
        )
        self.assertEqual(len(audit.get_state()["devices"]), 3)

    def test_the_overview_tells_what_is_left_to_do(self):
        self._close(self._start())
        self._start(self.shelf_b)
        shown = self.audits.with_user(self.desk).get_overview()["places"]
        self.assertEqual(
            {each["id"]: (each["is_done"], each["is_open"]) for each in shown},
            {
                self.shelf.id: (True, False),
                self.shelf_b.id: (False, True),
                self.bench.id: (False, False),
                self.desk_place.id: (False, False),
            },
        )

    def test_the_lists_are_printed(self):
        audit = self._start()
        self._see(audit, self.elsewhere)
        reports = self.env["ir.actions.report"].with_user(self.desk)
        html, _kind = reports._render_qweb_html(
            "service_center_places.report_audit", audit.ids
        )
        text = html.decode()
        for part in ("Shelf A", self.orders[0].name, self.elsewhere.name, "Missing"):
            self.assertIn(part, text)
        self.assertEqual(text.count("In the books"), 1, "of what lies wrong alone")
        html, _kind = reports._render_qweb_html(
            "service_center_places.report_place", self.shelf.ids
        )
        self.assertIn(self.orders[0].name, html.decode())
        self.assertNotIn(self.elsewhere.name, html.decode())
        self.assertNotIn("In the books", html.decode(), "the heading says where")
        self.assertNotIn("Uncollected", html.decode(), "nothing waits for long")
