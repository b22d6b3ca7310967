from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ServiceOrder(models.Model):
    """Add many works and parts at once, from the catalogue of products."""

    _name = "service.order"
    _inherit = ["service.order", "product.catalog.mixin"]

    def action_add_from_catalog(self):
        self.ensure_one()
        if self._is_readonly():
            self._raise_frozen()
        return super().action_add_from_catalog()

    def _is_readonly(self):
        return self.state == "issued"

    def _get_action_add_from_catalog_extra_context(self):
        return {
            **super()._get_action_add_from_catalog_extra_context(),
            "order_id": self.id,
            "product_catalog_currency_id": self.currency_id.id,
        }

    def _get_product_catalog_domain(self):
        return super()._get_product_catalog_domain() & Domain("sale_ok", "=", True)

    def _get_catalog_lines(self, product_ids):
        """The lines that the catalogue counts: not the customer's own parts."""
        return self.line_ids.filtered(
            lambda line: line.product_id.id in product_ids and line._is_charged()
        )

    def _get_product_catalog_record_lines(self, product_ids, **kwargs):
        return self._get_catalog_lines(product_ids).grouped("product_id")

    def _get_product_catalog_order_data(self, products, **kwargs):
        data = super()._get_product_catalog_order_data(products, **kwargs)
        for product, price in self._get_catalog_prices(products).items():
            data[product.id]["price"] = price
        return data

    def _get_catalog_prices(self, products):
        """The price of each product on this order, as a new line would have it."""
        # on a copy in memory: the order itself must not get these lines
        draft = self.new(origin=self)
        line = self.env["service.order.line"]
        return {
            product: line.new(
                {"order_id": draft.id, "product_id": product.id}
            )._get_catalog_price()
            for product in products
        }

    def _update_order_line_info(self, product_id, quantity, **kwargs):
        """Set the quantity of a product on the order; 0 takes the line away.

        :return: the price of one unit, discount taken off
        """
        self.ensure_one()
        product = self.env["product.product"].browse(product_id)
        line = self._get_catalog_lines([product_id])
        if len(line) > 1:
            raise UserError(
                self.env._(
                    "“%(product)s” stands on several lines: change the quantity there.",
                    product=product.display_name,
                )
            )
        if line and quantity > 0:
            line.quantity = quantity
            return line._get_catalog_price()
        if line:
            line.unlink()
        elif quantity > 0:
            return line.create(
                {
                    "order_id": self.id,
                    "product_id": product_id,
                    "quantity": quantity,
                    "sequence": max(self.line_ids.mapped("sequence"), default=10),
                }
            )._get_catalog_price()
        return self._get_catalog_prices(product)[product]


class ServiceOrderLine(models.Model):
    _inherit = "service.order.line"

    @api.readonly
    def action_add_from_catalog(self):
        """Open the catalogue for the order in whose list the button stands."""
        order = self.env["service.order"].browse(self.env.context.get("order_id"))
        return order.action_add_from_catalog()

    def _get_catalog_price(self):
        self.ensure_one()
        return self.price_unit * (1 - self.discount / 100)

    def _get_product_catalog_lines_data(self, parent_record=False, **kwargs):
        """These lines of one product, as the catalogue shows them."""
        return {
            "quantity": sum(self.mapped("quantity")),
            "price": self[:1]._get_catalog_price(),
            "readOnly": len(self) > 1 or parent_record._is_readonly(),
            "uomDisplayName": self[:1].product_uom_id.display_name,
        }
