from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestApproval(EstimateCommon):
    """Nothing is charged that the customer did not agree to."""

    def _require_approval(self, **vals):
        self.stage_done.require_approval = True
        self.order.write({"diagnosis": "Broken screen", **vals})

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
