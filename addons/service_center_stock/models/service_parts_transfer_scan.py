from odoo import api, fields, models
from odoo.fields import Domain


class ServicePartsTransfer(models.Model):
    """A scanner fills in the parts to send, and counts those that arrived."""

    _inherit = "service.parts.transfer"

    scan = fields.Char(
        store=False,
        help="Scan or type a barcode, an article number or a serial number: before "
        "sending it adds the part, after that it counts it.",
    )

    @api.onchange("scan")
    def _onchange_scan(self):
        code, self.scan = self.scan, False
        if not code:
            return None
        product, lot = self._find_scanned(code)
        if not product:
            return self._warn_scan(
                self.env._("“%(code)s”: no such part here.", code=code)
            )
        lines = self.line_ids.filtered(
            lambda ln: ln.product_id == product and (not lot or ln.lot_id == lot)
        )
        if self.state in ("sent", "short"):
            if not lines:
                return self._warn_scan(
                    self.env._(
                        "%(product)s was not sent with this transfer.",
                        product=product.display_name,
                    )
                )
            room = lines.filtered(lambda ln: ln.quantity_counted < ln.quantity_open)
            (room or lines)[0].quantity_counted += 1
        elif lines and product.tracking != "serial":
            lines[0].quantity += 1
        elif not lines:
            self.line_ids += self.line_ids.new(
                {"product_id": product.id, "lot_id": lot.id, "quantity": 1.0}
            )
        return None

    def _warn_scan(self, message):
        return {"warning": {"title": self.env._("Scan"), "message": message}}

    def _find_scanned(self, code):
        """The part, and the piece of it, that a code stands for."""
        spellings = self.env["service.order"]._get_scan_spellings(code)
        products = self.env["product.product"]
        lots = self.env["stock.lot"]
        if not spellings:
            return products, lots
        storable = Domain("is_storable", "=", True)
        product = products.search(
            storable & Domain("barcode", "in", spellings), limit=1
        ) or products.search(
            storable & Domain("default_code", "in", spellings), limit=1
        )
        if not product:
            lots = lots.search([("name", "in", spellings)], limit=1)
            product = lots.product_id
        return product, lots
