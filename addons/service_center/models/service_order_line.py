from odoo import api, fields, models
from odoo.fields import Command


class ServiceOrderLine(models.Model):
    """A work or a part on an order, with who pays for it.

    A line with a display type is a heading or a remark among them; what a customer
    brought along to be fitted stands on the order without a price.
    """

    _name = "service.order.line"
    _description = "Work or Part"
    _inherit = ["service.readonly.mixin", "service.order.row.mixin"]
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
    display_type = fields.Selection(
        [("line_section", "Section"), ("line_note", "Note")],
        help="A section is a heading over the lines below it, a note a remark among "
        "them. Both are text alone. Empty: a work or part.",
    )
    kind = fields.Selection(
        [
            ("work", "Work"),
            ("part", "Part"),
            ("goods", "Goods"),
            ("customer_part", "Customer's Part"),
        ],
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        help="A part is fitted into the device, goods are sold along with it. The "
        "customer's own part is fitted too, but has neither price nor cost.",
    )
    product_id = fields.Many2one(
        "product.product",
        "Work or Part",
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("sale_ok", "=", True)],
        help="Needed for all but the customer's own parts: those may have a "
        "description alone.",
    )
    name = fields.Char(
        "Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    product_uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        precompute=True,
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
        "CHECK (display_type IS NOT NULL OR quantity > 0)",
        "The quantity of a work or part is more than 0.",
    )
    _discount_range = models.Constraint(
        "CHECK (discount BETWEEN 0 AND 100)",
        "A discount lies between 0 and 100 percent.",
    )
    _price_unit_positive = models.Constraint(
        "CHECK (price_unit >= 0)", "A price cannot be less than 0."
    )
    _product_named = models.Constraint(
        "CHECK (display_type IS NOT NULL OR kind IS NOT DISTINCT FROM 'customer_part' "
        "OR (kind IS NOT NULL AND product_id IS NOT NULL "
        "AND product_uom_id IS NOT NULL))",
        "Choose the work or part of the line. Only a customer's own part may have a "
        "description alone.",
    )
    _name_given = models.Constraint(
        "CHECK (name != '' OR (display_type IS NULL AND product_id IS NULL "
        "AND kind IS DISTINCT FROM 'customer_part'))",
        "Describe the line: what is done, fitted or to be remembered.",
    )
    _text_is_free = models.Constraint(
        "CHECK (display_type IS NULL OR (kind IS NULL AND product_id IS NULL "
        "AND quantity = 0 AND price_unit = 0 AND discount = 0))",
        "A section or note is text alone: leave out product, quantity and price, or "
        "add a work or part instead.",
    )
    _customer_part_is_free = models.Constraint(
        "CHECK (kind != 'customer_part' OR (price_unit = 0 AND discount = 0))",
        "A customer's own part has no price: leave price and discount at 0, or choose "
        "another kind of line.",
    )

    @api.depends("product_id", "display_type")
    def _compute_kind(self):
        for line in self:
            product = line.product_id
            if line.display_type:
                line.kind = False
            elif product.type == "service":
                line.kind = "work"
            elif product and line.kind != "customer_part":
                line.kind = product.service_line_kind
            else:
                line.kind = line.kind

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            if not line.product_id:
                # never empty in the database's sense: what is missing is the product
                line.name = line.name or ""
                continue
            lang = line.order_id.partner_id.lang or self.env.lang
            line.name = line.product_id.with_context(lang=lang).display_name

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            line.price_unit = line._get_price_unit() if line._is_charged() else 0.0

    @api.depends("order_id.partner_id")
    def _compute_discount(self):
        for line in self:
            bonus = line.order_id.partner_id.service_bonus
            line.discount = bonus if line._is_charged() else 0.0

    @api.depends("order_id")
    def _compute_payer(self):
        for line in self:
            line.payer = line.payer or line.order_id._get_default_payer()

    @api.depends("product_id", "company_id", "order_id.fiscal_position_id")
    def _compute_tax_ids(self):
        for line in self:
            if line.product_id and line._is_charged():
                company = line.company_id
                taxes = line.with_company(company).product_id.taxes_id
                line.tax_ids = line.order_id.fiscal_position_id.map_tax(
                    taxes._filter_taxes_by_company(company)
                )
            else:
                line.tax_ids = False

    @api.depends("quantity", "price_unit", "discount", "tax_ids", "company_id", "kind")
    def _compute_amounts(self):
        tax = self.env["account.tax"]
        for line in self:
            if not line.price_unit or not line._is_charged():
                line.price_subtotal = line.price_total = 0.0
                continue
            company = line.company_id or self.env.company
            base_line = line._prepare_base_line_for_taxes_computation()
            tax._add_tax_details_in_base_line(base_line, company)
            tax._round_base_lines_tax_details([base_line], company)
            details = base_line["tax_details"]
            line.price_subtotal = details["total_excluded_currency"]
            line.price_total = details["total_included_currency"]

    @api.onchange("kind")
    def _onchange_kind(self):
        # not a dependency of the price: what somebody typed must outlive a change
        # from part to goods
        if not self._is_charged():
            self.update(self._get_free_values())
        elif not self.price_unit:
            self._reprice()

    def _is_charged(self):
        """Whether somebody pays for this line: texts and customer's parts are free."""
        self.ensure_one()
        return not self.display_type and self.kind != "customer_part"

    def _get_price_unit(self):
        """Hook: the price of one unit before discount, in the order's currency."""
        self.ensure_one()
        return self.product_id.lst_price

    @api.model
    def _get_free_values(self):
        """What makes a line cost nothing."""
        return {"price_unit": 0.0, "discount": 0.0, "tax_ids": [Command.clear()]}

    def _reprice(self):
        """Price, discount and taxes as on a line just added."""
        for name in ("price_unit", "discount", "tax_ids"):
            self.env.add_to_compute(self._fields[name], self)

    def _prepare_base_line_for_taxes_computation(self, **kwargs):
        """This line in the terms of ``account.tax``, as an invoice line would be.

        :param kwargs: values to count with instead of the line's own
        """
        self.ensure_one()
        order = self.order_id
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            **{
                "tax_ids": self.tax_ids,
                "quantity": self.quantity,
                "partner_id": order.payer_id or order.partner_id,
                "currency_id": order.currency_id or self.env.company.currency_id,
                "rate": 1.0,
                "name": self.name,
                **kwargs,
            },
        )

    def _complete_create_values(self, vals_list):
        """A section or note has no quantity, whatever the default is."""
        vals_list = super()._complete_create_values(vals_list)
        display_type = self.env.context.get("default_display_type")
        for vals in vals_list:
            if vals.get("display_type", display_type):
                vals["quantity"] = 0.0
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_frozen()
        return lines

    def write(self, vals):
        self._check_frozen()
        free = self.browse()
        if vals.get("kind") == "customer_part":
            vals = {**self._get_free_values(), **vals}
        elif "kind" in vals and "price_unit" not in vals:
            free = self.filtered(lambda line: line.kind == "customer_part")
        # moved to another order, a line keeps the discount that was given on it
        kept = self if "order_id" in vals else self.browse()
        with self.env.protecting([self._fields["discount"]], kept):
            res = super().write(vals)
        if free:
            free._reprice()
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
