from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_returns import ReturnsCommon


@tagged("post_install", "-at_install")
class TestPartsValuation(ReturnsCommon):
    """The books say of parts what the stock says, by every method of valuation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"].create(
            [
                {"name": "Stock", "code": "SVC1000", "account_type": "asset_current"},
                {"name": "Cost", "code": "SVC5000", "account_type": "expense"},
                {"name": "Sales", "code": "SVC4000", "account_type": "income"},
                {
                    "name": "Debtors",
                    "code": "SVC1100",
                    "account_type": "asset_receivable",
                    "reconcile": True,
                },
                {
                    "name": "Creditors",
                    "code": "SVC2100",
                    "account_type": "liability_payable",
                    "reconcile": True,
                },
            ]
        )
        cls.stock_account, cls.cost_account, cls.sales, debtors, creditors = accounts
        for kind in ("sale", "purchase"):
            cls.env["account.journal"].create(
                {"name": f"SVC {kind}", "code": f"SV{kind[0]}", "type": kind}
            )
        for partner in (cls.customer, cls.vendor):
            partner.property_account_receivable_id = debtors
            partner.property_account_payable_id = creditors
        cls.work.property_account_income_id = cls.sales
        cls.part.supplier_taxes_id = False
        cls.brand.partner_id = cls.env["res.partner"].create(
            {"name": "Nokla Ltd", "property_account_receivable_id": debtors.id}
        )

    def _use(self, cost_method, valuation):
        self.part.categ_id = self.env["product.category"].create(
            {
                "name": f"{cost_method} {valuation}",
                "property_cost_method": cost_method,
                "property_valuation": valuation,
                "property_stock_valuation_account_id": self.stock_account.id,
                "property_account_expense_categ_id": self.cost_account.id,
                "property_account_income_categ_id": self.sales.id,
            }
        )

    def _receive(self, quantity, price):
        """Buy parts and book the vendor's bill, so that the books know of them."""
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "picking_type_id": self.branch.warehouse_id.in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.part.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        purchase.picking_ids.move_ids.write({"quantity": quantity, "picked": True})
        purchase.picking_ids.button_validate()
        purchase.action_create_invoice()
        bill = purchase.invoice_ids
        bill.invoice_date = "2026-01-01"
        bill.action_post()

    def _balance(self, account):
        [(balance,)] = self.env["account.move.line"]._read_group(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")],
            [],
            ["balance:sum"],
        )
        return round(balance or 0.0, 2)

    def _check_books(self):
        """Debit is credit, and the account of the stock is the stock's value."""
        self.env.flush_all()
        self.env.invalidate_all()
        [(total,)] = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted")], [], ["balance:sum"]
        )
        self.assertAlmostEqual(total, 0, 2)
        if self.part.valuation == "real_time":
            self.assertEqual(
                self._balance(self.stock_account), round(self.part.total_value, 2)
            )

    def _invoice(self, order, payer="customer"):
        if payer == "customer":
            order.with_user(self.desk).action_create_invoice()
        else:
            order.with_user(self.desk).action_create_claim()
        move = order.sudo().invoice_ids.filtered(lambda m: m.service_payer == payer)
        move = move.sorted("id")[-1:]
        if move.state == "draft":
            move.action_post()
        return move

    def _get_methods(self):
        for cost_method in ("fifo", "average", "standard"):
            for valuation in ("real_time", "periodic"):
                yield cost_method, valuation

    def test_an_invoice_books_the_cost_of_its_parts_once(self):
        for method, valuation in self._get_methods():
            with (
                self.subTest(method=method, valuation=valuation),
                self.cr.savepoint() as sp,
            ):
                self._use(method, valuation)
                if method == "standard":
                    self.part.standard_price = 100
                    self._receive(4, 100)
                else:
                    self._receive(2, 100)
                    self._receive(2, 200)
                self._check_books()
                order = self._create_order()
                self._add_part(order, 3)
                self._finish(order)
                invoice = self._invoice(order)
                expected = {"fifo": 400, "average": 450, "standard": 300}[method]
                cogs = invoice.line_ids.filtered(lambda ln: ln.display_type == "cogs")
                if valuation == "real_time":
                    self.assertEqual(len(cogs), 2)
                    self.assertEqual(self._balance(self.cost_account), expected)
                else:
                    self.assertFalse(cogs)
                self._check_books()
                self.assertEqual(order.sudo().amount_parts_cost, expected)
                invoice.button_draft()
                invoice.action_post()
                self._check_books()
                sp.close(rollback=True)
            self.env.invalidate_all()

    def test_what_the_average_became_since_does_not_matter(self):
        self._use("average", "real_time")
        self._receive(2, 100)
        order = self._create_order()
        self._add_part(order, 1)
        self._finish(order)
        self._receive(1, 700)
        self._invoice(order)
        self.assertEqual(self._balance(self.cost_account), 100)
        self._check_books()

    def test_a_credited_invoice_and_another_book_the_cost_once(self):
        for method in ("fifo", "average"):
            with self.subTest(method), self.cr.savepoint() as sp:
                self._use(method, "real_time")
                self._receive(2, 100)
                self._receive(2, 200)
                order = self._create_order()
                line = self._add_part(order, 3)
                self._finish(order)
                cost = order.sudo().amount_parts_cost
                invoice = self._invoice(order)
                invoice._reverse_moves(
                    [{"invoice_date": invoice.invoice_date}], cancel=True
                )
                self.assertEqual(self._balance(self.cost_account), 0)
                line.with_user(self.desk).quantity = 2
                self._invoice(order)
                self.assertEqual(
                    self._balance(self.cost_account),
                    round(order.sudo().amount_parts_cost, 2),
                )
                self.assertLess(order.sudo().amount_parts_cost, cost)
                self._check_books()
                sp.close(rollback=True)
            self.env.invalidate_all()

    def test_a_claim_to_the_brand_books_the_cost_of_warranty_parts(self):
        self._use("fifo", "real_time")
        self._receive(2, 100)
        order = self._create_order()
        self._add_part(order, payer="vendor")
        self._add_part(order)
        self._finish(order)
        self._invoice(order, "vendor")
        self.assertEqual(self._balance(self.cost_account), 100)
        self._invoice(order)
        self.assertEqual(self._balance(self.cost_account), 200)
        self._check_books()

    def test_an_accountant_without_rights_in_stock_posts_it(self):
        self._use("fifo", "real_time")
        self._receive(1, 100)
        order = self._create_order()
        self._add_part(order)
        self._finish(order)
        self.env.company.service_post_invoices = False
        order.with_user(self.desk).action_create_invoice()
        accountant = new_test_user(
            self.env, "books", groups="account.group_account_invoice"
        )
        order.sudo().invoice_ids.with_user(accountant).action_post()
        self.assertEqual(self._balance(self.cost_account), 100)

    def _answered(self, answer="credited"):
        """A dead part of ours and one out of a device, sent and answered."""
        order = self._create_order()
        self._remove_part(
            order, product_id=self.part.id, fate="vendor", vendor_id=self.vendor.id
        )
        claim = self._create_claim(user=self.desk)
        claim.action_collect()
        self._claim_part(claim)
        claim.line_ids.price_unit = 100
        claim.action_send()
        claim.line_ids.answer = answer
        claim.action_answer()
        return claim

    def test_a_credit_note_of_the_vendor_is_compared_row_by_row(self):
        for method in ("fifo", "average"):
            with self.subTest(method), self.cr.savepoint() as sp:
                self._use(method, "real_time")
                self._receive(3, 100)
                claim = self._answered()
                self.assertEqual(claim.amount_expected, 200)
                claim.action_create_refund()
                claim.action_create_refund()
                refund = claim.sudo().refund_ids
                self.assertEqual(len(refund), 1, "a second click shows the first")
                with self.assertRaisesRegex(UserError, "differs"):
                    claim.action_close()
                lines = refund.invoice_line_ids
                lines.filtered(
                    lambda ln: ln.service_claim_line_id.removed_part_id
                ).price_unit = 60
                refund.invoice_date = "2026-01-02"
                refund.action_post()
                self.assertEqual(
                    claim.line_ids.sorted("id").mapped("amount_difference"), [40, 0]
                )
                self.assertEqual(claim.amount_difference, 40)
                self._check_books()
                self.assertEqual(self._balance(self.cost_account), -60)
                with self.assertRaisesRegex(UserError, "differs.*Old screen"):
                    claim.action_close()
                claim.difference_reason = "Agreed by phone"
                claim.action_close()
                self.assertEqual(claim.state, "closed")
                sp.close(rollback=True)
            self.env.invalidate_all()

    def test_a_credit_note_that_came_by_itself_is_linked(self):
        self._use("fifo", "real_time")
        self._receive(2, 100)
        claim = self._answered()
        refund = self.env["account.move"].create(
            {
                "move_type": "in_refund",
                "partner_id": self.vendor.id,
                "invoice_date": "2026-01-02",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.part.id,
                            "quantity": 1,
                            "price_unit": price,
                            "tax_ids": [],
                        }
                    )
                    for price in (100, 90)
                ],
            }
        )
        refund.service_claim_id = claim
        refund.action_post()
        self.assertEqual(sum(claim.line_ids.mapped("amount_credited")), 190)
        self.assertEqual(claim.amount_difference, 10)
        refund.button_draft()
        refund.service_claim_id = False
        self.env.invalidate_all()
        self.assertEqual(claim.amount_credited, 0)
        self.assertFalse(refund.invoice_line_ids.service_claim_line_id)
        invoice = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.vendor.id}
        )
        with self.assertRaisesRegex(UserError, "not by"):
            invoice.service_claim_id = claim

    def test_a_replacement_comes_back_at_what_went(self):
        for method in ("fifo", "average"):
            with self.subTest(method), self.cr.savepoint() as sp:
                self._use(method, "real_time")
                self._receive(1, 100)
                self._receive(1, 300)
                before = self.part.total_value
                claim = self._create_claim(user=self.desk)
                line = self._claim_part(claim)
                claim.action_send()
                line.answer = "replaced"
                claim.action_answer()
                self.env.invalidate_all()
                self.assertEqual(self.part.total_value, before)
                self._check_books()
                sp.close(rollback=True)
            self.env.invalidate_all()

    def test_storekeepers_make_no_credit_notes(self):
        self._use("fifo", "real_time")
        self._receive(1, 100)
        claim = self._answered()
        with self.assertRaises(AccessError):
            claim.with_user(self.storekeeper).action_create_refund()

    def test_who_sees_one_branch_does_not_set_the_cost_by_it(self):
        self._use("fifo", "real_time")
        self._receive(4, 100)
        far = self.other_branch.warehouse_id.lot_stock_id
        move = self.env["stock.move"].create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 3,
                "location_id": self.stock.id,
                "location_dest_id": far.id,
            }
        )
        move._action_confirm()
        move.write({"quantity": 3, "picked": True})
        move._action_done()
        own = self.env["stock.move"].with_user(self.storekeeper)
        gone = own.create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 1,
                "location_id": self.stock.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        gone._action_confirm()
        gone.write({"quantity": 1, "picked": True})
        gone._action_done()
        self.env.invalidate_all()
        self.assertEqual(gone.sudo().value, 100)
        self.assertEqual(self.part.standard_price, 100)
        self.assertEqual(self.part.total_value, 300)

    def test_engineers_do_not_learn_the_value_of_the_stock(self):
        self._use("fifo", "real_time")
        self._receive(1, 100)
        for name in ("total_value", "avg_cost"):
            with self.assertRaises(AccessError):
                self.part.with_user(self.engineer).with_context(
                    service_whole_stock=True
                ).read([name])
