from odoo import fields, models


class ResPartner(models.Model):
    """All movements of money with a customer."""

    _inherit = "res.partner"

    cash_order_count = fields.Integer(compute="_compute_cash_order_count")

    def _get_cash_domain(self):
        """The cash orders with these contacts and those below them."""
        return [
            ("is_cash_order", "=", True),
            ("partner_id", "child_of", self.commercial_partner_id.ids),
        ]

    def _compute_cash_order_count(self):
        payments = self.env["account.payment"]
        readable = payments.has_access("read")
        for partner in self:
            partner.cash_order_count = (
                payments.search_count(partner._get_cash_domain())
                if readable and partner._origin
                else 0
            )

    def action_view_cash_orders(self):
        """What was received from this customer and given back."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_cash.account_payment_action_cash"
        )
        action["domain"] = self._get_cash_domain()
        return action
