from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

LIVE = [
    ("move_type", "=", "out_invoice"),
    ("state", "!=", "cancel"),
    ("payment_state", "!=", "reversed"),
]
ACCOUNTANTS = "account.group_account_invoice,account.group_account_readonly"


class ServiceOrder(models.Model):
    """Invoices: the customer's lines to whoever pays, warranty lines to the brand."""

    _inherit = "service.order"

    invoice_ids = fields.One2many(
        "account.move",
        "service_order_id",
        "Invoices",
        groups=ACCOUNTANTS,
        help="Invoices, claims and credit notes of this order.",
    )
    invoice_count = fields.Integer(compute="_compute_invoice_count", compute_sudo=True)
    invoice_status = fields.Selection(
        [
            ("to_invoice", "To Invoice"),
            ("draft", "Draft Invoice"),
            ("invoiced", "Invoiced"),
            ("paid", "Invoice Paid"),
        ],
        "Invoicing",
        compute="_compute_invoice_status",
        compute_sudo=True,
        store=True,
        help="How far the invoice to the customer is. Empty: nothing to pay.",
    )

    is_invoiced = fields.Boolean(
        compute="_compute_invoice_status",
        compute_sudo=True,
        store=True,
        help="An invoice or claim made of the order lives, so works and parts are "
        "locked.",
    )

    @api.depends("invoice_ids")
    def _compute_invoice_count(self):
        for order in self:
            order.invoice_count = len(order.invoice_ids)

    @api.depends("amount_total", "invoice_ids.state", "invoice_ids.payment_state")
    def _compute_invoice_status(self):
        for order in self:
            live = order.invoice_ids.filtered_domain(LIVE)
            order.is_invoiced = bool(live)
            invoice = live.filtered(lambda m: m.service_payer == "customer")[:1]
            if invoice.state == "posted":
                paid = invoice.payment_state in ("paid", "in_payment")
                order.invoice_status = "paid" if paid else "invoiced"
            elif invoice:
                order.invoice_status = "draft"
            else:
                order.invoice_status = "to_invoice" if order.amount_total else False

    def action_create_invoice(self):
        """Invoice the customer's lines; pressed again, show what was made."""
        return self._invoice("customer")

    def action_create_claim(self):
        """Claim the warranty lines from whoever stands behind the brand."""
        return self._invoice("vendor")

    def action_view_invoices(self):
        self.ensure_one()
        return self._get_invoice_action(self.invoice_ids)

    def _invoice(self, payer):
        self._check_may_invoice()
        # sudo: a manager invoices his orders (checked above) without being an
        # accountant; every value comes from the order
        moves_sudo = self._get_live_invoices(payer)
        orders = self - moves_sudo.service_order_id
        orders._stand_in_line()
        for company, mine in orders.grouped("company_id").items():
            moves_sudo += mine._create_invoices(company, payer)
        return self._get_invoice_action(moves_sudo)

    def _stand_in_line(self):
        """Two people at once: the second waits, starts anew and finds the invoice."""
        if self:
            self.env.cr.execute(
                SQL(
                    "UPDATE service_order SET write_uid = write_uid WHERE id IN %s",
                    tuple(self.ids),
                )
            )

    def _check_may_invoice(self):
        self.check_access("write")
        if not self.env.user.has_groups(
            "service_center.service_center_group_manager,account.group_account_invoice"
        ):
            raise AccessError(
                self.env._("Invoices are made by managers. Ask one of your branch.")
            )

    def _get_live_invoices(self, payer):
        """The invoices that were neither cancelled nor credited in full, sudo."""
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    *LIVE,
                    ("service_order_id", "in", self.ids),
                    ("service_payer", "=", payer),
                ]
            )
        )

    def _create_invoices(self, company, payer):
        moves_sudo = (
            self.env["account.move"]
            .sudo()
            .with_company(company)
            .create([order._prepare_invoice_values(payer) for order in self])
        )
        for move in moves_sudo:
            move.service_order_id._check_invoice_amount(move)
        if company.service_post_invoices:
            moves_sudo.action_post()
        self._message_log_batch(
            {
                move.service_order_id.id: self.env._(
                    "%(invoice)s made: %(amount)s",
                    invoice=move.display_name,
                    amount=move.service_order_id._format_amount(move.amount_total),
                )
                for move in moves_sudo
            }
        )
        return moves_sudo

    def _check_invoice_amount(self, move):
        """The books say what the customer was told, to the cent."""
        customers = move.service_payer == "customer"
        total = self.amount_total if customers else self.amount_vendor
        if self.currency_id.compare_amounts(move.amount_total, total):
            raise UserError(
                self.env._(
                    "%(order)s: the invoice would be %(invoiced)s instead of "
                    "%(total)s. Look at the taxes and at the rounding of the company.",
                    order=self.name,
                    invoiced=self._format_amount(move.amount_total),
                    total=self._format_amount(total),
                )
            )

    def _get_payer_label(self, payer):
        lines = self.env["service.order.line"]
        return dict(lines._fields["payer"]._description_selection(self.env))[payer]

    def _get_invoice_partner(self, payer):
        """Hook: who gets the invoice of these lines."""
        self.ensure_one()
        return (
            self._get_payer()
            if payer == "customer"
            else self.device_brand_id.partner_id
        )

    def _get_invoice_lines(self, payer):
        """Hook: the lines of the invoice, with the customer's headings and notes."""
        charged = self._get_charged_lines(payer)
        if payer != "customer":
            return charged
        return self._get_document_lines().filtered(
            lambda line: line.display_type or line in charged
        )

    def _prepare_invoice_values(self, payer):
        """Values of one order's invoice.

        :raise UserError: there is nothing to invoice, or nobody to invoice it to
        """
        self.ensure_one()
        if not self._get_charged_lines(payer):
            raise UserError(
                self.env._(
                    "%(order)s: nothing to invoice. Add works or parts that are paid "
                    "by: %(payer)s.",
                    order=self.name,
                    payer=self._get_payer_label(payer),
                )
            )
        partner = self._get_invoice_partner(payer)
        if not partner:
            raise UserError(
                self.env._(
                    "%(order)s: set a “Warranty Partner” on the brand %(brand)s first; "
                    "the claim goes to him.",
                    order=self.name,
                    brand=self.device_brand_id.name or "—",
                )
            )
        return {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "invoice_origin": self.name,
            "service_order_id": self.id,
            "service_payer": payer,
            "invoice_user_id": self.user_id.id,
            "invoice_line_ids": [
                Command.create(line._prepare_invoice_line_values())
                for line in self._get_invoice_lines(payer)
            ],
        }

    def _get_invoice_action(self, moves_sudo):
        made = self.env._(
            "Made: %(invoices)s",
            invoices=", ".join(moves_sudo.mapped("display_name")),
        )
        return moves_sudo._show_service_moves(
            "account.action_move_out_invoice_type", made
        )

    def action_print_invoice(self):
        """The customer's invoice as PDF, also for those who keep no books."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/service_center/invoice/{self.id}",
            "target": "new",
        }


class ServiceOrderLine(models.Model):
    _inherit = "service.order.line"

    def _prepare_invoice_line_values(self):
        """This line on an invoice."""
        self.ensure_one()
        if self.display_type:
            return {"display_type": self.display_type, "name": self.name}
        return {
            "service_line_id": self.id,
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": self.quantity,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": [Command.set(self.tax_ids.ids)],
        }
