from odoo import fields, models
from odoo.tools import SQL


class ServicePartFitting(models.Model):
    """A serial part in a device: read from the moves of stock, kept nowhere else."""

    _name = "service.part.fitting"
    _description = "Serial Part in a Device"
    _auto = False
    _order = "date_fitted desc, id desc"
    _rec_name = "serial"
    _depends = {
        "stock.move.line": ["lot_id", "move_id", "state", "date", "location_id"],
        "stock.move": ["service_order_id", "service_use", "purchase_line_id"],
        "service.removed.part": ["lot_id", "order_id", "date"],
        "service.order": ["device_id", "branch_id", "company_id", "engineer_id"],
        "stock.lot": ["name"],
        "product.template": ["service_vendor_warranty_days"],
    }

    lot_id = fields.Many2one(
        "stock.lot", readonly=True, groups="stock.group_stock_user"
    )
    serial = fields.Char(readonly=True)
    product_id = fields.Many2one("product.product", "Part", readonly=True)
    device_id = fields.Many2one("service.device", readonly=True)
    order_id = fields.Many2one("service.order", "Fitted With", readonly=True)
    branch_id = fields.Many2one("service.branch", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date_fitted = fields.Datetime("Fitted On", readonly=True)
    fitted_by_id = fields.Many2one("res.users", readonly=True)
    date_removed = fields.Datetime("Removed On", readonly=True)
    removed_by_id = fields.Many2one("res.users", readonly=True)
    removed_order_id = fields.Many2one("service.order", "Removed With", readonly=True)
    is_inside = fields.Boolean("Inside Now", readonly=True)
    vendor_id = fields.Many2one(
        "res.partner",
        readonly=True,
        groups="service_center.service_center_group_manager,stock.group_stock_user",
    )
    vendor_warranty = fields.Date("Vendor's Warranty Until", readonly=True)
    warranty_until = fields.Date(
        related="order_id.warranty_until", string="Customer's Warranty Until"
    )

    @property
    def _table_query(self):
        return self._get_query()

    def _get_query(self):
        """Every serial that was fitted; out again by whatever happened to it first."""
        return SQL(
            """
            SELECT detail.id, detail.lot_id, lot.name AS serial, detail.product_id,
                   o.device_id, o.id AS order_id, o.branch_id, o.company_id,
                   detail.date AS date_fitted, o.engineer_id AS fitted_by_id,
                   gone.date AS date_removed, gone.user_id AS removed_by_id,
                   gone.order_id AS removed_order_id, gone.date IS NULL AS is_inside,
                   bought.partner_id AS vendor_id,
                   CASE WHEN template.service_vendor_warranty_days > 0
                        THEN bought.date::date + template.service_vendor_warranty_days
                   END AS vendor_warranty
              FROM stock_move_line detail
              JOIN stock_move move ON move.id = detail.move_id
              JOIN service_order o ON o.id = move.service_order_id
              JOIN stock_lot lot ON lot.id = detail.lot_id
              JOIN product_product product ON product.id = detail.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN LATERAL (%(gone)s) gone ON TRUE
              LEFT JOIN LATERAL (%(bought)s) bought ON TRUE
             WHERE move.service_use = 'fit' AND detail.state = 'done'
            """,
            gone=self._get_gone_query(),
            bought=self._get_bought_query(),
        )

    def _get_gone_query(self):
        """Given back to the stock, taken out of the device, or fitted elsewhere."""
        return SQL(
            """
            SELECT event.date, event.user_id, event.order_id
              FROM (
                    SELECT later.date, later.write_uid AS user_id,
                           m.service_order_id AS order_id
                      FROM stock_move_line later
                      JOIN stock_move m ON m.id = later.move_id
                     WHERE later.lot_id = detail.lot_id AND later.state = 'done'
                       AND later.id > detail.id
                       AND (m.service_use = 'fit' OR m.service_use = 'back'
                            AND m.origin_returned_move_id IS NOT NULL)
                     UNION ALL
                    SELECT part.date, part.create_uid, part.order_id
                      FROM service_removed_part part
                      JOIN service_order ro ON ro.id = part.order_id
                     WHERE part.lot_id = detail.lot_id
                       AND ro.device_id = o.device_id
                       AND part.date >= detail.date
                   ) event
             ORDER BY event.date
             LIMIT 1
            """
        )

    def _get_bought_query(self):
        return SQL(
            """
            SELECT r.date, COALESCE(po.partner_id, picking.partner_id, r.partner_id)
                   AS partner_id
              FROM stock_move_line received
              JOIN stock_move r ON r.id = received.move_id
              JOIN stock_location place
                ON place.id = received.location_id AND place.usage = 'supplier'
              LEFT JOIN purchase_order_line line ON line.id = r.purchase_line_id
              LEFT JOIN purchase_order po ON po.id = line.order_id
              LEFT JOIN stock_picking picking ON picking.id = r.picking_id
             WHERE received.lot_id = detail.lot_id AND received.state = 'done'
             ORDER BY received.id
             LIMIT 1
            """
        )


class ServiceDevice(models.Model):
    _inherit = "service.device"

    part_fitting_ids = fields.One2many(
        "service.part.fitting",
        "device_id",
        "Serial Parts",
        readonly=True,
        help="Parts with serial numbers that sit in this device, now or before.",
    )
