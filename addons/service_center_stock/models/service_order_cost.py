from odoo import api, fields, models

MANAGERS = "service_center.service_center_group_manager"


class ServiceOrderLine(models.Model):
    """What a line costs the centre: for managers alone, on every path."""

    _inherit = "service.order.line"

    cost = fields.Monetary(
        compute="_compute_cost",
        store=True,
        groups=MANAGERS,
        help="A part: what left the stock for it, less what came back; until then what "
        "it costs by its card. A work: the time of those who did it. Whoever pays.",
    )

    @api.depends(
        "product_id",
        "quantity",
        "product_uom_id",
        "kind",
        "display_type",
        "approval",
        "norm_hours",
        "share_ids.percent",
        "share_ids.employee_id",
        "order_id.engineer_id",
        "move_ids.state",
        "move_ids.value",
        "move_ids.quantity",
    )
    def _compute_cost(self):
        for line in self:
            if line.display_type or line.kind == "customer_part":
                line.cost = 0.0
            elif line.kind == "work":
                line.cost = line._get_work_cost()
            else:
                line.cost = line._get_part_cost()

    def _get_part_cost(self):
        """What the parts of this line cost: used ones by the stock, others by card."""
        self.ensure_one()
        if self.approval == "refused":
            return 0.0
        moves = self.move_ids
        used = moves._get_fitted_quantity() if moves else 0.0
        left = self.quantity - used
        return moves._get_service_value() + (
            self._get_card_cost(left) if left > 0 else 0.0
        )

    def _get_card_cost(self, quantity):
        """What this much of the product costs by its card."""
        product = self.product_id.with_company(self.company_id)
        if not product:
            return 0.0
        unit = self.product_uom_id or product.uom_id
        return product.standard_price * unit._compute_quantity(
            quantity, product.uom_id, round=False
        )

    def _get_work_cost(self):
        """Hook: what a work costs. The hours of its performers at what they cost.

        Nobody named: the order's engineer. No cost of hours known: that of the work's
        card, so that a service bought from others counts as well.
        """
        self.ensure_one()
        if self.approval == "refused":
            return 0.0
        shares = [(share.employee_id, share.percent) for share in self.share_ids]
        if not shares:
            employees = self.order_id.engineer_id.employee_ids.filtered(
                lambda employee: employee.company_id == self.company_id
            )
            shares = [(employee, 100.0) for employee in employees[:1]]
        hours = sum(
            self.norm_hours * percent / 100.0 * self._get_hourly_cost(employee)
            for employee, percent in shares
        )
        return hours or self._get_card_cost(self.quantity)

    @api.model
    def _get_hourly_cost(self, employee):
        """Hook: what an hour of this person costs, by Odoo's card of the employee."""
        return employee.hourly_cost if "hourly_cost" in employee._fields else 0.0


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_service_value(self):
        """What left the stock with devices, less what came back, by its valuation."""
        done = self.filtered(lambda move: move.state == "done")
        fitted = done.filtered(lambda move: move.service_use == "fit")
        back = done.filtered(
            lambda move: (
                move.service_use == "back" and move.location_id.usage == "customer"
            )
        )
        return sum(fitted.mapped("value")) - sum(back.mapped("value"))


class ServiceOrder(models.Model):
    """Profit of an order: what it brings in less what it costs."""

    _inherit = "service.order"

    amount_income = fields.Monetary(
        "Income",
        compute="_compute_margin",
        store=True,
        groups=MANAGERS,
        help="What customer and manufacturer pay, without tax.",
    )
    amount_parts_cost = fields.Monetary(
        "Cost of Parts",
        compute="_compute_margin",
        store=True,
        groups=MANAGERS,
        help="Of all lines: also of those under warranty and at own cost.",
    )
    amount_work_cost = fields.Monetary(
        "Cost of Works",
        compute="_compute_margin",
        store=True,
        groups=MANAGERS,
        help="Of all lines: also of those under warranty and at own cost.",
    )
    margin = fields.Monetary(
        compute="_compute_margin",
        store=True,
        groups=MANAGERS,
        help="Income less the cost of parts and works.",
    )
    margin_percent = fields.Float(
        "Margin, %",
        compute="_compute_margin",
        store=True,
        groups=MANAGERS,
        aggregator=None,
        digits=(16, 1),
        help="Margin as a part of the income, in percent. Empty without income.",
    )

    @api.depends(
        "amount_untaxed",
        "amount_vendor",
        "line_ids.cost",
        "line_ids.kind",
        "line_ids.payer",
        "line_ids.price_subtotal",
    )
    def _compute_margin(self):
        for order in self:
            lines = order.line_ids
            works = lines.filtered(lambda line: line.kind == "work")
            order.amount_work_cost = sum(works.mapped("cost"))
            order.amount_parts_cost = sum((lines - works).mapped("cost"))
            warranty = order._get_totals("vendor")[0] if order.amount_vendor else 0.0
            order.amount_income = order.amount_untaxed + warranty
            order.margin = (
                order.amount_income - order.amount_parts_cost - order.amount_work_cost
            )
            order.margin_percent = (
                100.0 * order.margin / order.amount_income
                if order.amount_income
                else 0.0
            )
