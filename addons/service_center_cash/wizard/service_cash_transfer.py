import uuid

from odoo import fields, models
from odoo.exceptions import UserError


class ServiceCashTransfer(models.TransientModel):
    """Send money to another desk or to the bank; its people accept it there."""

    _name = "service.cash.transfer"
    _description = "Transfer of Cash"

    journal_id = fields.Many2one(
        "account.journal",
        "From",
        required=True,
        ondelete="cascade",
        domain=[("is_service_desk", "=", True)],
    )
    desk_to_id = fields.Many2one(
        "account.journal",
        "To",
        required=True,
        ondelete="cascade",
    )
    desk_ids = fields.Many2many("account.journal", compute="_compute_desk_ids")
    company_id = fields.Many2one(related="journal_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True)
    basis = fields.Char()
    key = fields.Char(default=lambda self: uuid.uuid4().hex, required=True)

    def _compute_desk_ids(self):
        for wizard in self:
            wizard.desk_ids = self._get_desks()

    def _get_desks(self):
        """All desks of the company: one may send to where one does not work."""
        # sudo: their names alone, to choose from
        return (
            self.env["account.journal"]
            .sudo()
            .search(
                [
                    ("is_service_desk", "=", True),
                    ("company_id", "in", self.env.companies.ids),
                ]
            )
        )

    def action_send(self):
        """Book the money out; at the other desk it waits to be accepted."""
        self.ensure_one()
        self.journal_id.check_access("read")
        self.journal_id._check_desk_user()
        # sudo: the sender is a cashier of his desk (checked); at the other one only a
        # draft waits for its own people
        desk, other = self.journal_id.sudo(), self.desk_to_id.sudo()
        payments = self.env["account.payment"].sudo()
        if payments._get_by_key(desk.company_id, self.key):
            return {"type": "ir.actions.act_window_close"}
        desk._hold_desk()  # one click that came twice at once: the second begins anew
        if desk == other or desk.company_id != other.company_id:
            raise UserError(self.env._("Choose another desk of the same company."))
        if not other.is_service_desk or desk.currency_id != other.currency_id:
            raise UserError(
                self.env._("%(desk)s does not keep this currency.", desk=other.name)
            )
        account = desk.company_id.transfer_account_id
        if not account:
            raise UserError(
                self.env._("Set the inter-bank transfer account in the settings first.")
            )
        sent = payments.create(
            {
                "partner_type": "supplier",
                "amount": self.amount,
                "destination_account_id": account.id,
                "partner_id": desk.company_id.partner_id.id,
                "payment_type": "outbound",
                "journal_id": desk.id,
                "cash_sent_to_id": other.id,
                "cash_key": self.key,
                "memo": self.env._("To %(desk)s", desk=other.name),
                "cash_basis": self.basis
                or self.env._("Transfer to %(desk)s", desk=other.name),
            }
        )
        if not sent.needs_approval:  # a large one waits for the second person
            sent.action_post()
        return {"type": "ir.actions.act_window_close"}
