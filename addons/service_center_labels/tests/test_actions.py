import base64
import io
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL
from odoo.tools.pdf import PdfReader

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestActions(LabelCommon):
    """What people press: at intake, in lists, in the queue."""

    def test_desk_and_engineer_print_the_labels_of_orders_they_see(self):
        self.order.engineer_id = self.engineer
        for user in (self.desk, self.engineer, self.head):
            answer = self.order.with_user(user).action_print_label()
            self.assertEqual(answer["tag"], "display_notification")
        jobs = self.jobs.search([("res_model", "=", "service.order")])
        self.assertEqual(jobs.user_id, self.desk + self.engineer + self.head)

    def test_nobody_prints_what_he_may_not_read(self):
        for user in (self.stranger, self.outsider):
            with self.assertRaises(AccessError):
                self.order.with_user(user).action_print_label()
            with self.assertRaises(AccessError):
                self.order.with_user(user).action_choose_label()
        with self.assertRaises(AccessError):
            self.env["service.label.print"].with_user(self.stranger).create(
                {"res_model": "service.order", "res_ids": self.order.ids}
            )

    def test_the_queue_of_others_is_not_seen(self):
        job = self._press()
        for user in (self.stranger, self.engineer):
            self.assertFalse(self.jobs.with_user(user).search([("id", "=", job.id)]))
            with self.assertRaises(AccessError):
                job.with_user(user).action_cancel()
            with self.assertRaises(AccessError):
                job.with_user(user).action_print_again()

    def test_nobody_writes_into_the_queue(self):
        job = self._press().with_user(self.desk)
        for values in ({"state": "done"}, {"file": b"eA=="}, {"printer_id": False}):
            with self.assertRaisesRegex(UserError, "fills this in by itself"):
                job.write(values)
        with self.assertRaises(AccessError):
            self.jobs.with_user(self.desk).create({"name": "x", "res_model": "y"})

    def test_without_a_printer_a_pdf_is_handed_out(self):
        self.assignment.unlink()
        answer = self.order.with_user(self.desk).action_print_label()
        job = self.jobs.search([("user_id", "=", self.desk.id)])
        self.assertEqual(answer["url"], f"/service_center_labels/job/{job.id}")
        self.assertEqual((job.state, job.file_type), ("done", "pdf"))
        self.assertTrue(base64.b64decode(job.file).startswith(b"%PDF"))

    def test_the_pdf_has_a_page_of_the_labels_size_for_each_label(self):
        self.printer.connection = "pdf"
        self.assignment.copies = 2
        orders = self.order + self._create_order(serial="SN-2")
        job = self._press(orders)
        document = PdfReader(io.BytesIO(base64.b64decode(job.file)))
        self.assertEqual(len(document.pages), 4)
        _left, _bottom, width, height = map(float, document.pages[0].mediabox)
        self.assertAlmostEqual(width, 58 / 25.4 * 72, delta=1)
        self.assertAlmostEqual(height, 40 / 25.4 * 72, delta=1)

    def test_a_file_for_a_printer_is_what_it_would_be_sent(self):
        self.printer.connection = "file"
        job = self._press()
        self.assertEqual(job.state, "done")
        self.assertTrue(base64.b64decode(job.file).startswith(b"^XA"))

    def test_the_words_of_a_label_are_not_indexed(self):
        self.printer.text_mode = "font"
        self._press()
        job = self.jobs.search([], limit=1)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", job._name), ("res_field", "=", "file")]
            + [("res_id", "=", job.id)]
        )
        self.assertTrue(attachment.raw.startswith(b"^XA"))
        self.assertFalse(attachment.index_content)

    def test_many_labels_are_one_job_for_each_branch(self):
        other = self._create_order(
            self.head, branch_id=self.other_branch.id, serial="SN-9"
        )
        more = self._create_order(serial="SN-2")
        jobs = self._press(self.order + more + other, user=self.head)
        self.assertEqual(
            {job.branch_id: job.count for job in jobs},
            {self.branch: 2, self.other_branch: 1},
        )

    def test_too_many_labels_are_refused(self):
        self.assignment.copies = 20
        with self.assertRaisesRegex(UserError, "choose 1 to 2000"):
            self.jobs.with_user(self.desk)._enqueue(
                self.order.with_user(self.desk), self.layout, self.printer, copies=2001
            )

    def test_receipt_and_label_come_with_one_press(self):
        order = self.order.with_user(self.desk)
        self.assertTrue(order.has_label_printer)
        answer = order.action_print_intake()
        self.assertEqual(answer["params"]["next"]["type"], "ir.actions.report")
        self.assertEqual(self.jobs.search_count([("user_id", "=", self.desk.id)]), 1)

    def test_the_button_for_both_needs_a_printer_and_the_setting(self):
        order = self.order.with_user(self.desk)
        self.env.company.service_label_with_receipt = False
        order.invalidate_recordset()
        self.assertFalse(order.has_label_printer)
        self.env.company.service_label_with_receipt = True
        self.printer.connection = "pdf"
        order.invalidate_recordset()
        self.assertFalse(order.has_label_printer)

    def test_a_dialog_shows_the_label_and_prints_it_once(self):
        action = self.order.with_user(self.desk).action_choose_label()
        wizard = self.env["service.label.print"].with_user(self.desk)
        form = Form(wizard.with_context(**action["context"]))
        self.assertEqual(form.layout_id, self.layout)
        self.assertEqual(form.printer_id, self.printer)
        before = form.preview
        self.assertTrue(base64.b64decode(before).startswith(b"\x89PNG"))
        form.layout_id = self.env.ref(
            "service_center_labels.service_label_layout_order_43_25"
        )
        self.assertNotEqual(form.preview, before)
        form.copies = 3
        record = form.save()
        for _press in range(3):
            record.action_print()
        job = self.jobs.search([("user_id", "=", self.desk.id)])
        self.assertEqual((len(job), job.count), (1, 3))
        record.action_pdf()
        self.assertEqual(self.jobs.search_count([("user_id", "=", self.desk.id)]), 2)

    def test_the_dialog_reads_no_other_models(self):
        wizard = self.env["service.label.print"].with_user(self.desk)
        with self.assertRaisesRegex(UserError, "no labels of this"):
            wizard.create({"res_model": "res.users", "res_ids": self.desk.ids})

    def test_a_price_label_of_all_variants(self):
        self.part.barcode = "4820000123457"
        answer = self.part.product_tmpl_id.with_user(self.desk).action_print_label()
        self.assertEqual(answer["type"], "ir.actions.act_url")
        self.assertTrue(
            self.part.product_tmpl_id.with_user(self.desk).action_choose_label()
        )

    def test_waiting_labels_are_cancelled_printed_ones_are_not(self):
        fake = self._connect()
        job = self._press().with_user(self.desk)
        job.action_cancel()
        self._work()
        self.assertEqual((job.state, fake.callers), ("cancelled", 0))
        self.assertFalse(job.file)
        done = self._press(key="again").with_user(self.desk)
        self._work()
        with self.assertRaisesRegex(UserError, "can be cancelled"):
            done.action_cancel()

    def test_failed_labels_are_printed_again_from_what_was_kept(self):
        fake = self._connect()
        job = self._press().with_user(self.desk)
        job.sudo()._write_server_fields({"state": "failed", "attempts": 8})
        job.action_print_again()
        self._work()
        self.assertEqual((job.state, len(fake.wait(1))), ("done", 1))

    def test_printed_labels_are_printed_anew_as_the_order_is_now(self):
        fake = self._connect()
        job = self._press().with_user(self.desk)
        self._work()
        job.sudo()._write_server_fields({"key": False})
        self.env.flush_all()
        self.order.serial = "SN-CHANGED"
        job.action_print_again()
        self._work()
        first, second = fake.wait(2)
        self.assertNotEqual(first, second)

    def test_bytes_are_forgotten_after_a_day_and_rows_after_months(self):
        self.printer.connection = "file"
        job = self._press()
        self.jobs._gc_jobs()
        self.assertTrue(job.file)
        self._grow_old(job, 2)
        self.jobs._gc_jobs()
        self.assertFalse(job.file)
        self.assertTrue(job.exists())
        self._grow_old(job, 100)
        self.jobs._gc_jobs()
        self.assertFalse(job.exists())

    def _grow_old(self, job, days):
        self.env.flush_all()
        past = fields.Datetime.now() - timedelta(days=days)
        for query in (
            SQL("UPDATE service_label_job SET create_date = %s RETURNING id", past),
            SQL("UPDATE ir_attachment SET create_date = %s RETURNING id", past),
        ):
            self.env.execute_query(query)
        self.env.invalidate_all()
