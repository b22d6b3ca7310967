from odoo import fields, models

PAYERS = [("customer", "Customer"), ("vendor", "Warranty")]


class AccountMove(models.Model):
    """An invoice or claim made of a service order; while it lives there is no other."""

    _inherit = "account.move"

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

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """A credit note belongs to the order of its invoice."""
        values = default_values_list or [{} for _move in self]
        for move, vals in zip(self, values, strict=True):
            vals.setdefault("service_order_id", move.service_order_id.id)
            vals.setdefault("service_payer", move.service_payer)
        return super()._reverse_moves(values, cancel)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    service_line_id = fields.Many2one(
        "service.order.line",
        "Work or Part",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the service order that this line invoices.",
    )
