from odoo import models
from odoo.fields import Command


class AccountPaymentRegister(models.TransientModel):
    """Odoo's own payment of invoices: at a desk it writes a cash order."""

    _inherit = "account.payment.register"

    def _create_payment_vals_from_wizard(self, batch_result):
        vals = super()._create_payment_vals_from_wizard(batch_result)
        return {**vals, **self._get_cash_parts(vals, batch_result)}

    def _create_payment_vals_from_batch(self, batch_result):
        vals = super()._create_payment_vals_from_batch(batch_result)
        return {**vals, **self._get_cash_parts(vals, batch_result)}

    def _get_cash_parts(self, vals, batch_result):
        """Which part of the amount is for which invoice, so that its order knows."""
        items = batch_result["lines"]
        signs = {item.balance > 0 for item in items}
        if not self.journal_id.is_service_desk or len(signs) > 1:
            return {}
        currency = self.env["res.currency"].browse(vals["currency_id"])
        rest, parts = vals["amount"], []
        for item in items.sorted(lambda item: (item.date_maturity, item.id)):
            open_amount = item.currency_id._convert(
                *(abs(item.amount_residual_currency), currency),
                *(item.company_id, vals["date"]),
            )
            amount = min(rest, open_amount)
            if currency.compare_amounts(amount, 0.0) > 0:
                rest -= amount
                parts.append(
                    Command.create({"invoice_id": item.move_id.id, "amount": amount})
                )
        return {"allocation_ids": parts} if parts else {}
