import base64
import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..models import service_label_job_send as sending
from ..tools import engine, wire
from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestEngine(LabelCommon):
    """A press is a row; it is sent after it; whatever the printer is like."""

    def test_a_label_is_printed_once(self):
        fake = self._connect()
        job = self._press()
        self.assertEqual(job.state, "queued")
        self.assertFalse(fake.callers, "nothing in the transaction")
        self._work()
        self._work()
        (data,) = fake.wait(1)
        self.assertEqual((data.count(b"^XA"), data.count(b"^XZ")), (1, 1))
        self.assertRecordValues(job, [{"state": "done", "attempts": 1, "count": 1}])
        self.assertFalse(job.file, "what is printed is forgotten")
        self.assertFalse(self.printer.date_busy)

    def test_it_is_woken_by_the_commit_and_not_before(self):
        with patch.object(engine, "start_printing") as start:
            self._press()
            start.assert_not_called()
            self.cr.postcommit.run()
            start.assert_called_once_with(self.cr.dbname, self.printer.id)

    def test_a_press_undone_wakes_nobody(self):
        with patch.object(engine, "start_printing") as start:
            self._press()
            self.cr.postcommit.clear()  # as a rollback does
            self.cr.postcommit.run()
            start.assert_not_called()

    def test_twenty_presses_with_one_key_are_one_label(self):
        fake = self._connect()
        jobs = self.jobs.union(*(self._press(key="press-1") for _press in range(20)))
        self.assertEqual(len(jobs), 1)
        self._press(key="press-2")
        self._work()
        self.assertEqual(len(fake.wait(2)), 2)

    def test_a_double_click_without_a_key_is_one_label(self):
        first = self._press()
        self.assertEqual(self._press(), first)
        self.assertNotEqual(self._press(user=self.head), first, "somebody else pressed")
        self._press_earlier(first, 4.9)
        self.assertEqual(self._press(), first, "within five seconds")
        self._press_earlier(first, 5.1)
        self.assertNotEqual(self._press(), first, "it was pressed anew")

    def test_other_labels_than_a_moment_ago_are_no_double_click(self):
        first = self._press()
        more = self.order + self._create_order(serial="SN-2")
        self.assertNotEqual(self._press(more), first)
        self.assignment.copies = 2
        self.assertNotEqual(self._press(), first)

    def _press_earlier(self, job, seconds):
        """As if it had been pressed so many seconds ago."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE service_label_job SET create_date = %s WHERE id = %s "
                "RETURNING id",
                *(self.cr.now() - timedelta(seconds=seconds), job.id),
            )
        )
        self.env.invalidate_all()

    def test_a_key_is_of_one_person(self):
        first = self._press(key="same")
        self.assertNotEqual(self._press(key="same", user=self.head), first)

    def test_copies_are_labels_of_their_own(self):
        fake = self._connect()
        self.assignment.copies = 2
        job = self._press()
        self.assertEqual(job.count, 2)
        self._work()
        self.assertEqual(fake.wait(1)[0].count(b"^XA"), 2)

    def test_a_dead_printer_is_tried_again_ever_more_rarely(self):
        fake = self._connect()
        fake.close()
        job = self._press()
        waits = []
        for _try in range(sending.TRIES - 1):
            self._work()
            self.assertEqual(job.state, "queued")
            self.assertIn("does not answer", job.reason)
            waits.append(job.date_next - fields.Datetime.now())
        self.assertEqual(waits, sorted(waits))
        self.assertLessEqual(waits[-1], timedelta(minutes=10))
        self._work()
        self.assertEqual((job.state, job.attempts), ("failed", sending.TRIES))
        self.assertIn("does not answer", self.printer.reason)
        self.assertTrue(job.file, "it can still be printed")

    def test_a_name_of_nobody_is_a_printer_that_does_not_answer(self):
        for host in ("no-such.invalid", "x" * 300, ".."):
            self.printer.host = host
            job = self._press(key=host)
            self._work()
            self.assertEqual(job.state, "queued", host)
            self.assertIn("does not answer", job.reason)
            self.assertFalse(self.printer.date_busy)
            job.sudo()._write_server_fields({"state": "cancelled"})

    def test_the_scheduled_job_waits_for_the_next_try_a_press_does_not(self):
        fake = self._connect()
        fake.close()
        job = self._press()
        self._work()
        fake = self._connect()
        self._work(asked=False)
        self.assertEqual((job.state, fake.callers), ("queued", 0))
        self._press(key="again")
        self._work()
        self.assertEqual(job.state, "done")
        self.assertEqual(len(fake.wait(2)), 2)
        self.assertFalse(self.printer.reason)

    def test_whoever_pressed_is_told_of_a_dead_printer_once(self):
        fake = self._connect()
        fake.close()
        self._press()
        told = []
        users = self.env.registry["res.users"]
        with patch.object(users, "_bus_send", lambda user, *args: told.append(user.id)):
            self._work()
            self._work()
        self.assertEqual(told, [self.desk.id])

    def test_a_printer_that_breaks_off_is_not_tried_again_by_itself(self):
        """A part may be printed: nobody wants five hundred labels twice."""
        self._connect("early")
        job = self._press(self.order)
        job.sudo()._write_server_fields({"file": self._large()})
        self._work()
        self.assertEqual((job.state, job.attempts), ("failed", 1))
        self.assertIn("a part may be printed", job.reason)
        self._work()
        self.assertEqual(job.attempts, 1)

    def test_a_printer_that_takes_nothing_is_given_up_within_its_time(self):
        self._connect("stuck")
        job = self._press()
        job.sudo()._write_server_fields({"file": self._large()})
        self._work()  # and comes back
        self.assertEqual(job.state, "failed")

    def test_a_slow_printer_gets_all_of_it(self):
        fake = self._connect("slow", delay=0.05)
        job = self._press()
        self._work()
        self.assertEqual(job.state, "done")
        self.assertEqual(fake.wait(1)[0].count(b"^XZ"), 1)

    def test_a_printer_that_never_hangs_up_is_no_trouble(self):
        fake = self._connect("quiet")
        with patch.object(wire, "PARTING", 0.2):
            job = self._press()
            self._work()
        self.assertEqual(job.state, "done")
        self.assertTrue(fake.callers)

    def _large(self):
        return base64.b64encode(b"^XA" + b" " * 30_000_000 + b"^XZ")

    def test_an_address_that_is_no_longer_allowed_prints_nothing(self):
        fake = self._connect()
        job = self._press()
        self.env["ir.config_parameter"].set_param(
            "service_center_labels.networks", "10.0.0.0/8"
        )
        self._work()
        self.assertEqual((job.state, fake.callers), ("failed", 0))
        self.assertIn("no network of printers", job.reason)

    def test_nothing_of_the_database_is_open_while_a_printer_is_waited_for(self):
        self._connect()
        self._press()
        opened, seen = [], []

        def send(task, beat=None):
            seen.append([cr._closed for cr in opened])

        with self.enter_registry_test_mode():
            registry = self.env.registry
            real = registry.cursor

            def cursor(*args, **more):
                opened.append(real(*args, **more))
                return opened[-1]

            with (
                patch.object(engine, "send", send),
                patch.object(registry, "cursor", cursor),
            ):
                engine.print_queue(self.cr.dbname, self.printer.id)
        (closed,) = seen
        self.assertTrue(closed and all(closed))

    def test_while_one_prints_another_does_not(self):
        fake = self._connect()
        self.printer.date_busy = fields.Datetime.now()
        job = self._press()
        self._work()
        self.assertEqual((job.state, fake.callers), ("queued", 0))

    def test_what_was_interrupted_is_shown_and_not_repeated(self):
        fake = self._connect()
        job = self._press()
        past = fields.Datetime.now() - timedelta(minutes=5)
        job.sudo()._write_server_fields({"state": "printing", "date_claimed": past})
        self.printer.date_busy = past
        self._work()
        self.assertEqual((job.state, fake.callers), ("failed", 0))
        self.assertIn("Interrupted", job.reason)

    def test_the_scheduled_job_starts_what_is_left_over(self):
        job = self._press()
        past = fields.Datetime.now() - timedelta(minutes=5)
        for values in (
            {"state": "queued", "date_next": past},
            {"state": "printing", "date_claimed": past},
        ):
            job.sudo()._write_server_fields(values)
            with patch.object(sending, "start_printing") as start:
                self.jobs._cron_print()
            start.assert_called_once_with(self.cr.dbname, self.printer.id, asked=False)

    def test_a_copy_of_the_database_prints_nothing(self):
        fake = self._connect()
        job = self._press()
        self.env["ir.config_parameter"].set_param("database.uuid", "a-copy")
        self._work()
        self.assertEqual((job.state, fake.callers), ("failed", 0))
        self.assertIn("is a copy", job.reason)

    def test_oldest_first(self):
        fake = self._connect()
        first, second = self._press(key="a"), self._press(key="b")
        self.assertLess(first.id, second.id)
        order = []
        with patch.object(
            engine, "send", lambda task, beat=None: order.append(task.job_id)
        ):
            self._work()
        self.assertEqual(order, [first.id, second.id])
        self.assertFalse(fake.callers)

    def test_one_thread_for_a_printer_in_a_process(self):
        gate, seen = threading.Event(), []

        def work(database, printer_id, asked):
            seen.append(printer_id)
            gate.wait(5)

        with patch.object(engine, "print_queue", work):
            thread = engine.start_printing("somewhere", 1)
            self.assertFalse(engine.start_printing("somewhere", 1))
            other = engine.start_printing("somewhere", 2)
            gate.set()
            thread.join(5)
            other.join(5)
        self.assertEqual(sorted(seen), [1, 1, 2], "once more for what came meanwhile")
        self.assertFalse(engine._busy)
