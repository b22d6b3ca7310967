from odoo import api, fields, models
from odoo.tools import SQL


class ServicePartsStock(models.Model):
    """The stock list: one row for each part of each branch."""

    _name = "service.parts.stock"
    _description = "Parts in Stock"
    _inherit = "service.parts.value.mixin"
    _auto = False
    _order = "branch_id, product_id"
    _rec_name = "product_id"
    _depends = {
        "stock.quant": ["product_id", "location_id", "quantity", "reserved_quantity"],
        "stock.location": ["service_branch_id", "usage", "parent_path", "warehouse_id"],
        "stock.warehouse": ["lot_stock_id"],
        "stock.move": [
            "product_id",
            "location_id",
            "state",
            "service_use",
            "product_qty",
            "product_uom_qty",
            "quantity",
        ],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "service.branch": ["company_id"],
    }

    branch_id = fields.Many2one("service.branch", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    product_id = fields.Many2one("product.product", "Part", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    quantity = fields.Float(
        "On Hand",
        digits="Product Unit",
        readonly=True,
        help="What lies at the branch, on the bench too.",
    )
    quantity_reserved = fields.Float(
        "Reserved",
        digits="Product Unit",
        readonly=True,
        help="What is kept for orders, transfers and deliveries.",
    )
    quantity_free = fields.Float(
        "Free",
        digits="Product Unit",
        readonly=True,
        help="What is in stock and kept for nobody.",
    )
    quantity_short = fields.Float(
        "Short",
        digits="Product Unit",
        readonly=True,
        help="What orders of the branch wait for.",
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    default_code = fields.Char(related="product_id.default_code", string="Article")
    currency_id = fields.Many2one(related="company_id.currency_id")
    list_price = fields.Float(
        related="product_id.lst_price", string="Sales Price", aggregator=None
    )
    value = fields.Monetary(
        compute="_compute_value",
        compute_sudo=True,
        help="What lies there at its cost.",
    )
    elsewhere = fields.Char(
        compute="_compute_elsewhere",
        compute_sudo=True,
        help="Other branches that have some of it free, and how many.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT (stock.branch_id::bigint << 31) | stock.product_id AS id,
                   stock.branch_id,
                   branch.company_id,
                   stock.product_id,
                   template.categ_id,
                   sum(stock.quantity) AS quantity,
                   sum(stock.reserved) AS quantity_reserved,
                   sum(stock.free) AS quantity_free,
                   sum(stock.short) AS quantity_short
              FROM (%(lying)s UNION ALL %(waiting)s) stock
              JOIN service_branch branch ON branch.id = stock.branch_id
              JOIN product_product product ON product.id = stock.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             GROUP BY stock.branch_id, branch.company_id, stock.product_id,
                      template.categ_id
            """,
            lying=self._get_lying_query(),
            waiting=self._get_waiting_query(),
        )

    @api.model
    def _get_lying_query(self):
        """What lies at branches; free is what orders may take, so not the bench."""
        return SQL(
            """
            SELECT location.service_branch_id AS branch_id,
                   quant.product_id,
                   quant.quantity,
                   quant.reserved_quantity AS reserved,
                   CASE WHEN location.parent_path LIKE shelf.parent_path || '%%'
                        THEN quant.quantity - quant.reserved_quantity
                        ELSE 0 END AS free,
                   0 AS short
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
              JOIN stock_warehouse warehouse ON warehouse.id = location.warehouse_id
              JOIN stock_location shelf ON shelf.id = warehouse.lot_stock_id
             WHERE location.service_branch_id IS NOT NULL
               AND location.usage = 'internal'
            """
        )

    @api.model
    def _get_waiting_query(self):
        """What orders want and have not been given."""
        return SQL(
            """
            SELECT location.service_branch_id,
                   move.product_id,
                   0,
                   0,
                   0,
                   move.product_qty
                   * (1 - coalesce(move.quantity, 0) / move.product_uom_qty)
              FROM stock_move move
              JOIN stock_location location ON location.id = move.location_id
             WHERE move.service_use = 'fit'
               AND move.state IN ('waiting', 'confirmed', 'partially_available')
               AND move.product_uom_qty > 0
               AND location.service_branch_id IS NOT NULL
            """
        )

    @api.depends("product_id", "branch_id", "company_id")
    def _compute_elsewhere(self):
        for company, rows in self.grouped("company_id").items():
            free = rows.product_id._get_free_by_branch(company)
            for row in rows:
                row.elsewhere = self.env["product.product"]._describe_free(
                    {
                        branch: quantity
                        for branch, quantity in free[row.product_id].items()
                        if branch != row.branch_id
                    }
                )

    def action_view_part(self):
        """The part itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.product",
            "res_id": self.product_id.id,
            "views": [(False, "form")],
        }

    def action_view_quants(self):
        """Where exactly the part lies, for whoever may look into the stock."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.dashboard_open_quants"
        )
        action["domain"] = [
            ("product_id", "in", self.product_id.ids),
            ("location_id.service_branch_id", "in", self.branch_id.ids),
        ]
        action["context"] = {}
        return action
