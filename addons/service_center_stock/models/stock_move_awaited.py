from odoo import api, fields, models

WAITING = ("confirmed", "waiting", "partially_available")


class StockMove(models.Model):
    """Parts that an order waits for: stored, so that ten thousand are one look.

    All of it is empty on moves that wait for nothing, and its indexes are as small.
    """

    _name = "stock.move"
    _inherit = ["stock.move", "service.order.row.mixin"]
    _order_field = "service_order_id"

    service_branch_id = fields.Many2one(
        related="service_order_id.branch_id",
        string="Branch of the Order",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    service_partner_id = fields.Many2one(
        related="service_order_id.partner_id", string="Customer of the Order"
    )
    service_date_promised = fields.Datetime(
        related="service_order_id.date_promised", string="Promised"
    )
    service_supply = fields.Selection(
        [
            ("short", "Short"),
            ("asked", "Vendor Asked"),
            ("coming", "On Its Way"),
        ],
        "Supply",
        compute="_compute_service_supply",
        store=True,
        index="btree_not_null",
        help="How an awaited part is to come. Short: nobody sends it. Vendor asked: "
        "it stands in a request for quotation. On its way: bought, or sent by another "
        "branch. Empty: not awaited.",
    )
    service_missing = fields.Float(
        "Missing",
        compute="_compute_service_supply",
        store=True,
        digits="Product Unit",
        help="How much of the part the order still waits for, in the unit of its line.",
    )
    service_date_expected = fields.Datetime(
        "Expected",
        compute="_compute_service_supply",
        store=True,
        help="When the vendor or the other branch promised the part.",
    )
    service_comes_late = fields.Boolean(
        "Comes After the Promise",
        compute="_compute_service_supply",
        store=True,
        help="The part is expected later than the order was promised.",
    )
    service_vendor_id = fields.Many2one(
        "res.partner",
        "Vendor of the Part",
        compute="_compute_service_supply",
        store=True,
        index="btree_not_null",
        help="Who it was ordered from, else the first vendor of the product.",
    )
    service_purchase_id = fields.Many2one(
        "purchase.order",
        "Purchase",
        compute="_compute_service_supply",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        groups="stock.group_stock_user,purchase.group_purchase_user,"
        "service_center.service_center_group_manager",
    )

    @api.depends(
        "state",
        "service_use",
        "product_uom_qty",
        "quantity",
        "move_orig_ids.state",
        "move_orig_ids.date",
        "created_purchase_line_ids.date_planned",
        "created_purchase_line_ids.order_id.state",
        "created_purchase_line_ids.order_id.partner_id",
        "service_order_id.date_promised",
    )
    def _compute_service_supply(self):
        awaited = self.filtered(lambda m: m.service_use == "fit" and m.state in WAITING)
        self._set_service_supply({})
        for move in awaited:
            move._set_service_supply(move._get_service_supply())

    def _set_service_supply(self, values):
        self.service_supply = values.get("supply", False)
        self.service_missing = values.get("missing", 0.0)
        self.service_date_expected = values.get("expected", False)
        self.service_comes_late = values.get("late", False)
        self.service_vendor_id = values.get("vendor", False)
        self.service_purchase_id = values.get("purchase", False)

    def _get_service_supply(self):
        """What is to be known of a part that is awaited."""
        self.ensure_one()
        # what is issued from the same stock does not come to it
        origins = self.move_orig_ids._get_open().filtered(lambda m: not m.service_use)
        lines = self.created_purchase_line_ids.filtered(
            lambda line: line.order_id.state in ("draft", "sent", "to approve")
        )
        bought = origins._get_bought_lines() or lines
        dates = lines.mapped("date_planned") + [
            origin.purchase_line_id.date_planned or origin.date for origin in origins
        ]
        expected = max(filter(None, dates), default=False)
        promised = self.service_order_id.date_promised
        return {
            "supply": "coming" if origins else "asked" if lines else "short",
            "missing": self.product_uom_qty - self.quantity,
            "expected": expected,
            "late": bool(expected and promised and expected > promised),
            "vendor": bought.order_id[:1].partner_id or self._get_parts_vendor(),
            "purchase": bought.order_id[:1],
        }

    def _get_parts_vendor(self):
        """Hook: who this part is bought from where nobody said otherwise."""
        self.ensure_one()
        return self.product_id.seller_ids.filtered(
            lambda seller: (
                seller.company_id in (self.company_id.browse(), self.company_id)
                and seller.product_id in (self.product_id.browse(), self.product_id)
            )
        )[:1].partner_id

    def _get_late_parts_domain(self):
        """Awaited parts of orders whose promise is broken, or will be."""
        return [
            ("service_supply", "!=", False),
            "|",
            ("service_comes_late", "=", True),
            ("service_order_id.date_promised", "<", "now"),
        ]

    def _describe_missing(self):
        """The awaited parts for a sentence, with how much of each is missing."""
        return ", ".join(
            f"{move.product_id.display_name} × {move.service_missing:g}"
            for move in self
        )
