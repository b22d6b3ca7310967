from odoo import api, fields, models


class ServiceOrder(models.Model):
    """What the customer pays: counted by ``account.tax``, as on the invoice."""

    _inherit = "service.order"

    payer_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        ondelete="restrict",
        help="Who is invoiced for the customer's lines, if not the customer: an "
        "employer, an insurer. His tax rules apply.",
    )
    fiscal_position_id = fields.Many2one(
        "account.fiscal.position",
        compute="_compute_fiscal_position_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="How taxes and accounts are changed for whoever pays: found by his card "
        "and country, as on his invoices.",
    )
    line_ids = fields.One2many("service.order.line", "order_id", "Works and Parts")
    currency_id = fields.Many2one(
        related="company_id.currency_id", store=True, precompute=True
    )
    amount_untaxed = fields.Monetary(
        "Untaxed Amount", compute="_compute_amounts", store=True
    )
    amount_tax = fields.Monetary("Taxes", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(
        "Amount",
        compute="_compute_amounts",
        store=True,
        tracking=True,
        help="What the customer pays, tax included. Lines paid by the manufacturer "
        "or by the centre itself are not in it.",
    )
    amount_discount = fields.Monetary(
        "Discount",
        compute="_compute_amounts",
        store=True,
        help="What the customer saves by the discounts of the lines, tax included.",
    )
    amount_vendor = fields.Monetary(
        "Paid by Warranty",
        compute="_compute_amounts",
        store=True,
        help="What the manufacturer owes for warranty lines, tax included, as a claim "
        "to him states it.",
    )
    amount_center = fields.Monetary(
        "At Own Cost",
        compute="_compute_amounts",
        store=True,
        help="What the centre gives away: its own lines at their prices without tax, "
        "for nobody is charged any.",
    )
    repair_kind = fields.Selection(
        [
            ("paid", "Paid by the Customer"),
            ("warranty", "Warranty"),
            ("mixed", "Mixed"),
            ("own_cost", "Own Cost"),
        ],
        compute="_compute_repair_kind",
        store=True,
        help="Follows from who pays for the lines: the customer, the manufacturer, "
        "the centre, or several of them. Empty while there are no lines.",
    )

    def _get_payer(self):
        """The partner who pays for the customer's lines."""
        self.ensure_one()
        return self.payer_id or self.partner_id

    @api.depends("partner_id", "payer_id", "company_id")
    def _compute_fiscal_position_id(self):
        fiscal = self.env["account.fiscal.position"]
        for (company, payer), orders in self.grouped(
            lambda order: (order.company_id, order._get_payer())
        ).items():
            orders.fiscal_position_id = fiscal.with_company(
                company
            )._get_fiscal_position(payer)

    def _get_intake_fields(self):
        return super()._get_intake_fields() | {"payer_id", "fiscal_position_id"}

    def _get_default_payer(self):
        """Hook: who pays for a new line of this order, unless somebody says else."""
        return "customer"

    def _get_charged_lines(self, payer):
        """The lines that this payer is charged for: no texts, no customer's parts.

        What invoices and claims are made of.
        """
        return self.line_ids.filtered(
            lambda line: line.payer == payer and line._is_charged()
        )

    def _get_document_lines(self):
        """The lines as the customer sees them on papers, in their order.

        What the centre does at its own cost stays inside, and with it the headings
        that have nothing else below them.
        """
        self.ensure_one()
        shown = self.env["service.order.line"]
        section = shown
        for line in self.line_ids:
            if line.display_type == "line_section":
                section = line
            elif line.display_type or line.payer != "center":
                shown += section + line
                section = section.browse()
        return shown

    def _get_base_lines(self, payer="customer", lines=None, **kwargs):
        """The charged lines with their taxes, rounded as on one invoice together.

        :param payer: whose lines to count
        :param lines: which lines to count, if not all that the payer is charged for
        :param kwargs: values to count with instead of the lines' own
        """
        self.ensure_one()
        tax = self.env["account.tax"]
        company = self.company_id or self.env.company
        base_lines = [
            line._prepare_base_line_for_taxes_computation(**kwargs)
            for line in (self._get_charged_lines(payer) if lines is None else lines)
        ]
        tax._add_tax_details_in_base_lines(base_lines, company)
        tax._round_base_lines_tax_details(base_lines, company)
        return base_lines

    def _get_totals(self, payer="customer", **kwargs):
        """What ``account`` would sum up on an invoice, without its tax groups.

        :return: the untaxed amount, and the taxes on it
        """
        tax = self.env["account.tax"]
        parts = tax._aggregate_base_lines_tax_details(
            self._get_base_lines(payer, **kwargs),
            lambda _line, tax_data: bool(tax_data) or None,
        )
        totals = tax._aggregate_base_lines_aggregated_values(parts).values()
        return (
            sum(each["total_excluded_currency"] for each in totals),
            sum(each["tax_amount_currency"] for each in totals),
        )

    def _get_tax_totals(self, payer="customer", lines=None):
        """The totals by tax group, as ``account`` prints them on an invoice.

        :param lines: which lines to count, if not all that the payer is charged for
        """
        company = self.company_id or self.env.company
        return self.env["account.tax"]._get_tax_totals_summary(
            base_lines=self._get_base_lines(payer, lines),
            currency=self.currency_id or company.currency_id,
            company=company,
        )

    @api.depends("line_ids.price_subtotal", "line_ids.price_total", "line_ids.payer")
    def _compute_amounts(self):
        for order in self:
            order.amount_untaxed, order.amount_tax = order._get_totals()
            order.amount_total = order.amount_untaxed + order.amount_tax
            order.amount_discount = order._get_amount_discount()
            order.amount_vendor = sum(order._get_totals("vendor"))
            order.amount_center = sum(
                order._get_charged_lines("center").mapped("price_subtotal")
            )

    def _get_amount_discount(self):
        """What the customer would pay without discounts, less what he pays."""
        self.ensure_one()
        if not any(self._get_charged_lines("customer").mapped("discount")):
            return 0.0
        return sum(self._get_totals(discount=0.0)) - self.amount_total

    @api.depends("line_ids.payer", "line_ids.kind", "line_ids.display_type")
    def _compute_repair_kind(self):
        kinds = {"customer": "paid", "vendor": "warranty", "center": "own_cost"}
        for order in self:
            payers = {line.payer for line in order.line_ids if line._is_charged()}
            order.repair_kind = (
                "mixed" if len(payers) > 1 else kinds[payers.pop()] if payers else False
            )
