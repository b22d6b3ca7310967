from odoo import api, fields, models


class ServiceOrder(models.Model):
    """The diagnosis is charged when the work is refused, and free when it is done."""

    _inherit = "service.order"

    diagnostic_product_id = fields.Many2one(related="branch_id.diagnostic_product_id")
    diagnostic_fee = fields.Monetary(
        compute="_compute_diagnostic_fee",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Agreed with the customer at intake: charged if the repair is refused. "
        "In terms of the price list: taxes are added if its prices are without.",
    )
    diagnostic_fee_total = fields.Monetary(
        "Diagnostic Fee, Taxes Included",
        compute="_compute_diagnostic_fee_total",
    )

    _diagnostic_fee_positive = models.Constraint(
        "CHECK (diagnostic_fee >= 0)", "The price of diagnostics is not less than 0."
    )

    @api.depends("branch_id")
    def _compute_diagnostic_fee(self):
        """The branch's price at intake; what was agreed then stays."""
        for order in self:
            agreed = order._origin and order.diagnostic_fee
            order.diagnostic_fee = agreed or order.diagnostic_product_id.lst_price

    @api.depends(
        "diagnostic_fee", "diagnostic_product_id", "fiscal_position_id", "company_id"
    )
    def _compute_diagnostic_fee_total(self):
        for order in self:
            if not order.diagnostic_fee:
                order.diagnostic_fee_total = 0.0
                continue
            company = order.company_id or self.env.company
            product = order.diagnostic_product_id.with_company(company)
            taxes = order.fiscal_position_id.map_tax(
                product.taxes_id._filter_taxes_by_company(company)
            )
            order.diagnostic_fee_total = taxes.compute_all(
                order.diagnostic_fee,
                order.currency_id or company.currency_id,
                product=product,
                partner=order.partner_id,
            )["total_included"]

    def _get_intake_fields(self):
        return super()._get_intake_fields() | {"diagnostic_fee"}

    def _get_lines_to_approve(self):
        """The fee was agreed at intake."""
        lines = super()._get_lines_to_approve()
        return lines.filtered(lambda line: not line.is_diagnostic_fee)

    def _get_lines_to_decline(self):
        """The fee is what is left to pay."""
        lines = super()._get_lines_to_decline()
        return lines.filtered(lambda line: not line.is_diagnostic_fee)

    def _is_diagnostic_fee_due(self):
        """Hook: whether refusing the work costs the customer the diagnosis.

        Not where somebody else pays for the repair.
        """
        self.ensure_one()
        return bool(
            self.diagnostic_fee
            and self.diagnostic_product_id
            and self._get_default_payer() == "customer"
        )

    def action_send_for_approval(self):
        """Asking about a repair again means that it is not refused any more."""
        self._waive_diagnostic_fee()
        return super().action_send_for_approval()

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state == "refused":
            self._charge_diagnostic_fee()
        elif new.state != "issued":
            self._waive_diagnostic_fee()
        return res

    def _charge_diagnostic_fee(self):
        """Add the fee, once, to the orders that owe it."""
        charged = self.line_ids.filtered("is_diagnostic_fee").order_id
        due = (self - charged).filtered(lambda order: order._is_diagnostic_fee_due())
        lines = self.env["service.order.line"].create(
            [order._prepare_diagnostic_fee_values() for order in due]
        )
        lines._write_server_fields({"is_diagnostic_fee": True})

    def _waive_diagnostic_fee(self):
        self.line_ids.filtered("is_diagnostic_fee").unlink()

    def _prepare_diagnostic_fee_values(self):
        self.ensure_one()
        return {
            "order_id": self.id,
            "product_id": self.diagnostic_product_id.id,
            "quantity": 1.0,
            "price_unit": self.diagnostic_fee,
            "discount": 0.0,
            "payer": "customer",
        }
