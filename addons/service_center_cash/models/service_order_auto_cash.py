from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    service_auto_cash = fields.Selection(
        [
            ("prepayment", "For the prepayment agreed"),
            ("due", "For what is due when the repair is done"),
            ("both", "For both"),
        ],
        "Write Receipts by Itself",
        help="A receipt order waits at the desk as a draft; the cashier records it "
        "with one click when the money is there. Once per order and event.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_auto_cash = fields.Selection(
        related="company_id.service_auto_cash", readonly=False
    )


class ServiceOrder(models.Model):
    """Receipts that wait at the desk: written by the order itself, once per event."""

    _inherit = "service.order"

    prepayment_agreed = fields.Monetary(
        tracking=True,
        copy=False,
        help="What the customer pays before the repair begins, taxes included.",
    )

    _prepayment_agreed_positive = models.Constraint(
        "CHECK (prepayment_agreed >= 0)", "A prepayment is not less than 0."
    )

    def _get_intake_fields(self):
        return super()._get_intake_fields() | {"prepayment_agreed"}

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._write_prepayment_receipts()
        return orders

    def write(self, vals):
        res = super().write(vals)
        if "prepayment_agreed" in vals:
            self._write_prepayment_receipts()
        return res

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state == "done":
            # what the move changed counts
            self._write_receipts("due", lambda order: order.amount_due)
        return res

    def _get_prepayment_missing(self):
        """What was agreed to be paid before the repair, and was not yet."""
        self.ensure_one()
        return max(self.prepayment_agreed - self.amount_paid, 0.0)

    def _get_amount_asked(self):
        """What the customer has to pay next: the prepayment, and after it the rest.

        While the repair goes on, what was agreed as prepayment is not given back:
        the works it is for may not have been written down yet.

        :return: less than 0 if he gets money back
        """
        self.ensure_one()
        if self.state in ("done", "refused", "issued"):
            return self.amount_due
        missing, due = self._get_prepayment_missing(), self.amount_due
        if missing or due >= 0:
            return missing or due
        return max(due, self.prepayment_agreed - self.amount_paid)

    def _write_prepayment_receipts(self):
        self._write_receipts(
            "prepayment", lambda order: order._get_prepayment_missing()
        )

    def _write_receipts(self, event, get_amount):
        """Drafts at the branch's desk; one that waits already gets the new amount."""
        orders = self.filtered(
            lambda order: order.company_id.service_auto_cash in (event, "both")
        )
        if not orders:
            return
        # sudo: the drafts wait for the cashier, whoever moved the order
        payments = orders.env["account.payment"].sudo()
        keys = {f"auto/{event}/{order.id}": order for order in orders}
        there = payments.search([("cash_key", "in", list(keys))]).grouped("cash_key")
        values = []
        for key, order in keys.items():
            amount, draft = get_amount(order), there.get(key)
            if order.currency_id.compare_amounts(amount, 0.0) <= 0:
                continue
            if draft:
                draft.filtered(lambda p: p.state == "draft").amount = amount
            elif desk := order._get_branch_desk():
                values.append(
                    order._prepare_payment_values(desk, amount, "inbound", key, None)
                )
        payments.create(values)

    def _get_branch_desk(self):
        """Hook: the desk where receipts written by the order wait: cash first."""
        self.ensure_one()
        # sudo: whoever moves the order need not work at the desk
        desks = (
            self.env["account.journal"]
            .sudo()
            .search(
                [
                    ("is_service_desk", "=", True),
                    ("company_id", "=", self.company_id.id),
                ],
                order="type desc, sequence, id",
            )
        )
        own = desks.filtered(lambda desk: self.branch_id in desk.service_branch_ids)
        return (own or desks.filtered(lambda desk: not desk.service_branch_ids))[:1]
