from odoo import api, fields, models


class ServiceOrderLine(models.Model):
    """Whether the customer agreed to a line: as its estimate says, and no dearer."""

    _inherit = "service.order.line"

    estimate_line_id = fields.Many2one(
        "service.estimate.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Where the customer was asked about this line last.",
    )
    is_declined = fields.Boolean(
        "Work Was Refused",
        readonly=True,
        copy=False,
        help="The work was refused while this stood on the order, so nobody pays for "
        "it. What is to be paid all the same is put back on the bill line by line.",
    )
    approval = fields.Selection(
        [
            ("none", "Not Asked"),
            ("pending", "Asked"),
            ("approved", "Approved"),
            ("changed", "Dearer than Approved"),
            ("refused", "Refused"),
        ],
        compute="_compute_approval",
        store=True,
        precompute=True,
        help="The customer's answer. A refused line is not charged. A line that "
        "became dearer or another after it was approved has to be approved again.",
    )

    @api.depends(
        "order_id",
        "product_id",
        "price_total",
        "estimate_line_id.decision",
        "is_declined",
    )
    def _compute_approval(self):
        for line in self:
            asked = line.estimate_line_id
            if line.is_declined:
                line.approval = "refused"
            elif not asked or asked.order_id != line.order_id._origin:
                line.approval = "none"
            elif asked.decision == "approved" and line._is_beyond_estimate():
                line.approval = "changed"
            else:
                line.approval = asked.decision

    def _is_beyond_estimate(self):
        """Whether it is another thing than the customer was asked, or dearer."""
        self.ensure_one()
        asked = self.estimate_line_id
        return (
            self.product_id != asked.product_id
            or asked.currency_id.compare_amounts(self.price_total, asked.price_total)
            > 0
        )

    def _is_as_estimated(self):
        """Whether the customer was asked exactly this."""
        self.ensure_one()
        asked = self.estimate_line_id
        return (
            asked.order_id == self.order_id
            and self.product_id == asked.product_id
            and asked.currency_id.compare_amounts(self.price_total, asked.price_total)
            == 0
        )

    def _describe_unapproved(self):
        """What it is and costs; and what of it was approved, if it became dearer."""
        self.ensure_one()
        amount = self.order_id._format_amount
        if self.approval == "changed":
            return self.env._(
                "%(work)s (%(amount)s instead of the approved %(approved)s)",
                work=self.name,
                amount=amount(self.price_total),
                approved=amount(self.estimate_line_id.price_total),
            )
        return f"{self.name} ({amount(self.price_total)})"

    def action_ask_again(self):
        """Back on the bill: offered to the customer once more, or paid all the same."""
        self._check_frozen()
        refused = self.filtered(lambda line: line.approval == "refused")
        refused._write_server_fields({"estimate_line_id": False, "is_declined": False})
        return True

    def write(self, vals):
        res = super().write(vals)
        if "order_id" in vals:  # refused there, not here
            self._write_server_fields({"is_declined": False})
        return res

    def _prepare_estimate_line_values(self):
        """The frozen copy of this line. What is approved already stays so."""
        self.ensure_one()
        approved = self.approval == "approved"
        return {
            "sequence": self.sequence,
            "order_line_id": self.id,
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": self.quantity,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "taxes": ", ".join(self.tax_ids.mapped("name")),
            "price_subtotal": self.price_subtotal,
            "price_total": self.price_total,
            "decision": "approved" if approved else "pending",
        }
