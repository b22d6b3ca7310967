import uuid

from odoo import api, fields, models
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
        default=lambda self: self.env["account.journal"]._get_own_desk(),
    )
    desk_to = fields.Selection(
        selection=lambda self: self._get_desk_names(),
        string="To",
        required=True,
        help="Any desk or account of the company, also where one does not work.",
    )
    desk_to_id = fields.Many2one("account.journal", compute="_compute_desk_to_id")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    amount = fields.Monetary(required=True)
    basis = fields.Char()
    key = fields.Char(default=lambda self: uuid.uuid4().hex, required=True)

    @api.model
    def _get_desk_names(self):
        """Identifiers and names of all desks, to choose from: nothing more of them."""
        # sudo: one may send to where one does not work; names alone are told
        desks = self.env["account.journal"].sudo()
        desks = desks.search(
            [
                ("is_service_desk", "=", True),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        several = len(desks.company_id) > 1
        return [
            (
                str(desk.id),
                f"{desk.name} ({desk.company_id.name})" if several else desk.name,
            )
            for desk in desks
        ]

    @api.depends("desk_to")
    def _compute_desk_to_id(self):
        for wizard in self:
            wizard.desk_to_id = int(wizard.desk_to or 0)

    @api.depends("journal_id")
    def _compute_currency_id(self):
        for wizard in self:
            desk = wizard.journal_id
            company = desk.company_id or self.env.company
            wizard.currency_id = desk.currency_id or company.currency_id

    def action_send(self):
        """Book the money out; at the other desk it waits to be accepted."""
        self.ensure_one()
        self.journal_id.check_access("read")
        self.journal_id._check_desk_user()
        # sudo: the sender is a cashier of his desk (checked); at the other one only a
        # draft waits for its own people
        desk, other = self.journal_id.sudo(), self.desk_to_id.sudo()
        payments = self.env["account.payment"].sudo()
        sent = payments._get_by_key(desk.company_id, self.key)
        if sent:
            return sent._get_outcome()
        desk._hold_desk()  # one click that came twice at once: the second begins anew
        self._check_other_desk(desk, other)
        sent = payments.create(self._prepare_payment_values(desk, other))
        if not sent.needs_approval:  # a large one waits for the second person
            sent.action_post()
        return sent._get_outcome()

    def _check_other_desk(self, desk, other):
        if desk == other or desk.company_id != other.company_id:
            raise UserError(self.env._("Choose another desk of the same company."))
        if not other.is_service_desk or desk.currency_id != other.currency_id:
            raise UserError(
                self.env._("%(desk)s does not keep this currency.", desk=other.name)
            )
        if not desk.company_id.transfer_account_id:
            raise UserError(
                self.env._("Set the inter-bank transfer account in the settings first.")
            )

    def _prepare_payment_values(self, desk, other):
        """Hook: the expense order that the money leaves with."""
        self.ensure_one()
        return {
            "partner_type": "supplier",
            "amount": self.amount,
            "destination_account_id": desk.company_id.transfer_account_id.id,
            "partner_id": desk.company_id.partner_id.id,
            "payment_type": "outbound",
            "journal_id": desk.id,
            "cash_sent_to_id": other.id,
            "cash_key": self.key,
            "memo": self.env._("To %(desk)s", desk=other.name),
            "cash_basis": self.basis
            or self.env._("Transfer to %(desk)s", desk=other.name),
        }
