from odoo import models


class ServiceOrder(models.Model):
    """A part or work that is scanned while its order is open goes onto the order."""

    _inherit = "service.order"

    def add_scanned(self, code):
        """Put one more of what was scanned on this order.

        :param code: a barcode or article number, as scanned
        :return: the product's name and how many the order has now; ``False`` if the
            code is none of a single product that is sold, or if the order was issued
        """
        self.ensure_one()
        spellings = self._get_scan_spellings(str(code or "")[:200])
        if not spellings or self._is_readonly():
            return False
        # a number of an order, or a serial, opens that order as everywhere else
        if self._find_by_number(spellings) or self._find_by_serial(spellings):
            return False
        product = self.env["service.scan"]._find_product(spellings).filtered("sale_ok")
        if len(product) != 1:
            return False
        there = self._get_catalog_lines(product.ids)
        quantity = sum(there.mapped("quantity")) + 1
        self._update_order_line_info(product.id, quantity)
        return {"name": product.display_name, "quantity": quantity}
