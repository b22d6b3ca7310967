from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from ..tools import engine
from .common import LabelCommon


class LabelTours(LabelCommon, HttpCase):
    """From the press at intake to the bytes at the printer, in the real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printer.name = "Tour Zebra"
        cls.assignment.copies = 2
        cls.desk.lang = "en_US"

    def _print_at_intake(self):
        """Threads print what is committed; a test commits nothing, and does it here."""
        fake = self._connect()
        order = f"/odoo/service-orders/{self.order.id}"
        self.start_tour(order, "service_center_labels_intake", login="desk")
        job = self.jobs.search([("user_id", "=", self.desk.id)])
        self.assertRecordValues(job, [{"state": "queued", "count": 2}])
        self.assertFalse(fake.callers)
        self.start_tour(
            "/odoo/service-labels", "service_center_labels_waiting", login="desk"
        )
        self._work()
        (data,) = fake.wait(1)
        self.assertEqual((data.count(b"^XA"), data.count(b"^XZ")), (2, 2))
        self.assertIn(self.order.code.encode(), data.replace(b">6", b""))
        self._pass_time(job)
        self.start_tour(
            "/odoo/service-labels", "service_center_labels_printed", login="desk"
        )
        self._work()
        self.assertEqual(fake.wait(2)[1], data)
        self.assertEqual(job.state, "done")

    def _work(self, asked=True):
        engine.print_queue(self.env.cr.dbname, self.printer.id, asked)
        self.env.invalidate_all()

    def _pass_time(self, job):
        """A moment later it is no double click."""
        self.env.flush_all()
        query = "UPDATE service_label_job SET create_date = %s WHERE id = %s"
        self.cr.execute(SQL(query, "2026-01-01", job.id))
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestLabelTour(LabelTours):
    def test_a_label_is_printed_at_intake(self):
        self._print_at_intake()


@tagged("post_install", "-at_install")
class TestLabelTourOnATelephone(LabelTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_label_is_printed_at_intake(self):
        self._print_at_intake()
