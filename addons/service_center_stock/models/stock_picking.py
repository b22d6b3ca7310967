from odoo import api, models


class StockPicking(models.Model):
    """A receipt says which orders its parts are for, to whom it concerns."""

    _inherit = "stock.picking"

    def _action_done(self):
        res = super()._action_done()
        done = self.move_ids.filtered(lambda move: move.state == "done")
        # sudo: the parts are for their orders, whoever received them
        done.sudo()._tell_kept_parts()
        return res


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_orders_served(self):
        """The orders that this part was bought for."""
        return self.move_dest_ids._get_orders_awaiting()

    def _get_orders_awaiting(self):
        """The orders that these parts are fitted for."""
        return self.filtered(
            lambda move: move.service_use == "fit" and move.state != "cancel"
        ).service_order_id

    @api.depends("move_dest_ids.service_order_id.name")
    def _compute_description_picking(self):
        res = super()._compute_description_picking()
        # sudo: the number of the order alone, for whoever unpacks the part
        for move in self.filtered("picking_type_id").sudo():
            if orders := move._get_orders_ahead():
                note = self.env._(
                    "For order %(orders)s", orders=", ".join(orders.mapped("name"))
                )
                if note not in (move.description_picking or ""):
                    move.description_picking = "\n".join(
                        filter(None, [move.description_picking, note])
                    )
        return res

    def _tell_kept_parts(self):
        """Note on receipt and orders what is kept for whom, and tell their people."""
        served = {
            move: orders for move in self if (orders := move._get_orders_served())
        }
        if not served:
            return
        orders = self.env["service.order"].union(*served.values())
        keepers = orders.branch_id._get_storekeepers()
        by_receipt, by_order, by_engineer = {}, {}, {}
        for move, for_orders in served.items():
            part = f"{move.product_id.display_name} × {move.quantity:g}"
            for order in for_orders:
                fact = f"{order.name}: {part}"
                by_receipt.setdefault(move.picking_id, []).append(fact)
                by_order.setdefault(order.id, []).append(part)
                by_engineer.setdefault(order.engineer_id, []).append(fact)
        subject = self.env._("Parts received for orders")
        for receipt, facts in by_receipt.items():
            branches = receipt.move_ids._get_orders_served().branch_id
            receipt.message_post(
                subject=subject,
                body=orders.branch_id._list_facts(subject, facts),
                partner_ids=self.env["res.users"]
                .union(*(keepers[branch] for branch in branches))
                .partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )
        orders._message_log_batch(
            {
                order_id: self.env._(
                    "Received for this order: %(parts)s.", parts=", ".join(parts)
                )
                for order_id, parts in by_order.items()
            }
        )
        for engineer, facts in by_engineer.items():
            if engineer.active and engineer != self.env.user:
                self.env["mail.thread"].message_notify(
                    partner_ids=engineer.partner_id.ids,
                    subject=subject,
                    body=orders.branch_id._list_facts(subject, facts),
                )
