from odoo import api, fields, models


class ServiceOrder(models.Model):
    """What the customer pays: counted by ``account.tax``, as on the invoice."""

    _inherit = "service.order"

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
    tax_totals = fields.Binary(compute="_compute_tax_totals", exportable=False)

    def _get_default_payer(self):
        """Hook: who pays for a new line of this order, unless somebody says else."""
        return "customer"

    def _get_customer_lines(self):
        return self.line_ids.filtered(lambda line: line.payer == "customer")

    def _get_tax_totals(self):
        """The totals of one order as ``account`` sums them up on an invoice."""
        self.ensure_one()
        tax = self.env["account.tax"]
        company = self.company_id or self.env.company
        base_lines = [
            line._prepare_base_line_for_taxes_computation()
            for line in self._get_customer_lines()
        ]
        tax._add_tax_details_in_base_lines(base_lines, company)
        tax._round_base_lines_tax_details(base_lines, company)
        return tax._get_tax_totals_summary(
            base_lines=base_lines,
            currency=self.currency_id or company.currency_id,
            company=company,
        )

    @api.depends("line_ids.price_subtotal", "line_ids.price_total", "line_ids.payer")
    def _compute_amounts(self):
        for order in self:
            totals = order._get_tax_totals()
            order.amount_untaxed = totals["base_amount_currency"]
            order.amount_tax = totals["tax_amount_currency"]
            order.amount_total = totals["total_amount_currency"]

    @api.depends("amount_total", "amount_tax")
    @api.depends_context("lang")
    def _compute_tax_totals(self):
        for order in self:
            order.tax_totals = order._get_tax_totals()
