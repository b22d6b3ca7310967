from odoo import api, fields, models


class StockLot(models.Model):
    """Where a serial came from, and every device it ever sat in."""

    _inherit = "stock.lot"

    service_receipt_move_id = fields.Many2one(
        "stock.move",
        "Received By",
        compute="_compute_service_receipt",
        compute_sudo=True,
        help="The first receipt of this serial from a vendor.",
    )
    service_vendor_id = fields.Many2one(
        "res.partner",
        "Bought From",
        compute="_compute_service_receipt",
        compute_sudo=True,
    )
    service_vendor_warranty = fields.Date(
        "Vendor's Warranty Until",
        compute="_compute_service_receipt",
        compute_sudo=True,
        help="Counted from the receipt, by the days on the product.",
    )
    service_fitting_ids = fields.One2many(
        "service.part.fitting", "lot_id", "Devices", readonly=True
    )

    @api.depends("product_id.service_vendor_warranty_days")
    def _compute_service_receipt(self):
        first = {}
        for detail in self.env["stock.move.line"].search(
            [
                ("lot_id", "in", self.ids),
                ("state", "=", "done"),
                ("location_id.usage", "=", "supplier"),
            ],
            order="id desc",
        ):
            first[detail.lot_id] = detail.move_id
        for lot in self:
            move = first.get(lot, self.env["stock.move"])
            lot.service_receipt_move_id = move
            lot.service_vendor_id = (
                move.purchase_line_id.order_id.partner_id
                or move.picking_id.partner_id
                or move.partner_id
            )
            days = lot.product_id.service_vendor_warranty_days
            lot.service_vendor_warranty = (
                fields.Date.add(move.date.date(), days=days) if move and days else False
            )


class ProductTemplate(models.Model):
    _inherit = "product.template"

    service_vendor_warranty_days = fields.Integer(
        "Vendor's Warranty, Days",
        help="How long the vendor answers for this part, in days from its receipt.",
    )

    _service_vendor_warranty_days_positive = models.Constraint(
        "CHECK (service_vendor_warranty_days IS NULL OR "
        "service_vendor_warranty_days >= 0)",
        "A vendor's warranty cannot be less than 0 days.",
    )
