from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestDiagnosticFee(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fee = cls.env["product.product"].create(
            {
                "name": "Diagnostics",
                "type": "service",
                "list_price": 500,
                "taxes_id": [Command.set(cls.tax.ids)],
            }
        )
        cls.branch.diagnostic_product_id = cls.fee
        cls.order = cls._create_order()

    def _refuse(self, orders=None, user=None):
        (orders or self.order).with_user(user or self.engineer).write(
            {
                "refusal_reason": "Too expensive",
                "stage_id": self.stage_refused.id,
            }
        )

    def test_refusing_charges_the_diagnosis_once(self):
        for user in (self.engineer, self.desk):
            order = self._create_order(serial=user.login)
            self._refuse(order, user)
            with self.subTest(user.login):
                self.assertRecordValues(
                    order.line_ids,
                    [
                        {
                            "product_id": self.fee.id,
                            "price_unit": 500,
                            "payer": "customer",
                            "is_diagnostic_fee": True,
                        }
                    ],
                )
                self.assertEqual(order.amount_total, 600)
                order._charge_diagnostic_fee()
                self.assertEqual(len(order.line_ids), 1)

    def test_going_back_to_work_waives_it(self):
        self.order.with_user(self.desk).line_ids = [
            Command.create({"product_id": self.work.id})
        ]
        self._refuse()
        self.order.with_user(self.engineer).action_start()
        self.assertEqual(self.order.line_ids.product_id, self.work)
        self._refuse()
        self.assertEqual(self.order.line_ids.product_id, self.work + self.fee)

    def test_issued_without_repair_it_stays(self):
        self._refuse()
        self.order.with_user(self.desk).action_issue()
        self.assertEqual(self.order.amount_total, 600)

    def test_done_is_free_of_it(self):
        self._finish(self.order)
        self.assertFalse(self.order.line_ids)

    @users("desk")
    def test_another_price_is_agreed_at_intake(self):
        form = Form(self.env["service.order"])
        form.partner_id = self.customer
        form.serial = "FEE-1"
        form.device_model_id = self.model
        self.assertEqual(form.diagnostic_fee, 500)
        form.diagnostic_fee = 300
        order = form.save()
        self.assertEqual(order.diagnostic_fee_total, 360)
        self.customer.service_bonus = 50
        self._refuse(order, self.desk)
        self.assertEqual(order.amount_total, 360, "as agreed: no bonus on it")

    def test_what_was_agreed_stays_when_the_price_or_the_branch_changes(self):
        self.fee.list_price = 900
        self.other_branch.diagnostic_product_id = self.fee
        self.order.branch_id = self.other_branch
        self.assertEqual(self.order.diagnostic_fee, 500)

    def test_no_fee_where_it_is_not_set_or_given_up(self):
        waived = self._create_order(serial="W1", diagnostic_fee=0)
        foreign = self._create_order(
            user=self.stranger, branch_id=self.other_branch.id, serial="W2"
        )
        self._refuse(waived)
        self._refuse(foreign, self.stranger)
        self.assertFalse((waived + foreign).line_ids)

    def test_no_fee_where_somebody_else_pays_for_the_repair(self):
        with patch.object(
            self.registry["service.order"], "_get_default_payer", lambda order: "center"
        ):
            self._refuse()
        self.assertFalse(self.order.line_ids)

    def test_asking_about_the_repair_again_waives_it(self):
        approval = self.env.ref("service_center.service_stage_approval")
        self.stage_refused.next_stage_ids += approval
        self.order.line_ids = [Command.create({"product_id": self.work.id})]
        self._refuse()
        self.order.with_user(self.desk).action_send_for_approval()
        self.assertEqual(self.order.line_ids.product_id, self.work)
        self.assertEqual(self.order.estimate_ids.amount_total, 1800)

    def test_fee_cannot_be_forged(self):
        self._refuse()
        with self.assertRaisesRegex(UserError, "by itself"):
            self.order.line_ids.with_user(self.desk).is_diagnostic_fee = False

    def test_refusing_many_does_not_cost_per_order(self):
        def cost(count, prefix):
            orders = self.order.with_user(self.desk).create(
                [
                    {
                        "branch_id": self.branch.id,
                        "partner_id": self.customer.id,
                        "serial": f"{prefix}{number}",
                        "device_model_id": self.model.id,
                    }
                    for number in range(count)
                ]
            )
            return self._count_queries(lambda: self._refuse(orders, self.desk))

        cost(2, "warm")
        self.assertLessEqual(cost(60, "many"), cost(6, "few") + 10)

    def test_receipt_says_what_was_agreed(self):
        self.order.approval_limit = 4000
        report = self.env["ir.actions.report"].with_user(self.desk)

        def render(order):
            html, _kind = report._render_qweb_html(
                "service_center.report_intake", order.ids
            )
            return " ".join(html.decode().split())

        html = render(self.order)
        self.assertRegex(html, r"Repair without calling.*up to.*4,000\.00")
        self.assertRegex(html, r"600\.00.*if you refuse the repair")
        plain = self._create_order(serial="P1", diagnostic_fee=0)
        self.assertNotIn("if you refuse", render(plain))
