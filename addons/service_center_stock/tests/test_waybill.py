from lxml import html

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_transfer import TransferCommon


@tagged("post_install", "-at_install")
class TestWaybill(TransferCommon):
    """The markup of the waybills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_in_stock(10)
        cls.part.default_code = "SCR-X7"

    def _text(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.storekeeper)
        markup, _kind = reports._render_qweb_html(
            f"service_center_stock.{report}", records.ids
        )
        body = html.fromstring(markup.decode()).xpath("//main")[0]
        for style in body.xpath("//style"):
            style.drop_tree()
        return " ".join(body.text_content().split())

    def _says(self, text, *words):
        for word in words:
            self.assertIn(word, text)

    def test_a_transfer_says_from_where_to_where_and_no_price(self):
        order = self._create_order(self.stranger, branch_id=self.other_branch.id)
        transfer = self._create_transfer(
            5, user=self.other_keeper, order_id=order.id, note="Handle with care"
        )
        transfer.with_user(self.storekeeper).action_send()
        for user in (self.storekeeper, self.other_keeper, self.desk):
            text = self._text("report_transfer_waybill", transfer, user)
            self._says(
                text,
                transfer.name,
                "Station (",
                "Market (",
                "SCR-X7",
                "Screen X7",
                order.name,
                "Handle with care",
                "pieces in all: 5",
                "Handed over by",
                "Accepted by",
            )
            for word in ("Price", "Amount", "2,000", "3,333"):
                self.assertNotIn(word, text)
        with self.assertRaises(AccessError):
            self._text("report_transfer_waybill", transfer, self.engineer)

    def _received(self, lots=()):
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Vendor"}).id,
                "picking_type_id": self.branch.warehouse_id.in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.part.id,
                            "product_qty": 3,
                            "price_unit": 1500,
                            "discount": 10,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        picking = purchase.picking_ids
        picking.move_ids.picked = True
        picking.button_validate()
        return picking

    def test_a_receipt_has_the_vendors_prices_and_words(self):
        picking = self._received()
        text = self._text("report_waybill", picking)
        currency = self.env.company.currency_id
        self._says(
            text,
            "Receipt waybill",
            picking.name,
            "From Vendor",
            "1,350.00",
            "4,050.00",
            currency._get_amount_in_words(4050),
        )

    def test_a_receipt_tells_no_cost_to_who_may_not_see_it(self):
        picking = self._received()
        self.storekeeper.group_ids += self.env.ref(
            "service_center.service_center_group_engineer"
        )
        text = self._text("report_waybill", picking)
        self.assertIn("Screen X7", text)
        self.assertNotIn("1,350", text)

    def test_a_delivery_within_the_house_has_no_prices(self):
        order = self._create_order()
        self.branch.parts_steps = "two_steps"
        line = self._add_part(order, 2)
        pickings = line.with_user(self.storekeeper).move_ids.action_issue_parts()
        text = self._text("report_waybill", pickings)
        self._says(text, "issue of parts", pickings.name, order.name, "Station (")
        self.assertNotIn("Price", text)

    def test_serial_numbers_stand_on_it(self):
        board = self.env["product.product"].create(
            {"name": "Board", "is_storable": True, "tracking": "serial"}
        )
        lot = self.env["stock.lot"].create({"name": "B-77", "product_id": board.id})
        self._put_in_stock(1, product=board, lot_id=lot)
        transfer = self._create_transfer(
            line_ids=[Command.create({"product_id": board.id, "lot_id": lot.id})]
        )
        transfer.action_send()
        self._says(self._text("report_transfer_waybill", transfer), "B-77")
        shipped = transfer.sudo().line_ids._get_sent().picking_id
        self._says(self._text("report_waybill", shipped), "B-77", "transfer of parts")

    def test_the_outgoing_waybill_is_what_the_customer_buys(self):
        order = self._create_order()
        self._add_part(order, 2)
        self._add_part(order, 1, payer="center", name="Secret favour")
        self._add_part(order, 1, product=self.work)
        text = self._text("report_order_waybill", order, self.desk)
        total = order.line_ids[0].price_total
        self._says(
            text,
            "Outgoing waybill",
            order.name,
            "Анна Крылова",
            "3,333.33",
            "6,666.66",
            self.tax.tax_group_id.name,
            order.currency_id._get_amount_in_words(total),
        )
        for word in ("Secret favour", "Screen replacement", "2,000.00"):
            self.assertNotIn(word, text)
        with self.assertRaises(AccessError):
            self._text("report_order_waybill", order, self.stranger)

    def test_another_branchs_waybill_is_not_printed(self):
        picking = self._received()
        with self.assertRaises(AccessError):
            self._text("report_waybill", picking, self.other_keeper)

    def test_the_vendors_language_is_spoken(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        picking = self._received()
        picking.partner_id.lang = "pl_PL"
        self.assertEqual(picking._get_waybill_lang(), "pl_PL")
        self._says(
            self._text("report_waybill", picking),
            self.env.company.currency_id.with_context(
                lang="pl_PL"
            )._get_amount_in_words(4050),
        )

    def test_the_papers_of_orders_look_as_before(self):
        order = self._create_order()
        reports = self.env["ir.actions.report"].with_user(self.desk)
        markup, _kind = reports._render_qweb_html(
            "service_center.report_intake", order.ids
        )
        self.assertIn("Station", markup.decode())
