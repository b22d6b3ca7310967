from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestEstimateAccess(EstimateCommon):
    """Nobody writes an answer but through the two doors made for it."""

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

    def test_who_may_only_read_an_order_neither_sends_nor_answers(self):
        estimate = self._send()
        self.env["ir.rule"].create(
            {
                "name": "Nobody changes orders",
                "model_id": self.env["ir.model"]._get_id("service.order"),
                "domain_force": "[(0, '=', 1)]",
                "perm_read": False,
                "perm_create": False,
                "perm_unlink": False,
            }
        )
        self.env.invalidate_all()
        self.order.with_user(self.desk).read(["name"])
        with self.assertRaises(AccessError):
            # refused: nothing moves on, so that only the check itself can stop it
            self._call(self.desk, estimate, "action_record_answer", [], "phone")
        self._change_line()
        with self.assertRaises(AccessError):
            self._call(self.desk, self.order, "action_send_for_approval")

    def _change_line(self):
        """Something new to send, for an order that waits already."""
        self.work_line.price_unit += 100
