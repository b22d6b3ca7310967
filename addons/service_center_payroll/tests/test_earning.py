from datetime import date
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PayCommon


@tagged("post_install", "-at_install")
class TestEarning(PayCommon):
    """Rows come and are taken back as orders, lines and performers change."""

    def _get_amounts(self, order):
        return self._get_earnings(order).mapped("amount")

    def test_an_earning_comes_when_the_order_is_done(self):
        order = self._create_repair()
        self.assertFalse(self._get_earnings(order))
        self._finish(order)
        row = self._get_earnings(order)
        self.assertRecordValues(
            row,
            [{"employee_id": self.worker.id, "amount": 600, "rule_id": self.rule.id}],
        )
        self.assertEqual(self._get_month().accrued, 600)

    def test_every_number_stands_in_the_row(self):
        order = self._create_repair()
        self._share(order.line_ids, {self.worker: 60, self.mate: 40})
        self._finish(order)
        rows = self._get_earnings(order).with_context(lang="en_US")
        self.assertEqual(
            rows.mapped("arithmetic"),
            [
                "1,500.00 × 60 % share × 40 % = 360.00",
                "1,500.00 × 40 % share × 40 % = 240.00",
            ],
        )
        self.assertEqual(
            rows.rule_name if len(rows) == 1 else rows[0].rule_name, self.rule.name
        )

    def test_it_is_who_did_the_work_not_who_pressed_the_button(self):
        order = self._create_repair(engineer_id=self.engineer.id)
        order.with_user(self.engineer).action_start()
        order.diagnosis = "Broken"
        order.with_user(self.desk).action_done()
        self.assertEqual(self._get_earnings(order).employee_id, self.worker)

    def test_the_day_is_that_of_the_work_in_the_branch(self):
        self.branch.resource_calendar_id.tz = "Asia/Vladivostok"
        order = self._create_repair()
        evening = fields.Datetime.to_datetime("2026-03-31 20:00:00")
        with patch.object(fields.Datetime, "now", lambda *_args: evening):
            self._finish(order)
        row = self._get_earnings(order)
        self.assertEqual(row.date, date(2026, 4, 1))
        self.assertEqual(row.date_accounted, date(2026, 4, 1))

    def test_pressing_again_or_issuing_changes_nothing(self):
        order = self._repair()
        order._sync_earnings()
        order.with_user(self.head).action_recount_earnings()
        self._pay(order=order)
        order.action_issue()
        self.assertEqual(self._get_amounts(order), [600])

    def test_a_changed_line_is_reversed_and_earned_anew(self):
        order = self._repair()
        order.line_ids.with_user(self.desk).price_unit = 2000
        rows = self._get_earnings(order)
        self.assertEqual(sorted(rows.mapped("amount")), [-600, 600, 800])
        back = rows.filtered("reverses_id")
        self.assertRecordValues(
            back,
            [{"type": "reversal", "reason": "changed", "reverses_id": rows[0].id}],
        )
        self.assertTrue(rows[0].is_reversed)
        self.assertEqual(
            back.with_context(lang="en_US").arithmetic,
            "− (1,500.00 × 100 % share × 40 % = 600.00)",
        )

    def test_what_does_not_change_the_pay_writes_no_row(self):
        order = self._repair()
        line = order.line_ids.with_user(self.desk)
        line.write({"name": "Something", "price_unit": 1500})
        line.norm_hours = 3
        self.assertEqual(self._get_amounts(order), [600])

    def test_other_shares_are_other_earnings(self):
        order = self._repair()
        self._share(order.line_ids, {self.worker: 25, self.mate: 75})
        self.assertEqual(self._get_month(self.worker).accrued, 150)
        self.assertEqual(self._get_month(self.mate).accrued, 450)
        share = order.line_ids.share_ids.filtered(lambda s: s.percent == 75)
        share.with_user(self.desk).employee_id = self.clerk
        self.assertEqual(self._get_month(self.mate).accrued, 0)
        self.assertEqual(self._get_month(self.clerk).accrued, 450)

    def test_shares_taken_away_take_the_pay_away(self):
        order = self._repair()
        order.line_ids.share_ids.with_user(self.desk).unlink()
        self.assertEqual(self._get_month().accrued, 0)

    def test_a_removed_line_stays_in_the_rows(self):
        order = self._repair()
        order.line_ids.with_user(self.desk).unlink()
        rows = self._get_earnings(order)
        self.assertEqual(sum(rows.mapped("amount")), 0)
        self.assertEqual(rows[1].reason, "removed")
        self.assertEqual(rows.mapped("name"), [self.work.name] * 2)

    def test_a_line_added_or_moved_to_a_done_order_is_earned_there(self):
        order, other = self._repair(), self._repair(serial="PAY-2")
        line = self.env["service.order.line"].with_user(self.desk)
        line = line.create({"order_id": order.id, "product_id": self.work.id})
        self.assertEqual(sum(self._get_amounts(order)), 1200)
        line.order_id = other
        self.assertEqual(sum(self._get_amounts(order)), 600)
        self.assertEqual(sum(self._get_amounts(other)), 1200)

    def test_a_reopened_order_earns_when_it_is_done_again(self):
        order = self._repair()
        order.with_user(self.engineer).action_start()
        self.assertEqual(self._get_amounts(order), [600, -600])
        self.assertEqual(self._get_earnings(order)[1].reason, "undone")
        order.with_user(self.engineer).action_done()
        self.assertEqual(sum(self._get_amounts(order)), 600)

    def test_a_refused_order_earns_nothing(self):
        order = self._repair()
        order.with_user(self.head).action_start()
        order.with_user(self.desk).write({"refusal_reason": "Too expensive"})
        order.with_user(self.desk).action_refuse()
        self.assertEqual(sum(self._get_amounts(order)), 0)

    def test_parts_without_a_name_go_to_the_engineer_and_goods_to_the_manager(self):
        self._create_rule("Parts, 10 %", 10, line_kind="part")
        self._create_rule("Sold, 1 %", 1, line_kind="part", payee="manager")
        order = self._repair(self.part)
        rows = self._get_earnings(order)
        self.assertEqual(
            {row.employee_id: row.amount for row in rows},
            {self.worker: 333.33, self.clerk: 33.33},
        )
        order.with_user(self.desk).engineer_id = self.colleague
        rows = self._get_earnings(order)
        self.assertEqual(
            sum(rows.filtered(lambda r: r.employee_id == self.mate).mapped("amount")),
            333.33,
        )

    def test_nobody_changes_or_deletes_a_row(self):
        row = self._get_earnings(self._repair())
        for act in (lambda: row.write({"amount": 1}), row.unlink):
            with self.assertRaisesRegex(UserError, "never changed or deleted"):
                act()

    def test_the_database_keeps_one_earning_per_line_and_performer(self):
        row = self._get_earnings(self._repair())
        twin = {
            **row._copy_facts(),
            "type": "work",
            "amount": 600,
            "settlement_id": row.settlement_id.id,
        }
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env["service.earning"].sudo().create(twin)

    def test_lines_saved_with_the_order_are_earned_once(self):
        order = self._repair()
        order.with_user(self.desk).write(
            {
                "line_ids": [
                    Command.update(order.line_ids.id, {"price_unit": 1000}),
                    Command.create({"product_id": self.work.id}),
                ]
            }
        )
        self.assertEqual(sum(self._get_amounts(order)), 400 + 600)
        self.assertEqual(len(self._get_earnings(order)), 4)

    def test_an_order_knows_what_it_cost_and_left(self):
        self.part.standard_price = 1000
        order = self._repair(self.work, self.part).with_user(self.keeper)
        self.assertRecordValues(
            order,
            [
                {
                    "pay_amount": 600,
                    "pay_cost": 1000,
                    "pay_profit": 1500 + 3333.33 - 1000 - 600,
                }
            ],
        )
