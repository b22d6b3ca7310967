from odoo import api, fields, models
from odoo.exceptions import AccessError

from .service_order_earning import EARNED
from .service_pay_settlement import PAYROLL


class ServiceOrder(models.Model):
    """When earnings follow an order, and what is left of it after them."""

    _inherit = "service.order"

    earning_ids = fields.One2many(
        "service.earning", "order_id", "Earnings", readonly=True, groups=PAYROLL
    )
    pay_amount = fields.Monetary(
        "Pay",
        readonly=True,
        copy=False,
        groups=PAYROLL,
        help="What people earned by this order, less what was taken back.",
    )
    pay_cost = fields.Monetary(
        "Parts at Cost",
        readonly=True,
        copy=False,
        groups=PAYROLL,
        help="What parts and goods cost on the day when the work was done.",
    )
    pay_profit = fields.Monetary(
        "Profit after Pay",
        readonly=True,
        copy=False,
        groups=PAYROLL,
        help="What customer and manufacturer pay, without tax, less parts and pay.",
    )

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        states = {old.state, new.state}
        if states & EARNED and states != EARNED:
            self._sync_earnings()
        return res

    @api.model
    def _get_earning_fields(self):
        """Hook: what of an order says who earns, and how much."""
        return {
            *("engineer_id", "user_id", "repeat_of_id", "device_id", "branch_id"),
            *("partner_id", "payer_id", "fiscal_position_id", "line_ids"),
        }

    def write(self, vals):
        res = super().write(vals)
        if not self._get_earning_fields().isdisjoint(vals):
            done = self.filtered(lambda order: order.state in EARNED)
            if done:
                done._sync_earnings()
        return res

    def action_recount_earnings(self):
        """Count the earnings of these orders anew, by the rules as they are now."""
        self.check_access("write")
        if not self.env.user.has_group(PAYROLL):
            raise AccessError(self.env._("Only whoever keeps the pay may do this."))
        self._sync_earnings(recount=True)
        return True

    def _sum_up_pay(self):
        """Keep on each order what it cost and left: reports add it up."""
        sums = dict(
            self.env["service.earning"]
            .sudo()
            ._read_group([("order_id", "in", self.ids)], ["order_id"], ["amount:sum"])
        )
        totals = self._get_revenues_and_costs()
        for order in self:
            values = {
                "pay_amount": sums.get(order, 0.0),
                "pay_cost": 0.0,
                "pay_profit": 0.0,
            }
            if order in totals:
                revenue, cost = totals[order]
                values["pay_cost"] = cost
                values["pay_profit"] = revenue - cost - values["pay_amount"]
            if any(order[name] != value for name, value in values.items()):
                order._write_server_fields(values)

    def _get_revenues_and_costs(self):
        """What is paid for the lines without tax, and what they cost.

        :return: dictionary from those of these orders that are done to both amounts
        """
        done = self.filtered(lambda order: order._is_earned())
        lines = done.line_ids.filtered(
            lambda line: line._is_charged() and line.approval != "refused"
        )
        margins = lines._get_line_margin()
        totals = {}
        for order in done:
            mine = order.line_ids.filtered(lambda line: line in margins)
            paid = mine.filtered(lambda line: line.payer != "center")
            cost = sum(line.price_subtotal - margins[line] for line in mine)
            totals[order] = sum(paid.mapped("price_subtotal")), cost
        return totals
