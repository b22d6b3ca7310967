from lxml import html

from odoo.fields import Command

from .common import ServiceCommon

REPORTS = (
    "intake",
    "intake_roll",
    "work_order",
    "worksheet",
    "inspection",
    "act",
    "warranty",
    "refusal",
    "sale",
    "sale_roll",
)


class ReportCommon(ServiceCommon):
    """Orders that have something to print, and the markup of their documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods, cls.fee = cls.env["product.product"].create(
            [
                {
                    "name": "Phone case",
                    "type": "consu",
                    "list_price": 990.45,
                    "service_line_kind": "goods",
                    "taxes_id": [Command.set(cls.tax.ids)],
                },
                {
                    "name": "Diagnostics",
                    "type": "service",
                    "list_price": 500,
                    "taxes_id": [Command.set(cls.tax.ids)],
                },
            ]
        )
        cls.branch.diagnostic_product_id = cls.fee

    def _lines(self, *products, **vals):
        return [Command.create({"product_id": p.id, **vals}) for p in products]

    def _repaired(self, **vals):
        """An order that is done, with a work, a part, goods and more."""
        order = self._create_order(
            line_ids=self._lines(self.work, self.part, self.goods)
            + self._lines(self.part, payer="vendor")
            + self._lines(self.work, payer="center", name="Secret favour"),
            **vals,
        )
        order = self._finish(order)
        order.result = "New screen"
        return order

    def _refused(self, **vals):
        order = self._create_order(**vals).with_user(self.desk)
        order.refusal_reason = "Too expensive"
        order.action_refuse()
        return order

    def _render(self, report, orders, user=None):
        """The markup of a print, as a tree."""
        report = f"service_center.report_{report}"
        reports = self.env["ir.actions.report"].with_user(user or self.desk)
        markup, _kind = reports._render_qweb_html(report, orders.ids)
        return html.fromstring(markup.decode())

    def _text(self, report, orders, user=None):
        """The words of a print, as a reader sees them."""
        body = self._render(report, orders, user).xpath("//main")[0]
        for style in body.xpath("//style"):
            style.drop_tree()
        return " ".join(body.text_content().split())
