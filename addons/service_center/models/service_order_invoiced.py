from odoo import api, models
from odoo.exceptions import UserError

from .service_order_invoice import LIVE


class ServiceOrder(models.Model):
    """While an invoice lives, what it is made of stays: the two never differ."""

    _inherit = "service.order"

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage.state == "refused":
            for order in self.filtered("is_invoiced"):
                blockers[order].append(
                    self.env._("It is invoiced: cancel or credit the invoice first.")
                )
        return blockers

    def _get_invoiced_fields(self):
        """Hook: what cannot change while there is an invoice made of it."""
        return {"partner_id", "payer_id", "fiscal_position_id"}

    def write(self, vals):
        if not self._get_invoiced_fields().isdisjoint(vals):
            self._check_not_invoiced()
        return super().write(vals)

    def _check_not_invoiced(self):
        """Order and invoice say the same: first the invoice goes, then the order."""
        for order in self.filtered("is_invoiced"):
            # sudo: everybody may know why a line is locked
            live = order.sudo().invoice_ids.filtered_domain(LIVE)
            raise UserError(
                self.env._(
                    "%(order)s: %(invoices)s made of this. Cancel or credit it first, "
                    "then change the order and invoice it anew.",
                    order=order.name,
                    invoices=", ".join(live.mapped("display_name")),
                )
            )

    def action_send_for_approval(self):
        """What is invoiced is not asked about any more."""
        self._check_not_invoiced()
        return super().action_send_for_approval()


class ServiceOrderLine(models.Model):
    _inherit = "service.order.line"

    def _get_invoiced_fields(self):
        """Hook: what cannot change while there is an invoice made of it."""
        return {
            *("order_id", "product_id", "name", "quantity", "product_uom_id", "kind"),
            *("price_unit", "discount", "tax_ids", "payer", "display_type"),
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._check_not_invoiced()
        return lines

    def write(self, vals):
        if not self._get_invoiced_fields().isdisjoint(vals):
            self.order_id._check_not_invoiced()
        res = super().write(vals)
        if "order_id" in vals:
            self.order_id._check_not_invoiced()
        return res

    def action_ask_again(self):
        self.order_id._check_not_invoiced()
        return super().action_ask_again()

    @api.ondelete(at_uninstall=False)
    def _unlink_not_invoiced(self):
        self.order_id._check_not_invoiced()


class ServiceEstimate(models.Model):
    _inherit = "service.estimate"

    def _check_answer(self, approved_line_ids, answer_method):
        self.order_id._check_not_invoiced()
        return super()._check_answer(approved_line_ids, answer_method)
