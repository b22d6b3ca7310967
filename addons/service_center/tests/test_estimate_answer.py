from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from .common_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestEstimateAnswer(EstimateCommon):
    """What the customer answers, line by line, and what follows."""

    def test_all_approved_goes_back_to_work(self):
        estimate = self._send()
        self._answer(self.order.line_ids, answered_by="Her son", comment="Hurry")
        self.assertEqual(self.order.state, "in_progress")
        self.assertRecordValues(
            estimate,
            [
                {
                    "state": "approved",
                    "answered_by": "Her son",
                    "answer_method": "phone",
                    "answer_user_id": self.desk.id,
                    "comment": "Hurry",
                    "amount_approved": estimate.amount_total,
                }
            ],
        )
        self.assertTrue(estimate.date_answered)
        self.assertEqual(set(self.order.line_ids.mapped("approval")), {"approved"})
        self.assertIn("Her son", self.order.message_ids[0].body)

    def test_a_refused_line_is_neither_charged_nor_printed(self):
        estimate = self._send()
        self._answer(self.work_line, user=self.engineer)
        self.assertEqual(self.order.state, "in_progress")
        self.assertRecordValues(
            estimate, [{"state": "partly", "amount_approved": 1800}]
        )
        self.assertEqual(
            self.order.line_ids.mapped("approval"), ["approved", "refused"]
        )
        self.assertRecordValues(
            self.order,
            [{"amount_untaxed": 1500, "amount_tax": 300, "amount_total": 1800}],
        )
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.desk)
            ._render_qweb_html("service_center.report_work_order", self.order.ids)
        )
        self.assertIn("Screen replacement", html.decode())
        self.assertNotIn("Screen X7", html.decode())

    def test_all_refused_goes_on_waiting(self):
        estimate = self._send()
        self._answer(self.order.browse().line_ids)
        self.assertEqual(self.order.state, "approval")
        self.assertEqual(estimate.state, "refused")
        self.assertEqual(self.order.amount_total, 0)

    def test_all_refused_with_a_reason_refuses_the_work_through_the_door(self):
        self._send()
        self._answer(self.order.browse().line_ids, refusal_reason="Too expensive")
        self.assertEqual(self.order.state, "refused")
        self.assertEqual(self.order.refusal_reason, "Too expensive")

    def test_refusing_the_work_answers_the_open_version(self):
        estimate = self._send()
        self.order.with_user(self.desk).write(
            {"refusal_reason": "Bought another", "stage_id": self.stage_refused.id}
        )
        self.assertEqual(estimate.state, "refused")
        self.assertEqual(self.order.amount_total, 0)

    def test_what_is_approved_stays_approved_in_the_next_version(self):
        self._send()
        self._answer(self.work_line)
        more = self.work_line.copy({"product_id": self.part.id})
        second = self._send()
        self.assertEqual(second.line_ids.order_line_id, self.work_line + more)
        self.assertEqual(second.line_ids.mapped("decision"), ["approved", "pending"])
        self._answer(more.browse())
        self.assertEqual(second.state, "partly")
        self.assertEqual(self.order.state, "in_progress")

    def test_a_refused_line_may_be_offered_again(self):
        self._send()
        self._answer(self.work_line)
        self.part_line.with_user(self.desk).action_ask_again()
        self.assertEqual(self.part_line.approval, "none")
        self._send()
        self._answer(self.part_line)
        self.assertEqual(set(self.order.line_ids.mapped("approval")), {"approved"})

    def test_answer_of_an_issued_order_is_final(self):
        self._send()
        self.order.with_user(self.desk).action_start()
        self.order.diagnosis = "Broken"
        self.order.with_user(self.desk).action_done()
        self.order.with_user(self.desk).action_issue()
        for act in (
            lambda: self._answer(self.work_line),
            lambda: self._send(self.desk),
            self.work_line.with_user(self.desk).action_ask_again,
        ):
            with self.assertRaisesRegex(UserError, "issued to the customer"):
                act()

    @users("desk")
    def test_the_dialog_records_line_by_line(self):
        self._send()
        order = self.order.with_env(self.env)
        action = order.action_answer_estimate()
        answer = Form(
            self.env[action["res_model"]].with_context(**action["context"]),
        )
        self.assertEqual(answer.answered_by, "Анна Крылова")
        self.assertEqual(answer.amount_approved, 5800)
        with answer.line_ids.edit(1) as line:
            line.is_approved = False
        self.assertEqual(answer.amount_approved, 1800)
        answer.answer_method = "person"
        answer.save().action_record()
        self.assertEqual(order.line_ids.mapped("approval"), ["approved", "refused"])
        self.assertEqual(order.estimate_ids.answer_method, "person")
        with self.assertRaisesRegex(UserError, "no estimate waits"):
            order.action_answer_estimate()

    @users("engineer")
    def test_the_dialog_refuses_all_and_asks_for_the_reason(self):
        estimate = self._send()
        answer = self.env["service.estimate.answer"].create(
            {"estimate_id": estimate.id}
        )
        answer.action_refuse_all()
        self.assertTrue(answer.is_all_refused)
        answer.action_approve_all()
        self.assertFalse(answer.is_all_refused)
        answer.action_refuse_all()
        answer.refusal_reason = "Too expensive"
        answer.action_record()
        self.assertEqual(self.order.state, "refused")

    def test_a_refused_work_is_not_charged_even_if_nobody_was_asked(self):
        self.order.with_user(self.desk).write(
            {"refusal_reason": "Too dear", "stage_id": self.stage_refused.id}
        )
        self.assertEqual(self.order.amount_total, 0)
        self.assertEqual(set(self.order.line_ids.mapped("approval")), {"refused"})

    def test_what_is_paid_all_the_same_is_put_back_on_the_bill(self):
        line = self.order.line_ids[0]
        self.order.with_user(self.desk).write(
            {"refusal_reason": "Too dear", "stage_id": self.stage_refused.id}
        )
        line.with_user(self.desk).action_ask_again()
        self.assertEqual(self.order.amount_total, line.price_total)
        added = line.copy({"order_id": self.order.id})
        self.assertEqual(self.order.amount_total, line.price_total + added.price_total)

    def test_work_that_is_taken_up_again_is_charged_again(self):
        total = self.order.amount_total
        order = self.order.with_user(self.desk)
        order.write({"refusal_reason": "Dear", "stage_id": self.stage_refused.id})
        self.stage_refused.next_stage_ids += self.stage_in_progress
        order.stage_id = self.stage_in_progress
        self.assertEqual(self.order.amount_total, total)
        self.assertNotIn("refused", self.order.line_ids.mapped("approval"))
