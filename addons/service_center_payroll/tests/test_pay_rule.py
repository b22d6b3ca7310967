from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PayCommon


@tagged("post_install", "-at_install")
class TestPayRule(PayCommon):
    """The first rule that fits pays, and stays as it was when it paid."""

    def _get_paid(self, *products, **vals):
        rows = self._get_earnings(self._repair(*products, **vals))
        return rows.filtered(lambda row: row.employee_id == self.worker)

    def _first(self, name, rate, **vals):
        return self._create_rule(name, rate, sequence=1, **vals)

    def test_each_way_of_paying(self):
        self.work.service_norm_hours = 1.5
        self.part.standard_price = 1333.33
        for number, (kind, rate, products, amount, words) in enumerate(
            [
                (
                    "percent",
                    10,
                    self.work,
                    150,
                    "1,500.00 × 100 % share × 10 % = 150.00",
                ),
                ("fixed", 250, self.work, 250, "1 × 250.00 × 100 % share = 250.00"),
                (
                    "hour",
                    400,
                    self.work,
                    600,
                    "1.5 norm-hours × 400.00 × 100 % share = 600.00",
                ),
                (
                    "margin",
                    12.5,
                    self.part,
                    250,
                    "margin 2,000.00 × 100 % share × 12.5 % = 250.00",
                ),
            ]
        ):
            with self.subTest(kind=kind):
                rule = self._first(kind, rate, kind=kind, line_kind=False)
                row = self._get_paid(products, serial=f"WAY-{number}")
                self.assertEqual((row.rule_id, row.amount), (rule, amount))
                self.assertEqual(row.with_context(lang="en_US").arithmetic, words)
                rule.active = False

    def test_each_filter(self):
        job = self.env["hr.job"].create({"name": "Master"})
        categ = self.env["product.category"].create({"name": "Screens"})
        below = self.env["product.category"].create(
            {"name": "OLED", "parent_id": categ.id}
        )
        other = self.env["product.product"].create(
            {"name": "Soldering", "type": "service", "categ_id": below.id}
        )
        other.list_price = 100
        self.mate.job_id = job
        cases = {
            "employee_ids": (self.mate, self.worker),
            "job_ids": (job, None),
            "product_ids": (other, self.work),
            "categ_ids": (categ, None),
            "branch_ids": (self.other_branch, self.branch),
        }
        for name, (wrong, right) in cases.items():
            for records, fits in ((wrong, False), (right, True)):
                if records is None:
                    continue
                with self.subTest(filter=name, fits=fits):
                    rule = self._first(name, 7, **{name: [Command.set(records.ids)]})
                    row = self._get_paid(serial=f"{name}{fits}")
                    self.assertEqual(row.rule_id == rule, fits)
                    rule.active = False
        by_categ = self._first("Below", 7, categ_ids=[Command.set(categ.ids)])
        self.assertEqual(self._get_paid(other, serial="CATEG").rule_id, by_categ)
        by_categ.active = False
        self.worker.job_id = job
        by_job = self._first("Job", 7, job_ids=[Command.set(job.ids)])
        self.assertEqual(self._get_paid(serial="JOB").rule_id, by_job)

    def test_by_who_pays_and_by_kind_of_line(self):
        warranty = self._first("Warranty", 20, payer="vendor")
        order = self._create_repair()
        order.line_ids.payer = "vendor"
        self._finish(order)
        self.assertEqual(self._get_earnings(order).rule_id, warranty)
        self.assertFalse(self._get_paid(self.part, serial="PART"))

    def test_a_rule_of_nought_pays_nothing_and_asks_no_other(self):
        self._first("Nothing", 0)
        self.assertFalse(self._get_paid())

    def test_validity_is_by_the_day_of_the_work(self):
        self._first("Past", 1, date_to=date(2020, 1, 1))
        self._first("Future", 2, date_from=date(2999, 1, 1))
        self.assertEqual(self._get_paid().rule_id, self.rule)

    def test_no_rule_no_pay(self):
        self.rule.active = False
        self.assertFalse(self._get_paid())

    def test_a_used_rule_stays(self):
        row = self._get_paid()
        for vals in (
            {"rate": 90},
            {"kind": "fixed"},
            {"employee_ids": [Command.set(self.mate.ids)]},
            {"clawback": 0},
            {"date_from": "2020-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "stays"):
                self.rule.write(vals)
        with self.assertRaisesRegex(UserError, "earned by it on"):
            self.rule.date_to = date(2020, 1, 1)
        self.rule.write({"name": "Renamed", "rate": 40, "date_to": row.date})

    def test_new_rules_leave_what_was_earned(self):
        row = self._get_paid()
        self._first("Better", 90)
        row.order_id.with_user(self.desk).line_ids.name = "Other words"
        row.order_id._sync_earnings()
        self.assertEqual(self._get_earnings(row.order_id), row)

    def test_who_keeps_the_pay_may_have_it_counted_again(self):
        row = self._get_paid()
        self._first("Better", 50)
        with self.assertRaises(UserError):
            row.order_id.with_user(self.desk).action_recount_earnings()
        row.order_id.with_user(self.keeper).action_recount_earnings()
        rows = self._get_earnings(row.order_id)
        self.assertEqual(rows.mapped("amount"), [600, -600, 750])
        self.assertEqual(rows[1].reason, "recounted")

    def test_rules_are_read_once(self):
        self._get_paid()
        rules = self.env["service.pay.rule"]
        with self.assertQueryCount(0):
            rules._get_rules(self.env.company.id)
        self._first("New", 1)
        self.assertEqual(rules._get_rules(self.env.company.id)[0].rate, 1)
