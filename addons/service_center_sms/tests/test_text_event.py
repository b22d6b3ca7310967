from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common_text import NOON, TextCommon


@tagged("post_install", "-at_install")
class TestTextEvent(TextCommon):
    def test_a_stage_writes_one_text_for_the_order(self):
        self._use("in_progress", "done")
        order = self._create_order()
        self.assertFalse(self._rows(order))
        self._finish(order)
        self.assertRecordValues(
            self._rows(order),
            [
                {"event": "stage", "stage_id": self.stage_in_progress.id},
                {"event": "stage", "stage_id": self.stage_done.id},
            ],
        )

    def test_being_taken_in_is_an_event_too(self):
        self._use("new")
        self.assertEqual(len(self._rows(self._create_order())), 1)

    def test_entering_a_stage_again_is_a_new_event(self):
        self._use("in_progress")
        with freeze_time(NOON) as clock:
            order = self._create_order()
            order.with_user(self.engineer).action_start()
            order.with_user(self.engineer).write(
                {"stage_id": self.stage_in_progress.id}
            )
            self.assertEqual(len(self._rows(order)), 1, "a double click is none")
            clock.tick(timedelta(hours=1))
            order.stage_id = self.stage_waiting_parts
            order.stage_id = self.stage_in_progress
        self.assertEqual(len(self._rows(order)), 2)

    def test_without_a_provider_nothing_is_written(self):
        self._use("in_progress", "done", "new")
        self.env.company.service_sms_provider_id = False
        self.assertFalse(self._rows(self._finish(self._create_order())))

    def test_what_is_not_in_use_writes_nothing(self):
        self._use()
        self.assertFalse(self._rows(self._finish(self._create_order())))

    def test_the_first_text_for_the_branch_is_taken(self):
        text = self._use("in_progress")
        other = text.copy({"branch_ids": self.other_branch.ids, "sequence": 1})
        mine = text.copy({"branch_ids": self.branch.ids, "sequence": 2})
        order = self._create_order()
        order.with_user(self.engineer).action_start()
        self.assertEqual(self._rows(order).text_id, mine)
        far = self._create_order(
            self.stranger, branch_id=self.other_branch.id, serial="F"
        )
        far.engineer_id = self.engineer
        far.sudo().action_start()
        self.assertEqual(self._rows(far).text_id, other)

    def test_a_text_of_another_company_is_not_taken(self):
        company = self.env["res.company"].create({"name": "Another"})
        self._use("in_progress", company_id=company.id)
        order = self._create_order()
        order.with_user(self.engineer).action_start()
        self.assertFalse(self._rows(order))

    def test_a_quote_that_is_sent_writes_its_text(self):
        self._use("estimate")
        order = self._create_order()
        order.with_user(self.engineer).action_start()
        order.write({"line_ids": [Command.create({"product_id": self.work.id})]})
        order.action_send_for_approval()
        self.assertRecordValues(
            self._rows(order),
            [{"event": "estimate", "about": str(order.open_estimate_id.id)}],
        )

    def test_a_promise_that_moves_writes_its_text_the_first_one_does_not(self):
        self._use("promised")
        order = self._create_order()
        order.date_promised = "2026-03-05 12:00:00"
        self.assertFalse(self._rows(order))
        order.date_promised = "2026-03-05 12:00:00"
        self.assertFalse(self._rows(order))
        order.date_promised = "2026-03-07 12:00:00"
        self.assertEqual(len(self._rows(order)), 1)

    def test_what_is_rolled_back_leaves_no_text(self):
        self._use("in_progress")
        order = self._create_order()
        with self.assertRaises(KeyError), self.env.cr.savepoint():
            order.with_user(self.engineer).action_start()
            raise KeyError
        self.assertFalse(self._rows(order))

    def test_a_seam_may_keep_orders_of_strangers_out(self):
        self._use("in_progress")
        model = self.env.registry["service.order"]
        self.patch(model, "_may_text", lambda orders: orders.browse())
        order = self._create_order()
        order.with_user(self.engineer).action_start()
        self.assertFalse(self._rows(order))

    def _orders(self, count, prefix):
        orders = self.env["service.order"].with_user(self.desk)
        orders = orders.with_context(**self.TRACKED)
        return orders.create(
            [
                {
                    "branch_id": self.branch.id,
                    "partner_id": self.customer.id,
                    "serial": f"{prefix}{number}",
                    "device_model_id": self.model.id,
                    "engineer_id": self.engineer.id,
                }
                for number in range(count)
            ]
        )

    def test_a_move_with_a_text_costs_three_queries_more_at_most(self):
        for count in (1, 10, 100):
            costs = [self._count_moves(count, name) for name in ("", "in_progress")]
            with self.subTest(count=count, costs=costs):
                self.assertLessEqual(costs[1] - costs[0], 3)

    def _count_moves(self, count, name):
        """The fewest of three: who is asked for first varies by a query or two."""
        self._use(*filter(None, [name]))
        self._orders(1, f"warm{count}{name}").action_start()
        costs = []
        for turn in range(3):
            orders = self._orders(count, f"{count}{name}{turn}-")
            costs.append(self._count_queries(orders.action_start))
            self.assertEqual(len(self._rows(orders)), count if name else 0)
        return min(costs)

    def test_times_are_of_the_event(self):
        self._use("in_progress")
        order = self._create_order()
        order.with_user(self.engineer).action_start()
        self.assertLessEqual(self._rows(order).date_next, fields.Datetime.now())
