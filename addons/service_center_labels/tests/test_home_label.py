from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestHomeLabel(LabelCommon):
    """The first screen tells of labels that did not come out, and of nothing else."""

    def _figure(self, user=None):
        home = self.env["service.home"].with_user(user or self.desk)
        tiles = [each for each in home.get_home()["tiles"] if each["key"] == "labels"]
        return tiles[0]["figures"][0] if tiles else None

    def _become(self, job, **values):
        job.sudo()._write_server_fields(values)
        self.env.flush_all()

    def test_what_did_not_come_out_is_shown_and_opens_its_list(self):
        job = self._press()
        self.assertFalse(self._figure(), "what simply waits is no trouble")
        self._become(job, state="failed", reason="Dead")
        figure = self._figure()
        self.assertEqual(figure["value"], 1)
        self.assertEqual(self.jobs.search(figure["action"]["domain"]), job)

    def test_what_is_tried_again_is_shown_what_is_settled_is_not(self):
        job = self._press()
        self._become(job, attempts=1)
        self.assertEqual(self._figure()["value"], 1)
        for state in ("printing", "done", "cancelled"):
            self._become(job, state=state)
            self.assertFalse(self._figure(), state)

    def test_it_is_the_trouble_of_ones_own_labels_and_branches(self):
        job = self._press()
        self._become(job, state="failed")
        self.assertTrue(self._figure(self.head))
        for user in (self.stranger, self.engineer):
            self.assertFalse(self._figure(user), "neither pressed, nor of his branch")
        mine = self._press(user=self.engineer, orders=self._of_engineer())
        self._become(mine, state="failed")
        self.assertEqual(self._figure(self.engineer)["value"], 1)
        self.assertEqual(self._figure()["value"], 2)

    def _of_engineer(self):
        order = self._create_order(serial="SN-2")
        order.engineer_id = self.engineer
        return order

    def test_what_nobody_missed_for_a_week_is_no_longer_shown(self):
        job = self._press()
        self._become(job, state="failed")
        for days, shown in ((6, True), (8, False)):
            past = fields.Datetime.now() - timedelta(days=days)
            query = "UPDATE service_label_job SET create_date = %s RETURNING id"
            self.env.execute_query(SQL(query, past))
            self.env.invalidate_all()
            self.assertEqual(bool(self._figure()), shown, days)
