from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_transfer import TransferCommon


@tagged("post_install", "-at_install")
class TestPartsStock(TransferCommon):
    """The stock list: what each branch has, keeps, lacks; and who else has it."""

    def setUp(self):
        super().setUp()
        self._put_in_stock(5)
        self._put_in_stock(3, location=self.other_stock)

    def _row(self, user=None, branch=None):
        rows = self.env["service.parts.stock"].with_user(user or self.desk)
        return rows.search(
            [
                ("product_id", "=", self.part.id),
                ("branch_id", "=", (branch or self.branch).id),
            ]
        )

    def test_a_row_says_what_lies_there(self):
        self._add_part(self._create_order(), 2)
        self._put_in_stock(1, location=self.bench)
        self.assertRecordValues(
            self._row(),
            [
                {
                    "quantity": 6,
                    "quantity_reserved": 2,
                    "quantity_free": 3,
                    "quantity_short": 0,
                    "list_price": 3333.33,
                    "categ_id": self.part.categ_id.id,
                }
            ],
        )

    def test_what_orders_lack_is_short(self):
        self._add_part(self._create_order(), 7)
        self.assertEqual(self._row().quantity_short, 2)
        rows = self._row().search([("quantity_short", ">", 0)])
        self.assertEqual(rows, self._row())
        self.assertFalse(
            rows.search([("id", "in", rows.ids), ("quantity_free", ">", 0)])
        )

    def test_it_groups_by_branch_and_category(self):
        rows = self.env["service.parts.stock"].with_user(self.head)
        groups = rows._read_group(
            [("product_id", "=", self.part.id)],
            ["branch_id", "categ_id"],
            ["quantity_free:sum"],
        )
        self.assertEqual(
            {(branch, free) for branch, _category, free in groups},
            {(self.branch, 5), (self.other_branch, 3)},
        )

    def test_each_sees_the_stock_of_his_branches(self):
        for user in (self.desk, self.engineer, self.storekeeper):
            self.assertTrue(self._row(user), user.login)
            self.assertFalse(self._row(user, self.other_branch), user.login)
            with self.assertRaises(AccessError):
                self._row(self.head, self.other_branch).with_user(user).read(
                    ["quantity"]
                )
        self.assertTrue(
            self._row(self.head) and self._row(self.head, self.other_branch)
        )
        with self.assertRaises(AccessError):
            self._row(self.outsider)

    def test_costs_are_not_for_engineers(self):
        self.assertEqual(self._row(self.desk).value, 10000)
        self.assertEqual(self._row(self.storekeeper).value, 10000)
        with self.assertRaises(AccessError):
            self._row(self.engineer).read(["value"])
        arch = (
            self.env["service.parts.stock"]
            .with_user(self.engineer)
            .get_view(view_type="list")["arch"]
        )
        self.assertNotIn('name="value"', arch)

    def test_another_branch_that_has_it_is_named(self):
        self._add_part(
            self._create_order(self.stranger, branch_id=self.other_branch.id), 2
        )
        self.assertEqual(self._row(self.engineer).elsewhere, "Market: 1")
        part = self.part.with_user(self.engineer)
        self.assertEqual(part.service_free, "Station: 5, Market: 1")
        self.assertEqual(part.product_tmpl_id.service_free, "Station: 5, Market: 1")
        self._put_in_stock(-1, location=self.other_stock)
        self.env.invalidate_all()
        self.assertEqual(part.service_free, "Station: 5")

    def test_nobody_writes_it(self):
        for user in (self.storekeeper, self.head):
            with self.assertRaises(AccessError):
                self._row(user).write({"quantity": 100})

    def test_the_branch_card_counts_and_opens_it(self):
        self._create_transfer()
        branch = self.branch.with_user(self.head)
        self.assertEqual((branch.parts_count, branch.transfer_count), (1, 1))
        rows = self.env["service.parts.stock"].search(
            branch.action_view_stock()["domain"]
        )
        self.assertEqual(rows, self._row(self.head).with_env(self.env))
        found = self.env["service.parts.transfer"].search(
            branch.action_view_transfers()["domain"]
        )
        self.assertEqual(len(found), 1)
        self.assertEqual(self.branch.with_user(self.engineer).transfer_count, 0)

    def test_as_many_queries_for_many_rows(self):
        def read():
            self.env.invalidate_all()
            rows = self.env["service.parts.stock"].with_user(self.desk).search([])
            rows.web_read(
                dict.fromkeys(("quantity_free", "list_price", "value", "elsewhere"), {})
            )
            return len(rows)

        read()
        few = self._count(read)
        more = self.env["product.product"].create(
            [{"name": f"P{n}", "is_storable": True} for n in range(20)]
        )
        for product in more:
            self._put_in_stock(1, product=product)
            self._put_in_stock(1, product=product, location=self.other_stock)
        self.env.flush_all()
        read()
        self.assertEqual(self._count(read), few)
        self.assertEqual(read(), 21)

    def _count(self, act):
        before = self.cr.sql_log_count
        act()
        return self.cr.sql_log_count - before
