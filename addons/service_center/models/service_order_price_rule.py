from odoo import fields, models
from odoo.exceptions import UserError


class ServiceOrder(models.Model):
    """Works and parts from the price matrix: the device and its fault say which."""

    _inherit = "service.order"

    fault_id = fields.Many2one(
        "service.fault",
        "Typical Fault",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        help="Together with the device it finds the price in the price matrix.",
    )

    def action_apply_price_list(self):
        """Add the works and parts that the price matrix names for device and fault.

        What was added before is not added again, and nothing on the order is
        changed: a price corrected by hand stays. The warranty is set when the
        first line of a price arrives.
        """
        rules = self._get_price_rules()
        missing = [
            (order, item)
            for order, rule in rules.items()
            for item in rule.item_ids - order.line_ids.price_rule_item_id
        ]
        if not missing:
            return self._notify_price_list_present()
        fresh = {
            order: rule
            for order, rule in rules.items()
            if not rule.item_ids & order.line_ids.price_rule_item_id
        }
        lines = self.env["service.order.line"].create(
            [
                {"order_id": order.id, **order._prepare_matrix_line_values(item)}
                for order, item in missing
            ]
        )
        for line, (_order, item) in zip(lines, missing, strict=True):
            line._write_server_fields({"price_rule_item_id": item.id})
        for days in {rule.warranty_days for rule in fresh.values()}:
            self.browse().union(
                *(o for o, rule in fresh.items() if rule.warranty_days == days)
            ).warranty_days = days
        return True

    def _prepare_matrix_line_values(self, item):
        """Values of the order line that ``item`` of the price matrix becomes.

        Hook: whoever adds a field to both passes it on here. Without a price or time
        of its own the line takes what any line of the product has.
        """
        self.ensure_one()
        vals = {"product_id": item.product_id.id, "quantity": item.quantity}
        if item.is_price_fixed:
            vals["price_unit"] = item.price_fixed
        if item.norm_hours:
            vals["norm_hours"] = item.norm_hours
        return vals

    def _get_price_rules(self):
        """The price of each order in the matrix, or a sentence on what is missing."""
        without = self.filtered(lambda order: not order.fault_id)
        if without:
            raise UserError(
                self.env._(
                    "%(orders)s: choose the typical fault first.",
                    orders=", ".join(without[:10].mapped("name")),
                )
            )
        rules = self.env["service.price.rule"]._find_for_orders(self)
        for order, rule in rules.items():
            if not rule.item_ids:
                raise UserError(
                    self.env._(
                        "%(order)s: the price matrix has no price for %(device)s, "
                        "“%(fault)s”. Add the works and parts by hand, or ask a head "
                        "to add the price.",
                        order=order.name,
                        device=order.device_model_id.display_name
                        or order.device_type_id.name,
                        fault=order.fault_id.name,
                    )
                )
        return rules

    def _notify_price_list_present(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "All works and parts of this price are on the order already."
                ),
            },
        }
