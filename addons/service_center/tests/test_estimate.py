from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import Form, tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestEstimate(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage_approval = cls.env.ref("service_center.service_stage_approval")
        cls.order = cls._create_order()
        cls.order.with_user(cls.engineer).action_start()
        cls.work_line, cls.part_line = cls.env["service.order.line"].create(
            [
                {"order_id": cls.order.id, "product_id": product.id}
                for product in (cls.work, cls.part)
            ]
        )

    def _send(self, user=None, order=None):
        order = (order or self.order).with_user(user or self.engineer)
        order.action_send_for_approval()
        return order.open_estimate_id

    def _answer(self, approved, estimate=None, user=None, **values):
        estimate = (estimate or self.order.open_estimate_id).with_user(
            user or self.desk
        )
        lines = estimate.line_ids.filtered(lambda li: li.order_line_id in approved)
        estimate.action_record_answer(lines.ids, "phone", **values)
        return estimate

    def _require_approval(self, **vals):
        self.stage_done.require_approval = True
        self.order.write({"diagnosis": "Broken screen", **vals})

    # sending

    def test_sending_freezes_a_version_and_waits_for_the_customer(self):
        warranty = self.work_line.copy({"payer": "vendor"})
        self.part_line.discount = 10
        for user in (self.engineer, self.desk):
            with self.subTest(user.login), self.env.cr.savepoint() as savepoint:
                estimate = self._send(user)
                self.assertEqual(self.order.stage_id, self.stage_approval)
                self.assertRecordValues(
                    estimate,
                    [
                        {
                            "number": 1,
                            "state": "sent",
                            "user_id": user.id,
                            "amount_untaxed": 4500.0,
                            "amount_tax": 900.0,
                            "amount_total": 5400.0,
                        }
                    ],
                )
                self.assertTrue(estimate.date_sent)
                self.assertRecordValues(
                    estimate.line_ids,
                    [
                        {
                            "name": "Screen replacement",
                            "quantity": 1,
                            "price_unit": 1500,
                            "discount": 0,
                            "taxes": "VAT 20",
                            "price_total": 1800,
                            "decision": "pending",
                        },
                        {
                            "name": "Screen X7",
                            "quantity": 1,
                            "price_unit": 3333.33,
                            "discount": 10,
                            "taxes": "VAT 20",
                            "price_total": 3600,
                            "decision": "pending",
                        },
                    ],
                )
                self.assertEqual(self.work_line.approval, "pending")
                self.assertEqual(warranty.approval, "none")
                self.assertIn("Estimate 1", self.order.message_ids[0].body)
                savepoint.rollback()

    def test_a_version_does_not_change_with_the_order(self):
        estimate = self._send()
        self.work_line.write({"price_unit": 9000, "name": "Something else"})
        self.part_line.unlink()
        self.assertEqual(estimate.amount_total, 5800)
        self.assertEqual(
            estimate.line_ids.mapped("name"), ["Screen replacement", "Screen X7"]
        )
        self.assertEqual(estimate.line_ids.mapped("price_unit"), [1500, 3333.33])

    def test_another_version_supersedes_the_unanswered_one(self):
        first = self._send()
        self.work_line.price_unit = 2000
        second = self._send()
        self.assertRecordValues(
            first + second,
            [
                {"number": 1, "state": "superseded", "display_name": "ST-00001 / 1"},
                {"number": 2, "state": "sent", "display_name": "ST-00001 / 2"},
            ],
        )
        self.assertEqual(self.order.open_estimate_id, second)
        with self.assertRaisesRegex(UserError, "does not wait"):
            self._answer(self.work_line, first)

    def test_sending_nothing_or_nothing_new_is_refused(self):
        self._send()
        with self.assertRaisesRegex(UserError, "says just this"):
            self._send()
        self._answer(self.order.line_ids)
        with self.assertRaisesRegex(UserError, "approved all of it already"):
            self._send()
        self.order.line_ids.payer = "vendor"
        with self.assertRaisesRegex(UserError, "nothing to approve"):
            self._send()

    def test_sending_obeys_the_door(self):
        order = self._create_order(serial="N1")
        order.line_ids = [Command.create({"product_id": self.work.id})]
        with self.assertRaises(UserError) as refusal:
            self._send(self.desk, order)
        self.assertIn("can only go to", str(refusal.exception))
        self.assertFalse(order.estimate_ids)

    def test_sending_does_not_cost_per_order(self):
        def cost(count, prefix):
            orders = self.order.with_user(self.desk).create(
                [
                    {
                        "branch_id": self.branch.id,
                        "partner_id": self.customer.id,
                        "serial": f"{prefix}{number}",
                        "device_model_id": self.model.id,
                        "engineer_id": self.engineer.id,
                        "line_ids": [
                            Command.create({"product_id": product.id})
                            for product in (self.work, self.part)
                        ],
                    }
                    for number in range(count)
                ]
            )
            orders.action_start()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            orders.action_send_for_approval()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost(2, "warm")
        self.assertLessEqual(cost(60, "many"), cost(6, "few") + 10)

    # answering

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
            ._render_qweb_html("service_center.report_act", self.order.ids)
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

    # the amount the customer agreed to

    def test_done_waits_for_approval_where_the_stage_says_so(self):
        order = self.order.with_user(self.engineer)
        self._require_approval()
        with self.assertRaisesRegex(UserError, r"has not approved: Screen repl.*X7"):
            order.action_done()
        self._send()
        order.action_start()
        with self.assertRaisesRegex(UserError, "has not approved"):
            order.action_done()
        self._answer(self.order.line_ids)
        order.action_done()
        self.assertEqual(order.state, "done")

    def test_simple_centres_work_without_approval(self):
        self.assertFalse(self.stage_done.require_approval)
        self._finish(self.order)
        self.assertEqual(self.order.state, "done")

    def test_up_to_the_limit_nobody_has_to_call(self):
        self._require_approval(approval_limit=5799.99)
        order = self.order.with_user(self.engineer)
        with self.assertRaisesRegex(UserError, r"5,800\.00 is above the .*5,799\.99"):
            order.action_done()
        self.order.approval_limit = 5800
        order.action_done()
        self.assertEqual(order.state, "done")

    def test_nothing_to_pay_needs_no_approval(self):
        self._require_approval()
        self.work_line.payer = "vendor"
        self.part_line.price_unit = 0
        self.order.with_user(self.engineer).action_done()
        self.assertEqual(self.order.state, "done")

    def test_dearer_or_another_than_approved_has_to_be_approved_again(self):
        self._require_approval()
        self._send()
        self._answer(self.order.line_ids)
        order = self.order.with_user(self.engineer)
        line = self.work_line.with_user(self.engineer)
        for vals in (
            {"price_unit": 1600},
            {"quantity": 2},
            {"product_id": self.part.id, "price_unit": 1},
        ):
            before = line.read(["product_id", "price_unit", "quantity", "name"])[0]
            line.write(vals)
            with self.subTest(vals):
                self.assertEqual(line.approval, "changed")
                with self.assertRaisesRegex(UserError, "instead of the approved"):
                    order.action_done()
            line.write(
                {
                    "product_id": self.work.id,
                    "name": before["name"],
                    "price_unit": 1500,
                    "quantity": 1,
                }
            )
            self.assertEqual(line.approval, "approved")
        line.price_unit = 1600
        self._send()
        self._answer(self.order.line_ids)
        order.action_done()
        self.assertEqual(order.state, "done")

    def test_cheaper_than_approved_is_approved(self):
        self._require_approval()
        self._send()
        self._answer(self.order.line_ids)
        self.work_line.price_unit = 100
        self.assertEqual(self.work_line.approval, "approved")

    def test_approval_does_not_travel_to_another_order(self):
        self._send()
        self._answer(self.order.line_ids)
        other = self._create_order(serial="O2")
        self.work_line.with_user(self.desk).order_id = other
        self.assertEqual(self.work_line.approval, "none")
        copy = self.part_line.copy()
        self.assertEqual(copy.approval, "none")

    # who may

    def _call(self, user, records, method, *args):
        """What a foreign program does over JSON-2."""
        return call_kw(
            records.with_user(user).browse(), method, [records.ids, *args], {}
        )

    def test_nobody_writes_an_estimate(self):
        estimate = self._send()
        line = estimate.line_ids[0]
        for user in (self.engineer, self.desk, self.head):
            for record, vals in (
                (estimate, {"state": "approved"}),
                (estimate, {"amount_total": 1}),
                (estimate, {"order_id": self.order.id}),
                (estimate, {"line_ids": [Command.delete(line.id)]}),
                (line, {"decision": "approved"}),
                (line, {"price_total": 1}),
            ):
                with (
                    self.subTest(f"{user.login} {vals}"),
                    self.assertRaises(UserError),
                ):
                    self._call(user, record, "write", vals)
                with (
                    self.subTest(f"{user.login} past the guard {vals}"),
                    self.assertRaises(AccessError),
                ):
                    record.with_user(user)._write_server_fields(vals)
            for record in (estimate, line):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    self._call(user, record, "unlink")
                with self.subTest(user.login), self.assertRaises(UserError):
                    self._call(user, record, "copy")
            with self.subTest(user.login), self.assertRaises(AccessError):
                estimate.with_user(user).create({})
            for vals in ({"approval": "approved"}, {"estimate_line_id": line.id}):
                with (
                    self.subTest(f"{user.login} {vals}"),
                    self.assertRaisesRegex(UserError, "by itself"),
                ):
                    self._call(user, self.work_line, "write", vals)
            through_order = {
                "estimate_ids": [Command.update(estimate.id, {"state": "approved"})]
            }
            with self.subTest(user.login), self.assertRaises(UserError):
                self._call(user, self.order, "write", through_order)
            for private in ("_record_decisions", "_write_server_fields"):
                with self.subTest(private), self.assertRaises(AccessError):
                    self._call(user, estimate, private, {})
        self.assertEqual(estimate.state, "sent")
        self.assertEqual(line.decision, "pending")

    def test_the_answer_of_a_foreign_order_is_out_of_reach(self):
        estimate = self._send()
        approved = estimate.line_ids.ids
        self.env.invalidate_all()
        for user in (self.stranger, self.colleague, self.outsider):
            for act in (
                lambda user=user: self._call(
                    user, estimate, "action_record_answer", approved, "phone"
                ),
                lambda user=user: self._call(
                    user, self.order, "action_send_for_approval"
                ),
                lambda user=user: self._call(user, estimate, "read", ["amount_total"]),
                lambda user=user: self._call(user, estimate.line_ids, "read", ["name"]),
                lambda user=user: self._call(user, self.work_line, "action_ask_again"),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    act()
        self.assertEqual(estimate.state, "sent")

    def test_a_dialog_made_by_hand_shows_no_foreign_line(self):
        estimate = self._send()
        own = self._create_order(
            user=self.stranger, branch_id=self.other_branch.id, serial="S1"
        )
        self.assertTrue(own)
        answer = self.env["service.estimate.answer"].with_user(self.stranger)
        with self.assertRaises(AccessError):
            answer.create({"estimate_id": estimate.id}).line_ids.mapped("name")
        with self.assertRaises(AccessError):
            answer.create(
                {
                    "estimate_id": estimate.id,
                    "answered_by": "x",
                    "line_ids": [
                        Command.create({"estimate_line_id": estimate.line_ids[0].id})
                    ],
                }
            ).line_ids.read(["name", "price_total"])

    def test_lines_of_another_estimate_are_not_approved(self):
        estimate = self._send()
        with self.assertRaisesRegex(UserError, "lines of estimate"):
            estimate.with_user(self.desk).action_record_answer(
                [*estimate.line_ids.ids, 0], "phone"
            )
        with self.assertRaisesRegex(UserError, "how the customer answered"):
            estimate.with_user(self.desk).action_record_answer([], "telepathy")

    def test_only_a_manager_changes_what_was_agreed_at_intake(self):
        order = self.order.with_user(self.engineer)
        for name in ("approval_limit", "diagnostic_fee"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "at intake"):
                order[name] = 9999
        order.with_user(self.desk).approval_limit = 9999

    def test_an_order_with_an_estimate_stays(self):
        self._send()
        with self.assertRaises(UserError):
            self.order.with_user(self.head).unlink()
