from odoo import api, models

from odoo.addons.service_center.models.service_order_line_share import PendingLines


class ServiceOrderLineShare(models.Model):
    """Other performers, other earnings."""

    _inherit = "service.order.line.share"

    @api.model_create_multi
    def create(self, vals_list):
        shares = super().create(vals_list)
        shares.order_id._get_done()._on_shares_changed()
        return shares

    def write(self, vals):
        orders = self.order_id
        orders._get_done()._check_may_change_shares()
        res = super().write(vals)
        (orders | self.order_id)._get_done()._on_shares_changed()
        return res

    def unlink(self):
        orders = self.order_id._get_done()
        orders._check_may_change_shares()
        res = super().unlink()
        orders._on_shares_changed()
        return res


class ServiceOrder(models.Model):
    _inherit = "service.order"

    def _check_may_change_shares(self):
        if self and not self._is_line_pending():
            self._check_may_change_earned()

    def _on_shares_changed(self):
        """Earn anew; what is saved with its line is looked at with the line."""
        if self and not self._is_line_pending():
            self._check_may_change_shares()
            self._sync_earnings()

    def _is_line_pending(self):
        return isinstance(self.env.context.get("service_pending_lines"), PendingLines)
