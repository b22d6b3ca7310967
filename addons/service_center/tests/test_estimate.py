from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestEstimate(EstimateCommon):
    """What is sent to the customer is frozen."""

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
            return self._count_queries(orders.action_send_for_approval)

        cost(2, "warm")
        self.assertLessEqual(cost(60, "many"), cost(6, "few") + 10)
