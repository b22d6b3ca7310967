from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PayCommon


@tagged("post_install", "-at_install")
class TestPayFraud(PayCommon):
    """An engineer does not raise his own pay, whatever he sends."""

    def setUp(self):
        super().setUp()
        self.order = self._repair(self.work, self.part).with_user(self.engineer)
        self.line = self.order.line_ids.filtered(lambda line: line.kind == "work")
        self.before = sum(self._get_earnings().mapped("amount"))

    def _refuse(self, attempts):
        for name, act in attempts.items():
            with (
                self.subTest(attempt=name),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                act()
            self.env.invalidate_all()
        self.assertEqual(sum(self._get_earnings().mapped("amount")), self.before)

    def test_what_decides_the_pay_of_a_done_order_is_frozen_for_the_bench(self):
        line, share = self.line, self.line.share_ids
        attempts = {
            name: lambda name=name, value=value: line.write({name: value})
            for name, value in {
                "price_unit": 99999,
                "quantity": 50,
                "discount": 0,
                "norm_hours": 100,
                "payer": "vendor",
                "kind": "part",
                "product_id": self.part.id,
                "tax_ids": [Command.clear()],
                "share_ids": [Command.clear()],
            }.items()
        }
        attempts.update(
            {
                "share percent": lambda: share.write({"percent": 50}),
                "share employee": lambda: share.write({"employee_id": self.mate.id}),
                "share removed": share.unlink,
                "share added": lambda: share.create(
                    {"line_id": line.id, "employee_id": self.mate.id, "percent": 1}
                ),
                "line added": lambda: line.create(
                    {"order_id": self.order.id, "product_id": self.work.id}
                ),
                "line removed": line.unlink,
                "lines of the order": lambda: self.order.write(
                    {"line_ids": [Command.update(line.id, {"price_unit": 9})]}
                ),
                "pending": lambda: share.with_context(service_pending_lines=True).write(
                    {"employee_id": self.mate.id}
                ),
            }
        )
        self._refuse(attempts)

    def test_the_bench_takes_prices_from_the_list(self):
        order = self._create_repair(serial="FR-3", engineer_id=self.engineer.id)
        order = order.with_user(self.engineer)
        line, new = order.line_ids, order.line_ids.browse()
        usual = {"price_unit": line.price_unit, "norm_hours": line.norm_hours}
        values = {"order_id": order.id, "product_id": self.work.id}
        attempts = {
            "price": lambda: line.write({"price_unit": 9999}),
            "cheaper": lambda: line.write({"price_unit": 1}),
            "norm-hours": lambda: line.write({"norm_hours": 99}),
            "discount": lambda: line.write({"discount": 10}),
            "taxes": lambda: line.write({"tax_ids": [Command.clear()]}),
            "new line": lambda: new.create({**values, "price_unit": 9999}),
            "through the order": lambda: order.write(
                {"line_ids": [Command.update(line.id, {"price_unit": 9999})]}
            ),
            "from the matrix": lambda: line.with_context(
                service_from_matrix=True
            ).write({"price_unit": 9999}),
        }
        self._refuse(attempts)
        added = new.create({**values, **usual})
        added.write({**usual, "quantity": 2, "product_id": self.part.id})
        line.with_user(self.desk).price_unit = 9999
        line.write({"price_unit": 9999, "name": "As the desk has said"})
        line.write(usual)
        self.env.company.service_bench_prices = True
        for act in attempts.values():
            act()

    def test_a_line_is_not_moved_into_a_done_order(self):
        other = self._create_repair(serial="FR-2", engineer_id=self.engineer.id)
        line = other.line_ids.with_user(self.engineer)
        self._refuse({"moved": lambda: line.write({"order_id": self.order.id})})

    def test_nothing_of_the_pay_is_written_by_those_who_earn(self):
        row = self._get_earnings(self.order, self.worker).with_user(self.engineer)
        month = self._get_month().with_user(self.engineer)
        rules = self.env["service.pay.rule"].with_user(self.engineer)
        bonus = self.env["service.pay.adjustment"].with_user(self.engineer)
        facts = row.sudo()._copy_facts()
        self._refuse(
            {
                "amount": lambda: row.write({"amount": 9999}),
                "forged": lambda: row.create(
                    {**facts, "type": "work", "settlement_id": month.id, "line_key": 0}
                ),
                "deleted": row.unlink,
                "closed": month.action_close,
                "paid out": month.action_pay_out,
                "figures": lambda: month.write({"closed_accrued": 9999}),
                "new month": lambda: month.create({"employee_id": self.worker.id}),
                "rule": lambda: rules.create({"name": "Mine", "rate": 100}),
                "rule changed": lambda: self.rule.with_user(self.engineer).write(
                    {"rate": 90}
                ),
                "bonus": lambda: bonus.create(
                    {"employee_id": self.worker.id, "amount": 5, "reason": "Good"}
                ),
                "recount": self.order.action_recount_earnings,
                "order's pay": lambda: self.order.write({"pay_amount": 0}),
                "order's pay read": lambda: self.order.read(["pay_amount"]),
            }
        )

    def test_a_manager_writes_no_rows_either(self):
        row = self._get_earnings(self.order, self.worker)
        for user in (self.desk, self.keeper, self.head):
            with self.subTest(user=user.login):
                for act in (
                    lambda row=row, user=user: row.with_user(user).write({"amount": 1}),
                    row.with_user(user).unlink,
                ):
                    with self.assertRaises(UserError):
                        act()

    def test_a_bonus_cannot_name_its_own_figures(self):
        bonus = self.env["service.pay.adjustment"].with_user(self.keeper)
        vals = {"employee_id": self.worker.id, "amount": 5, "reason": "Good"}
        for more in ({"amount_signed": 900}, {"settlement_id": 1}):
            with (
                self.subTest(more=more),
                self.assertRaisesRegex(UserError, "by itself"),
            ):
                bonus.create({**vals, **more})

    def test_the_form_shows_who_may_set_prices(self):
        order = self._create_order(engineer_id=self.engineer.id)
        for user, bound in ((self.engineer, True), (self.desk, False)):
            self.assertEqual(order.with_user(user).is_catalogue_bound, bound)
        with (
            Form(order.with_user(self.engineer)) as form,
            form.line_ids.new() as line,
        ):
            line.product_id = self.work
            self.assertEqual(line.price_unit, self.work.list_price)
            with self.assertRaisesRegex(AssertionError, "readonly"):
                line.price_unit = 1
        self.env.company.service_bench_prices = True
        order.invalidate_recordset()
        with (
            Form(order.with_user(self.engineer)) as form,
            form.line_ids.edit(0) as line,
        ):
            line.price_unit = 1
        self.assertEqual(order.line_ids.price_unit, 1)
