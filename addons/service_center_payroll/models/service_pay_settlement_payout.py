from odoo import models
from odoo.exceptions import UserError


class ServicePaySettlement(models.Model):
    """Paying out: a draft cash order at a desk, which its cashier records."""

    _inherit = "service.pay.settlement"

    def action_pay_out(self):
        """Open a cash order for what is left; pressed again, the same one."""
        self.ensure_one()
        self._check_payroll()
        # sudo: who keeps the pay (checked) need not be a cashier; every value comes
        # from the month
        month = self.sudo()
        month._hold()
        month.invalidate_recordset()
        payment = month.payment_ids.filtered(lambda each: each.state == "draft")[:1]
        if not payment:
            month._check_left()
            payment = self.env["account.payment"].sudo()
            payment = payment.create(month._prepare_payment_values(self._get_desk()))
        return self._open_payment(payment)

    def _check_left(self):
        if self.currency_id.compare_amounts(self.balance, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "%(month)s: nothing is left to pay.", month=self.display_name
                )
            )

    def _get_desk(self):
        """Where the current user pays out, or else any desk of the company."""
        self.ensure_one()
        # sudo: which desks there are; their balances are not shown
        desks = self.env["account.journal"].sudo()
        desks = desks.search(
            [("is_service_desk", "=", True), ("company_id", "=", self.company_id.id)]
        )
        desks = desks.sudo(False)
        desk = desks.filtered(lambda each: each._is_desk_user())[:1] or desks[:1]
        if not desk:
            raise UserError(
                self.env._("There is no desk to pay from: set one up under Cash.")
            )
        return desk.sudo()

    def _prepare_payment_values(self, desk):
        """Hook: the cash order that pays what is left of a month."""
        self.ensure_one()
        purpose = self.env["service.cash.purpose"]._get_wages(self.company_id)
        amount = self.currency_id._convert(
            self.balance, desk.currency_id or self.currency_id, self.company_id
        )
        return {
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": self.employee_id.work_contact_id.id,
            "journal_id": desk.id,
            "company_id": self.company_id.id,
            "amount": amount,
            "cash_purpose_id": purpose.id,
            "cash_basis": self.display_name,
            "memo": self.display_name,
            "service_employee_id": self.employee_id.id,
            "service_settlement_id": self.id,
            "service_wage_kind": "wages",
            "cash_key": f"pay-{self.id}-{len(self.payment_ids)}",
        }

    def _open_payment(self, payment):
        """The cash order for a cashier; for others, word of where it waits."""
        payment = payment.sudo(False)
        if payment.has_access("read"):
            view = self.env.ref("service_center_cash.account_payment_view_form_cash")
            return {
                "type": "ir.actions.act_window",
                "res_model": "account.payment",
                "res_id": payment.id,
                "views": [(view.id, "form")],
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "A cash order for %(amount)s waits at %(desk)s.",
                    amount=payment.sudo().currency_id.format(payment.sudo().amount),
                    desk=payment.sudo().journal_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
