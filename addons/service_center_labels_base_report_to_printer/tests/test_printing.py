import base64
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.service_center_labels.tests.common import LabelCommon


@tagged("post_install", "-at_install")
class TestPrinting(LabelCommon):
    """Labels go the way of OCA's printing systems, out of the same queue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = cls.env["printing.printer"].create(
            {"name": "Zebra of CUPS", "system_name": "zebra"}
        )
        cls.printer.write({"connection": "printing_zpl", "printing_id": cls.system.id})

    def setUp(self):
        super().setUp()
        self.taken, self.trouble = [], None

    def _back_end(self):
        """What ``base_report_to_printer_cups`` does, without a CUPS server."""

        def print_file(printer, file_name, report=None, **options):
            if self.trouble:
                raise UserError(self.trouble)
            self.taken.append((printer, Path(file_name).read_bytes(), options))
            return True

        printers = self.env.registry["printing.printer"]
        return patch.object(printers, "print_file", print_file)

    def _work_there(self):
        with self._back_end():
            self._work()

    def test_a_label_goes_to_the_printing_system_as_it_is_and_once(self):
        job = self._press()
        self.assertEqual((job.state, job.file_type), ("queued", "zpl"))
        content = base64.b64decode(job.with_context(bin_size=False).file)
        self._work_there()
        self._work_there()
        ((printer, data, options),) = self.taken
        self.assertEqual(printer.id, self.system.id)
        self.assertEqual(data, content)
        self.assertEqual(data.count(b"^XA"), 1)
        self.assertEqual(options["doc_format"], "raw")
        self.assertEqual(job.state, "done")
        self.assertFalse(job.file)

    def test_a_driver_of_the_system_gets_a_pdf(self):
        self.printer.connection = "printing_pdf"
        job = self._press()
        self._work_there()
        self.assertEqual((job.state, job.file_type), ("done", "pdf"))
        self.assertTrue(self.taken[0][1].startswith(b"%PDF"))

    def test_a_test_label_goes_there_too(self):
        self.printer.with_user(self.head).action_print_test()
        self._work_there()
        self.assertEqual(len(self.taken), 1)

    def test_what_the_system_refused_is_shown_and_not_repeated(self):
        self.trouble = "the spooler is full"
        job = self._press()
        self._work_there()
        self.assertEqual((job.state, job.attempts), ("failed", 1))
        self.assertIn("the spooler is full", job.reason)
        self.assertIn("a part may be printed", job.reason)
        self._work_there()
        self.assertEqual(job.attempts, 1)
        self.trouble = None
        job.with_user(self.desk).action_print_again()
        self._work_there()
        self.assertEqual((job.state, len(self.taken)), ("done", 1))

    def test_a_printer_without_a_backend_swallows_no_label(self):
        """OCA's own ``print_file`` does nothing, and says so with ``False``."""
        job = self._press()
        self._work()
        self.assertEqual(job.state, "queued")
        self.assertIn("No backend", job.reason)

    def test_an_archived_printer_of_the_system_prints_nothing(self):
        job = self._press()
        self.system.active = False
        self._work_there()
        self.assertEqual((job.state, self.taken), ("queued", []))
        self.assertIn("archived", job.reason)

    def test_a_copy_of_the_database_prints_nothing_there(self):
        job = self._press()
        self.env["ir.config_parameter"].set_param("database.uuid", "a-copy")
        self._work_there()
        self.assertEqual((job.state, self.taken), ("failed", []))

    def test_it_has_to_be_chosen_and_only_a_head_sees_it(self):
        with self.assertRaisesRegex(ValidationError, "choose the printer"):
            self.printer.printing_id = False
        for user in (self.desk, self.engineer):
            with self.assertRaises(AccessError):
                self.printer.with_user(user).read(["printing_id"])
        with Form(self.printer.with_user(self.head)) as form:
            form.printing_id = self.system

    def test_intake_prints_receipt_and_label_there(self):
        order = self.order.with_user(self.desk)
        self.assertTrue(order.has_label_printer)
        self.assertEqual(
            order.action_print_label()["tag"], "display_notification", "not a file"
        )

    def test_without_the_addon_labels_are_handed_out(self):
        other = self.printer.copy({"connection": "printing_pdf"})
        (self.printer + other)._become_files()
        self.assertEqual((self.printer.connection, other.connection), ("file", "pdf"))

    def test_printers_in_the_network_print_as_ever(self):
        fake = self._connect()
        self.printer.write({"connection": "network", "host": "127.0.0.1"})
        self._press()
        self._work()
        self.assertEqual(len(fake.wait(1)), 1)
