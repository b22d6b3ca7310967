from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.misc import file_open

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestForgetting(LabelCommon):
    """Labels bear names: they go with the customer, and with a copy of the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Other"})
        cls.others_order = cls._create_order(partner_id=cls.other.id, serial="SN-2")

    def _files(self, jobs):
        return self.env["ir.attachment"].search(
            [("res_model", "=", "service.label.job"), ("res_field", "=", "file")]
            + [("res_id", "in", jobs.ids)]
        )

    def _is_mine(self, what):
        return getattr(what, "_name", None) == "service.label.job"

    def _erase(self):
        plan = self.customer.sudo()._get_erasure_plan()
        (step,) = [each for each in plan if self._is_mine(each[1])]
        step[2]()
        self.env.invalidate_all()

    def test_a_customer_who_is_forgotten_is_forgotten_here_too(self):
        self.printer.connection = "file"
        mine = self._press()
        together = self._press(self.order + self.others_order)
        other = self._press(self.others_order)
        files = self._files(mine + together)
        self.assertEqual(len(files), 2)
        self._erase()
        self.assertFalse((mine + together).exists())
        self.assertFalse(files.exists(), "nor the bytes")
        self.assertTrue(other.exists())
        self.assertTrue(self._files(other))

    def test_labels_of_products_are_of_nobody(self):
        """Their numbers may be those of the customer's orders."""
        self.part.barcode = "4820000123457"
        layout = self.layout.search([("kind", "=", "product")], limit=1)
        self.printer.connection = "file"
        job = self.jobs.with_user(self.desk)._enqueue(
            self.part.with_user(self.desk), layout, self.printer
        )
        job.sudo()._write_server_fields({"res_ids": self.order.ids})
        self._press()
        self._erase()
        self.assertTrue(job.exists())

    def test_a_printed_label_leaves_no_bytes_and_no_name(self):
        self._connect()
        job = self._press()
        self.assertTrue(self._files(job))
        self._work()
        self.assertFalse(self._files(job))
        self.assertNotIn(self.customer.name, job.name)

    def _neutralize(self):
        self.env.flush_all()
        with file_open("service_center_labels/data/neutralize.sql") as file:
            self.cr.execute(file.read())
        self.env.invalidate_all()

    def test_a_restored_copy_prints_nothing(self):
        fake = self._connect()
        waiting, under_way, done = (self._press(key=key) for key in "abc")
        under_way.sudo()._write_server_fields({"state": "printing"})
        done.sudo()._write_server_fields({"state": "done"})
        self._neutralize()
        self._work()
        self.jobs._cron_print()
        states = [job.state for job in (waiting, under_way, done)]
        self.assertEqual(states, ["cancelled", "cancelled", "done"])
        self.assertFalse(fake.callers)
        self.assertFalse(self.printer.active)

    def test_a_copy_prints_no_more_until_somebody_says_where(self):
        fake = self._connect()
        self._neutralize()
        query = "UPDATE service_label_printer SET active = true RETURNING id"
        self.env.execute_query(SQL(query))
        self.env.invalidate_all()
        job = self._press()
        self._work()
        self.assertEqual((job.state, fake.callers), ("failed", 0))
        self.assertIn("is a copy", job.reason)
        self.printer.port = fake.port
        job.with_user(self.desk).action_print_again()
        self._work()
        self.assertEqual((job.state, len(fake.wait(1))), ("done", 1))
