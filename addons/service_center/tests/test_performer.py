from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestPerformer(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.work.service_norm_hours = 2
        cls.worker, cls.mate = cls.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id}
                for user in (cls.engineer, cls.colleague)
            ]
        )
        cls.order = cls._create_order()
        cls.order.line_ids = [
            Command.create({"product_id": product.id})
            for product in (cls.work, cls.part)
        ]
        cls.order.with_user(cls.engineer).action_start()
        cls.line = cls.order.line_ids[0]

    def _shares(self, *parts):
        return [
            Command.create({"employee_id": employee.id, "percent": percent})
            for employee, percent in parts
        ]

    @users("engineer")
    def test_two_share_a_work_and_change_their_mind(self):
        line = self.line.with_env(self.env)
        line.share_ids = self._shares((self.worker, 60), (self.mate, 40))
        self.assertEqual(
            line.performers, f"{self.worker.name} 60 %, {self.mate.name} 40 %"
        )
        self.assertEqual(line.share_ids.mapped("norm_hours"), [1.2, 0.8])
        self.assertEqual(line.share_ids.mapped("amount"), [900, 600])
        first, second = line.share_ids
        line.share_ids = [
            Command.update(first.id, {"percent": 75}),
            Command.update(second.id, {"percent": 25}),
        ]
        line.share_ids = [
            Command.delete(second.id),
            Command.update(first.id, {"percent": 100}),
        ]
        self.assertEqual(line.performers, self.worker.name)
        line.share_ids = [Command.clear()]
        self.assertFalse(line.performers)

    @users("engineer")
    def test_shares_that_do_not_make_100_are_refused_on_every_path(self):
        line = self.line.with_env(self.env)
        order = line.order_id
        share = self.env["service.order.line.share"]
        line.share_ids = self._shares((self.worker, 60), (self.mate, 40))
        first, second = line.share_ids
        half = {"line_id": line.id, "employee_id": self.mate.id, "percent": 50}
        other = line.copy({"order_id": order.id})
        paths = {
            "line": lambda: line.write(
                {"share_ids": [Command.update(first.id, {"percent": 61})]}
            ),
            "order": lambda: order.write(
                {
                    "line_ids": [
                        Command.update(
                            line.id, {"share_ids": [Command.delete(first.id)]}
                        )
                    ]
                }
            ),
            "new line": lambda: line.create(
                {
                    "order_id": order.id,
                    "product_id": self.work.id,
                    "share_ids": self._shares((self.worker, 50)),
                }
            ),
            "share": lambda: first.write({"percent": 10}),
            "share gone": second.unlink,
            "new share": lambda: share.create({**half, "line_id": other.id}),
            "share moved": lambda: first.write({"line_id": other.id}),
            "share moved away": lambda: first.write(
                {"line_id": other.id, "percent": 100}
            ),
            "through another line": lambda: other.write(
                {"share_ids": [Command.update(first.id, {"percent": 10})]}
            ),
            "through a new line": lambda: line.create(
                {
                    "order_id": order.id,
                    "product_id": self.work.id,
                    "share_ids": [Command.update(first.id, {"percent": 10})],
                }
            ),
            "forged context": lambda: first.with_context(
                service_pending_lines={"ids": []}
            ).write({"percent": 10}),
            "import": lambda: self._import(other),
        }
        for path, act in paths.items():
            with (
                self.subTest(path),
                self.assertRaisesRegex(
                    ValidationError, "the shares of the performers make .* %, not 100"
                ),
                self.cr.savepoint(),
            ):
                act()
        self.assertEqual(line.share_ids.mapped("percent"), [60, 40])

    def _import(self, line):
        shares = self.env["service.order.line.share"]
        xmlid = line._export_rows([["id"]])[0][0]
        result = shares.load(
            ["line_id/id", "employee_id/.id", "percent"], [[xmlid, self.mate.id, "50"]]
        )
        self.assertFalse(result["ids"])
        raise ValidationError(result["messages"][0]["message"])

    @users("engineer")
    def test_the_sentence_names_the_sum(self):
        line = self.line.with_env(self.env)
        with self.assertRaisesRegex(ValidationError, "make 99.99 %, not 100 %"):
            line.share_ids = self._shares((self.worker, 66.66), (self.mate, 33.33))

    @users("engineer")
    def test_thirds_are_corrected_by_the_person(self):
        third = self.env["hr.employee"].sudo().create({"name": "Third"})
        line = self.line.with_env(self.env)
        line.share_ids = self._shares(
            (self.worker, 33.34), (self.mate, 33.33), (third, 33.33)
        )
        self.assertEqual(sum(line.share_ids.mapped("percent")), 100)

    @users("engineer")
    def test_a_person_is_named_once_with_a_possible_share(self):
        line = self.line.with_env(self.env)
        for parts in (
            ((self.worker, 50), (self.worker, 50)),
            ((self.worker, 150), (self.mate, -50)),
            ((self.worker, 100), (self.mate, 0)),
        ):
            with (
                self.subTest(parts),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                line.share_ids = self._shares(*parts)

    @users("engineer")
    def test_nobody_performs_a_text(self):
        with self.assertRaisesRegex(ValidationError, "is a text"):
            self.line.with_env(self.env).create(
                {
                    "order_id": self.order.id,
                    "display_type": "line_note",
                    "name": "Note",
                    "share_ids": self._shares((self.worker, 100)),
                }
            )

    @users("engineer")
    def test_dialog_offers_what_is_left(self):
        form = Form(
            self.line.with_env(self.env),
            "service_center.service_order_line_view_performers",
        )
        self.assertEqual(form.share_rest, 100)
        with form.share_ids.new() as share:
            share.employee_id = self.worker
            share.percent = 70
        self.assertEqual(form.share_rest, 30)
        with form.share_ids.new() as share:
            share.employee_id = self.mate
            share.percent = form.share_rest
        form.save()
        self.assertEqual(self.line.share_ids.mapped("percent"), [70, 30])

    @users("engineer")
    def test_done_by_the_engineer_unless_somebody_is_named(self):
        order = self.order.with_env(self.env)
        named = self.line.with_env(self.env).copy({"order_id": order.id})
        named.share_ids = self._shares((self.mate, 100))
        order.diagnosis = "Broken screen"
        order.action_done()
        self.assertRecordValues(
            self.line.share_ids,
            [{"employee_id": self.worker.id, "percent": 100, "norm_hours": 2}],
        )
        self.assertEqual(named.share_ids.employee_id, self.mate)
        self.assertFalse(order.line_ids.filtered(lambda x: x.kind == "part").share_ids)
        self.assertEqual(self.line.share_ids.date_end, order.date_end)
        late = self.line.with_env(self.env).create(
            {"order_id": order.id, "product_id": self.work.id}
        )
        self.assertEqual(late.share_ids.employee_id, self.worker)

    def test_an_engineer_who_is_no_employee_leaves_the_work_open(self):
        self.worker.user_id = False
        self._finish(self.order)
        self.assertEqual(self.order.state, "done")
        self.assertFalse(self.line.share_ids)

    def test_who_may_say_it(self):
        shares = self._shares((self.worker, 100))
        self.line.with_user(self.desk).share_ids = shares
        share = self.line.share_ids
        self.assertEqual(
            share.with_user(self.engineer).employee_id.name, self.worker.name
        )
        free = self._create_order(serial="FREE")
        free.line_ids = [Command.create({"product_id": self.work.id})]
        with self.assertRaises(AccessError):
            free.line_ids.with_user(self.engineer).share_ids = shares
        free.line_ids.share_ids = shares
        seen = free.line_ids.share_ids.with_user(self.engineer)
        self.assertEqual(seen.percent, 100)
        empty = self._create_order(serial="FREE2")
        empty.line_ids = [Command.create({"product_id": self.work.id})]
        with self.assertRaises(AccessError):
            share.with_user(self.engineer).line_id = empty.line_ids
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            seen.unlink()
        for user in (self.colleague, self.stranger, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                share.with_user(user).read(["percent"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                share.with_user(user).write({"percent": 100})
        self.assertEqual(share.with_user(self.head).percent, 100)

    def test_another_company_sees_no_shares_and_lends_nobody(self):
        self.line.share_ids = self._shares((self.worker, 100))
        company = self.env["res.company"].create({"name": "Another centre"})
        foreign = self.env["hr.employee"].create(
            {"name": "Foreign", "company_id": company.id}
        )
        with self.assertRaisesRegex(UserError, "compan"):
            self.line.share_ids.employee_id = foreign
        self.head.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        shares = self.env["service.order.line.share"].with_user(self.head)
        self.assertFalse(shares.search([]) & self.line.share_ids)

    @users("engineer")
    def test_private_data_of_colleagues_stays_private(self):
        self.line.share_ids = self._shares((self.mate, 100))
        employee = self.line.with_env(self.env).share_ids.employee_id
        self.assertEqual(employee.display_name, self.mate.name)
        with self.assertRaises(AccessError):
            employee.read(["private_phone"])

    def test_shares_of_an_issued_order_are_frozen(self):
        order = self._finish(self.order)
        share = self.line.share_ids
        order.with_user(self.desk).action_issue()
        share = share.with_user(self.head)
        for what, act in {
            "percent": lambda: share.write({"percent": 100}),
            "gone": share.unlink,
            "new": lambda: share.create(
                {"line_id": order.line_ids[1].id, "employee_id": self.mate.id}
            ),
            "line": lambda: self.line.with_user(self.head).write(
                {"share_ids": [Command.clear()]}
            ),
        }.items():
            with self.subTest(what), self.assertRaisesRegex(UserError, "issued"):
                act()

    @users("desk")
    def test_what_the_server_counts_cannot_be_forged(self):
        line = self.line.with_env(self.env)
        line.share_ids = self._shares((self.worker, 100))
        for vals in ({"norm_hours": 9}, {"amount": 9}, {"company_id": 1}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "by itself"):
                line.share_ids.write(vals)

    @users("head")
    def test_works_are_counted_per_performer(self):
        self.line.share_ids = self._shares((self.worker, 75), (self.mate, 25))
        groups = self.env["service.order.line.share"]._read_group(
            [("order_id", "=", self.order.id)],
            ["employee_id"],
            ["norm_hours:sum", "amount:sum"],
        )
        self.assertEqual(
            {employee.id: figures for employee, *figures in groups},
            {self.worker.id: [1.5, 1125], self.mate.id: [0.5, 375]},
        )
