from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestDoor(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()

    def test_device_comes_in_and_goes_out(self):
        order = self._finish(self.order)
        self.assertRecordValues(
            order, [{"state": "done", "engineer_id": self.engineer.id}]
        )
        self.assertTrue(order.date_start and order.date_end)
        order.with_user(self.desk).action_issue()
        self.assertEqual(order.state, "issued")
        self.assertTrue(order.date_issued)

    @users("desk")
    def test_skipped_step_is_refused_on_every_path(self):
        order = self.order.with_env(self.env)
        issued = self.stage_issued
        paths = {
            "button": order.action_issue,
            "drag, list edit, RPC": lambda: order.write({"stage_id": issued.id}),
            "web form": lambda: order.web_save({"stage_id": issued.id}, {}),
            "create": lambda: self._create_order(serial="X", stage_id=issued.id),
            "status itself": lambda: order.write({"state": "issued"}),
            "create with status": lambda: self._create_order(state="issued"),
        }
        for path, act in paths.items():
            with self.subTest(path), self.assertRaises(UserError):
                act()
        self.assertEqual(order.stage_id, self.stage_new)

    @users("desk")
    def test_skipped_step_is_refused_by_import(self):
        order = self.order.with_env(self.env)
        xmlid = order._export_rows([["id"]])[0][0]
        for stage in ("Issued", "Done"):
            result = order.load(["id", "stage_id"], [[xmlid, stage]])
            self.assertIn("cannot become", result["messages"][0]["message"])
        result = order.load(
            ["partner_phone", "serial", "device_type_id", "stage_id"],
            [["+79123456789", "NEW1", "Phone", "Issued"]],
        )
        self.assertIn("cannot begin", result["messages"][0]["message"])
        self.assertEqual(order.stage_id, self.stage_new)

    @users("desk")
    def test_all_reasons_are_told_at_once(self):
        order = self.order.with_env(self.env)
        with self.assertRaises(UserError) as refusal:
            order.write({"stage_id": self.stage_done.id})
        text = str(refusal.exception)
        self.assertIn(order.name, text)
        self.assertIn("“Done”", text)
        self.assertIn("From “New” it can only go to: In Work, Work Refused.", text)
        self.assertIn("Fill in “Diagnosis”", text)

    @users("engineer")
    def test_only_the_groups_of_a_stage_may_enter_it(self):
        order = self._finish(self.order)
        with self.assertRaisesRegex(UserError, "Only these may do it: Manager"):
            order.with_env(self.env).action_issue()

    @users("desk")
    def test_work_needs_an_engineer(self):
        order = self.order.with_env(self.env)
        with self.assertRaisesRegex(UserError, "Fill in “Engineer”"):
            order.action_start()
        order.write(
            {"engineer_id": self.engineer.id, "stage_id": self.stage_in_progress.id}
        )
        self.assertEqual(order.state, "in_progress")

    @users("engineer")
    def test_reason_given_together_with_the_move_counts(self):
        order = self.order.with_env(self.env)
        order.action_start()
        with self.assertRaisesRegex(UserError, "Refusal Reason"):
            order.action_refuse()
        order.write(
            {"refusal_reason": "Too expensive", "stage_id": self.stage_refused.id}
        )
        self.assertEqual(order.state, "refused")

    @users("desk")
    def test_issued_order_is_frozen(self):
        order = self._finish(self.order).with_env(self.env)
        line = self.env["service.order.line"].create(
            {"order_id": order.id, "product_id": self.work.id}
        )
        order.action_issue()
        attempts = {
            "field": lambda: order.write({"result": "Something else"}),
            "device": lambda: order.write({"serial": "ZZZ"}),
            "line price": lambda: line.write({"price_unit": 1}),
            "line through order": lambda: order.write(
                {"line_ids": [Command.update(line.id, {"price_unit": 1})]}
            ),
            "new line": lambda: line.copy({"order_id": order.id}),
            "line gone": line.unlink,
            "order gone": lambda: order.with_user(self.head).unlink(),
        }
        for what, act in attempts.items():
            with self.subTest(what), self.assertRaises(UserError):
                act()
        order.message_post(body="A note is always possible")

    @users("desk")
    def test_lines_cannot_be_moved_into_an_issued_order(self):
        issued = self._finish(self.order).with_env(self.env)
        issued.action_issue()
        other = self._create_order(serial="B2")
        line = self.env["service.order.line"].create(
            {"order_id": other.id, "product_id": self.work.id}
        )
        with self.assertRaises(UserError):
            line.order_id = issued

    def test_only_a_head_reopens_and_it_is_logged(self):
        order = self._finish(self.order)
        order.with_user(self.desk).action_issue()
        with self.assertRaisesRegex(UserError, "Only a head may reopen"):
            order.with_user(self.desk).action_start()
        order.with_user(self.head).action_start()
        self.assertEqual(order.state, "in_progress")
        self.assertFalse(order.date_issued)
        self.assertIn("Reopened", order.message_ids.mapped("preview")[0])

    def test_a_head_reopens_an_order_that_nobody_repaired(self):
        order = self.order.with_user(self.desk)
        order.refusal_reason = "Too old"
        order.action_refuse()
        order.action_issue()
        order.with_user(self.head).action_start()
        self.assertEqual(order.engineer_id, self.head)

    @users("desk")
    def test_a_duplicate_begins_anew(self):
        order = self._finish(self.order).with_env(self.env)
        order.action_archive()
        twin = order.copy()
        self.assertTrue(twin.active)
        self.assertEqual(twin.state, "new")
        self.assertFalse(twin.diagnosis or twin.engineer_id or twin.date_start)

    @users("desk")
    def test_server_fields_cannot_be_forged_by_defaults(self):
        forged = {"receipt_number": 7, "date_issued": "2026-01-01 00:00:00"}
        order = self.order.with_env(self.env).with_context(
            **{f"default_{name}": value for name, value in forged.items()}
        )
        made = order.create(
            {
                "partner_id": self.customer.id,
                "branch_id": self.branch.id,
                "serial": "FORGED",
                "device_type_id": self.phone_type.id,
            }
        )
        self.assertFalse(made.receipt_number or made.date_issued)

    @users("desk")
    def test_server_fields_cannot_be_forged(self):
        order = self.order.with_env(self.env)
        for vals in (
            {"name": "X"},
            {"code": "1"},
            {"amount_total": 0},
            {"date_issued": "2026-01-01 00:00:00"},
            {"search_key": "x"},
            {"currency_id": 1},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "by itself"):
                order.write(vals)
            with self.subTest(vals), self.assertRaisesRegex(UserError, "by itself"):
                self._create_order(serial="F1", **vals)

    def test_a_started_order_is_not_deleted(self):
        self.order.with_user(self.engineer).action_start()
        with self.assertRaisesRegex(UserError, "only a new order"):
            self.order.with_user(self.head).unlink()
        with self.assertRaises(AccessError):
            self._create_order(serial="D1").with_user(self.desk).unlink()
        self._create_order(serial="D2").with_user(self.head).unlink()

    def test_a_head_adds_a_stage_without_a_programmer(self):
        outsourced = (
            self.env["service.stage"]
            .with_user(self.head)
            .create(
                {
                    "name": "Outsourced",
                    "state": "in_progress",
                    "next_stage_ids": [Command.link(self.stage_done.id)],
                }
            )
        )
        order = self.order.with_user(self.engineer)
        order.action_start()
        with self.assertRaises(UserError):
            order.stage_id = outsourced
        self.stage_in_progress.with_user(self.head).next_stage_ids += outsourced
        order.stage_id = outsourced
        order.diagnosis = "Board burnt"
        order.action_done()
        self.assertEqual(order.state, "done")
