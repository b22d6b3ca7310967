from odoo import api, models
from odoo.exceptions import AccessError

from .service_order_earning import EARNED

MANAGER = "service_center.service_center_group_manager"


class ServiceOrderLine(models.Model):
    """A changed line is earned anew; once earned, the bench does not change it."""

    _inherit = "service.order.line"

    @api.model
    def _get_earning_fields(self):
        """Hook: what of a line says who earns by it, and how much."""
        return {
            *("order_id", "product_id", "kind", "quantity", "price_unit", "discount"),
            *("tax_ids", "payer", "norm_hours", "display_type", "share_ids"),
            "product_uom_id",
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        done = lines.order_id._get_done()
        if done:
            done._check_may_change_earned()
            done._sync_earnings()
        return lines

    def write(self, vals):
        if self._get_earning_fields().isdisjoint(vals):
            return super().write(vals)
        orders = self.order_id
        orders._get_done()._check_may_change_earned()
        res = super().write(vals)
        if "order_id" in vals:
            self.order_id._get_done()._check_may_change_earned()
        (orders | self.order_id)._get_done()._sync_earnings()
        return res

    def unlink(self):
        orders = self.order_id._get_done()
        orders._check_may_change_earned()
        res = super().unlink()
        orders._sync_earnings()
        return res

    def _assign_default_performers(self):
        # sudo: whoever finishes an order is named by the program, not by himself
        return super(ServiceOrderLine, self.sudo())._assign_default_performers()

    def action_ask_again(self):
        self.order_id._get_done()._check_may_change_earned()
        res = super().action_ask_again()
        self.order_id._get_done()._sync_earnings()
        return res


class ServiceOrder(models.Model):
    _inherit = "service.order"

    def _get_done(self):
        """Those on which people earn already."""
        return self.filtered(lambda order: order.state in EARNED)

    def _check_may_change_earned(self):
        """The bench does not raise its own pay: what is done, the desk changes."""
        if self and not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(
                self.env._(
                    "%(orders)s: the work is done, and people earned by it. Ask a "
                    "manager to change works, parts or performers.",
                    orders=", ".join(self[:10].mapped("name")),
                )
            )
