from odoo import api, fields, models


class ServiceOrderLine(models.Model):
    """A work or a part on an order, with who pays for it."""

    _name = "service.order.line"
    _description = "Work or Part"
    _inherit = ["service.readonly.mixin"]
    _order = "order_id, sequence, id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one(related="order_id.partner_id")
    kind = fields.Selection(
        [("work", "Work"), ("part", "Part")],
        compute="_compute_from_product",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    product_id = fields.Many2one(
        "product.product",
        "Work or Part",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("sale_ok", "=", True)],
    )
    name = fields.Char(
        "Description",
        compute="_compute_from_product",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    product_uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_from_product",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
    )
    price_unit = fields.Float(
        "Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        min_display_digits="Product Price",
    )
    discount = fields.Float(
        "Discount, %",
        compute="_compute_discount",
        store=True,
        readonly=False,
        precompute=True,
        digits="Discount",
        help="In percent. Begins as the customer's bonus.",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain=[("type_tax_use", "=", "sale")],
    )
    payer = fields.Selection(
        [
            ("customer", "Customer"),
            ("vendor", "Warranty"),
            ("center", "Own Cost"),
        ],
        compute="_compute_payer",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Who pays: the customer, the manufacturer under warranty, or the centre.",
    )
    price_subtotal = fields.Monetary(
        "Untaxed", compute="_compute_amounts", store=True, precompute=True
    )
    price_total = fields.Monetary(
        "Total", compute="_compute_amounts", store=True, precompute=True
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a work or part is more than 0."
    )
    _discount_range = models.Constraint(
        "CHECK (discount BETWEEN 0 AND 100)",
        "A discount lies between 0 and 100 percent.",
    )
    _price_unit_positive = models.Constraint(
        "CHECK (price_unit >= 0)", "A price cannot be less than 0."
    )

    @api.depends("product_id")
    def _compute_from_product(self):
        for line in self:
            product = line.product_id.with_context(
                lang=line.order_id.partner_id.lang or self.env.lang
            )
            line.kind = "work" if product.type == "service" else "part"
            line.name = product.display_name
            line.product_uom_id = product.uom_id

    @api.depends("product_id")
    def _compute_price_unit(self):
        """On its own: a price given with a new line is not counted over."""
        for line in self:
            line.price_unit = line.product_id.lst_price

    @api.depends("order_id.partner_id")
    def _compute_discount(self):
        for line in self:
            line.discount = line.order_id.partner_id.service_bonus

    @api.depends("order_id")
    def _compute_payer(self):
        for line in self:
            line.payer = line.payer or line.order_id._get_default_payer()

    @api.depends("product_id", "company_id", "order_id.partner_id")
    def _compute_tax_ids(self):
        fiscal = self.env["account.fiscal.position"]
        for (company, partner), lines in self.grouped(
            lambda line: (line.company_id, line.order_id.partner_id)
        ).items():
            position = fiscal.with_company(company)._get_fiscal_position(partner)
            for line in lines.with_company(company):
                taxes = line.product_id.taxes_id._filter_taxes_by_company(company)
                line.tax_ids = position.map_tax(taxes)

    @api.depends("quantity", "price_unit", "discount", "tax_ids", "company_id")
    def _compute_amounts(self):
        tax = self.env["account.tax"]
        for line in self:
            company = line.company_id or self.env.company
            base_line = line._prepare_base_line_for_taxes_computation()
            tax._add_tax_details_in_base_line(base_line, company)
            tax._round_base_lines_tax_details([base_line], company)
            details = base_line["tax_details"]
            line.price_subtotal = details["total_excluded_currency"]
            line.price_total = details["total_included_currency"]

    def _prepare_base_line_for_taxes_computation(self):
        """This line in the terms of ``account.tax``, as an invoice line would be."""
        self.ensure_one()
        order = self.order_id
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            tax_ids=self.tax_ids,
            quantity=self.quantity,
            partner_id=order.partner_id,
            currency_id=order.currency_id or self.env.company.currency_id,
            rate=1.0,
            name=self.name,
        )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_frozen()
        return lines

    def write(self, vals):
        self._check_frozen()
        res = super().write(vals)
        if "order_id" in vals:
            self._check_frozen()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_check_frozen(self):
        self._check_frozen()

    def _check_frozen(self):
        """Lines are part of their order: issued, it does not change any more."""
        issued = self.order_id.filtered(lambda order: order.state == "issued")
        if issued:
            issued._raise_frozen()
