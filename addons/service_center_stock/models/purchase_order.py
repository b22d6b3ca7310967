from odoo import api, models


class PurchaseOrder(models.Model):
    """A purchase for orders: confirmed, put off or called off, the orders know."""

    _inherit = "purchase.order"

    @api.model
    def _get_picking_type(self, company_id):
        """Whoever buys for a branch receives there, unless he says otherwise."""
        company = self.env["res.company"].browse(company_id)
        mine = self.env.user.service_branch_ids.filtered(
            lambda branch: branch.company_id == company
        )
        # sudo: the warehouse of a branch that he works at, which is told on its orders
        receipts = mine.sudo().warehouse_id[:1].in_type_id.sudo(False)
        return receipts or super()._get_picking_type(company_id)

    def button_approve(self, force=False):
        res = super().button_approve(force=force)
        self.order_line._tell_late_parts()
        return res

    def button_cancel(self):
        moves = self.order_line._get_service_moves()
        res = super().button_cancel()
        moves._leave_purchase()
        return res

    def _get_parts_purchases_action(self):
        """Open these purchases: the one itself, or the list of them."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Purchases of Parts"),
            "res_model": "purchase.order",
        }
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        return {
            **action,
            "domain": [("id", "in", self.ids)],
            "views": [(False, "list"), (False, "form")],
        }


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(
            lambda line: line.order_id.state == "purchase"
        )._tell_late_parts()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if "date_planned" in vals:
            self._tell_late_parts()
        return res

    def unlink(self):
        moves = self._get_service_moves()
        res = super().unlink()
        moves._leave_purchase()
        return res

    def _get_service_moves(self):
        """The parts of orders that wait for these lines."""
        # sudo: the purchase serves the order, whoever sees it. Read anew: what somebody
        # without access to the branch read before is an empty list
        self.invalidate_recordset(["move_dest_ids"])
        return self.sudo().move_dest_ids.filtered("service_order_id")

    def _create_stock_moves(self, picking):
        # the receipt is for the order, or there is none: a link is not lost on the way
        self._get_service_moves().sudo(False).check_access("read")
        return super()._create_stock_moves(picking)

    def _tell_late_parts(self):
        """The managers of orders whose parts now come later than was promised."""
        bought = self.filtered(lambda line: line.order_id.state == "purchase")
        bought._get_service_moves().service_order_id._tell_late_parts()
