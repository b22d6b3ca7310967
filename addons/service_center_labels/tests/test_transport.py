from unittest.mock import patch

from odoo.tests import tagged

from ..tools import wire
from .common import LabelCommon


class PigeonTask:
    """Another way to print, as an addon brings it: no socket, no database."""

    def __init__(self, job_id, printer_id, data, trouble, carried):
        self.job_id, self.printer_id, self.data = job_id, printer_id, data
        self.trouble, self.carried = trouble, carried

    def send(self, beat=None):
        if self.trouble:
            raise self.trouble
        if beat:
            beat()
        self.carried.append(self.data)


@tagged("post_install", "-at_install")
class TestTransport(LabelCommon):
    """What an addon has to say to print in another way, and what it gets for it."""

    def setUp(self):
        super().setUp()
        self.carried, self.trouble, self.file_type = [], None, "zpl"
        self.printer.connection = "file"
        printers = self.env.registry["service.label.printer"]

        def get_task(printer, job_id, content):
            return PigeonTask(job_id, printer.id, content, self.trouble, self.carried)

        for name, said in (
            ("_is_queued", lambda printer: bool(printer)),
            ("_get_file_type", lambda printer: self.file_type),
            ("_get_task", get_task),
        ):
            patcher = patch.object(printers, name, said)
            patcher.start()
            self.addCleanup(patcher.stop)

    def test_labels_wait_in_the_queue_and_go_once(self):
        job = self._press()
        self.assertEqual((job.state, self.carried), ("queued", []))
        self._work()
        self._work()
        (data,) = self.carried
        self.assertEqual(data.count(b"^XA"), 1)
        self.assertEqual(job.state, "done")
        self.assertFalse(self.printer.date_busy)

    def test_it_may_want_a_pdf(self):
        self.file_type = "pdf"
        job = self._press()
        self._work()
        self.assertEqual(job.file_type, "pdf")
        self.assertTrue(self.carried[0].startswith(b"%PDF"))

    def test_what_has_not_begun_is_tried_again_what_has_is_not(self):
        self.trouble = wire.NotSent("asleep", begun=False)
        job = self._press(key="a")
        self._work()
        self.assertEqual(job.state, "queued")
        self.trouble = wire.NotSent("eaten", begun=True)
        self._work()
        self.assertEqual(job.state, "failed")
        self.assertIn("eaten", job.reason)
        self.trouble = None
        self._press(key="b")
        self._work()
        self.assertEqual(len(self.carried), 1)

    def test_intake_prints_there_too(self):
        order = self.order.with_user(self.desk)
        self.assertTrue(order.has_label_printer)
        answer = order.action_print_intake()
        self.assertEqual(answer["tag"], "display_notification", "not a file")
