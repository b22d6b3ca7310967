from odoo import fields, models

PAYERS = [("customer", "Customer"), ("vendor", "Warranty")]


class AccountMove(models.Model):
    """An invoice or claim made of a service order; while it lives there is no other.

    Which order it is of, the server alone says: else anybody who keeps books could
    mark an order as paid by the invoice of another one.
    """

    _name = "account.move"
    _inherit = ["service.readonly.mixin", "account.move"]

    service_order_id = fields.Many2one(
        "service.order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The order whose works and parts this invoices or credits.",
    )
    service_payer = fields.Selection(
        PAYERS,
        "Payer of the Order",
        readonly=True,
        copy=False,
        help="Whose lines of the order: the customer's, or those under warranty.",
    )

    _service_order_uniq = models.UniqueIndex(
        "(service_order_id, service_payer) WHERE service_order_id IS NOT NULL "
        "AND move_type = 'out_invoice' AND state != 'cancel' "
        "AND payment_state IS DISTINCT FROM 'reversed'",
        "This order has an invoice already. Open that one, or cancel or credit it "
        "first.",
    )

    def _get_server_fields(self):
        return frozenset({"service_order_id", "service_payer"})

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """A credit note belongs to the order of its invoice."""
        reversals = super()._reverse_moves(default_values_list, cancel)
        for move, credit in zip(self, reversals, strict=True):
            if move.service_order_id:
                # sudo: an accountant credits any invoice, and sets no order himself
                credit.sudo().write(
                    {
                        "service_order_id": move.service_order_id.id,
                        "service_payer": move.service_payer,
                    }
                )
        return reversals

    def _show_service_moves(self, xmlid, made):
        """Open these entries, for those who may; tell the others that they are made.

        :param xmlid: the action that lists entries of their kind
        :param made: what is said to who may not see them
        """
        if self.browse().sudo(False).has_access("read"):
            action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
            action["domain"] = [("id", "in", self.ids)]
            if len(self) == 1:
                action |= {"views": [(False, "form")], "res_id": self.id}
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": made,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["service.readonly.mixin", "account.move.line"]

    service_line_id = fields.Many2one(
        "service.order.line",
        "Work or Part",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the service order that this line invoices.",
    )

    def _get_server_fields(self):
        return frozenset({"service_line_id"})
