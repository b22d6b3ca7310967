from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from odoo.addons.service_center.tools.amount_in_words import amount_in_words

from ..tools.cash_forms import FORMS
from .account_payment import POSTED


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _get_cash_forms(self):
        """Hook: terms of the national forms that this desk prints, if any.

        They are forms of cash: a bank account prints a plain receipt or voucher.
        """
        self.ensure_one()
        if self.type != "cash":
            return None
        return FORMS.get(self.company_id.account_fiscal_country_id.code)

    def _format_cash(self, amount, terms=None):
        """An amount in figures: as the country of the form writes it, else the user."""
        self.ensure_one()
        currency = self.currency_id or self.company_id.currency_id
        if not terms:
            return formatLang(self.env, amount, currency_obj=currency)
        text = f"{amount:,.{currency.decimal_places}f}"
        return text.translate({ord(","): "\N{NO-BREAK SPACE}", ord("."): ","})

    def _get_cash_signers(self):
        """Hook: names of those who sign besides the cashier, as the company says."""
        self.ensure_one()
        company = self.company_id
        return {
            "head": company.cash_head_id.name or "",
            "position": company.cash_head_id.job_title or "",
            "accountant": company.cash_accountant_id.name or "",
        }


class ResCompany(models.Model):
    _inherit = "res.company"

    cash_head_id = fields.Many2one(
        "hr.employee",
        "Head on Cash Papers",
        help="Who signs cash orders as head of the company.",
    )
    cash_accountant_id = fields.Many2one(
        "hr.employee",
        "Accountant on Cash Papers",
        help="Who signs cash orders and cash books as chief accountant.",
    )

    def _get_cash_letterhead(self, terms=None):
        """Who the company is by law: name, number in the register, address."""
        self.ensure_one()
        partner = self.partner_id
        lines = partner._display_address(without_company=True).splitlines()
        number = self.company_registry or self.vat
        if terms and terms["layout"] == "kp":
            number = self.vat or number
        return {
            "company": self.name,
            "registry": number or "",
            "vat": self.vat or "",
            "vat_label": self.country_id.vat_label or "",
            "address": ", ".join(line.strip() for line in lines if line.strip()),
            "phone": self.phone or "",
        }


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cash_head_id = fields.Many2one(related="company_id.cash_head_id", readonly=False)
    cash_accountant_id = fields.Many2one(
        related="company_id.cash_accountant_id", readonly=False
    )


class AccountPayment(models.Model):
    """What the papers of a cash order say, as texts ready to print."""

    _inherit = "account.payment"

    def _get_cash_paper_lang(self):
        """Hook: the language of a paper without a national form: that of its reader."""
        self.ensure_one()
        return self.partner_id.lang or self.company_id.partner_id.lang or "en_US"

    def _check_printable(self):
        """Papers are printed of posted cash orders: they have a number and a day."""
        others = self.filtered(lambda p: not p.is_cash_order or p.state not in POSTED)
        if others:
            raise UserError(
                self.env._(
                    "%(orders)s: a paper is printed of a recorded cash order. Record "
                    "it first.",
                    orders=", ".join(others[:10].mapped("display_name")),
                )
            )

    def _get_cash_papers(self, national=True):
        """The papers of these cash orders, each a dictionary of texts.

        :param national: on the form of the country, where it has one
        """
        self.check_access("read")
        # sudo: who may read a cash order prints it; names of the partner, the invoices,
        # accounts and signers stand on it, and he need not be allowed to read those
        payments = self.sudo()
        payments._check_printable()
        files = dict(
            self.env["ir.attachment"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("res_field", "=", False),
                ],
                ["res_id"],
                ["name:array_agg"],
            )
        )
        installed = {
            code.split("_")[0]: code for code, _name in self._get_installed_langs()
        }
        papers = []
        for payment in payments:
            terms = payment.journal_id._get_cash_forms() if national else None
            lang = installed.get(terms["lang"]) if terms else None
            lang = lang or payment._get_cash_paper_lang()
            payment = payment.with_context(lang=lang).with_company(payment.company_id)
            papers.append(payment._get_cash_paper(terms, files.get(payment.id, [])))
        return papers

    @api.model
    def _get_installed_langs(self):
        return self.env["res.lang"].get_installed()

    def _get_cash_paper(self, terms, files):
        """The texts of one paper.

        :param terms: terms of the national form, or None
        :param files: names of the attached papers
        """
        desk, company = self.journal_id, self.company_id
        inbound = self.payment_type == "inbound"
        own, other = desk.default_account_id.code, self.destination_account_id.code
        void = self.cash_void_ids[:1]
        return {
            **desk._get_cash_signers(),
            "terms": terms,
            "layout": terms["layout"] if terms else "plain",
            "lang": self.env.lang,
            "inbound": inbound,
            "direction": "in" if inbound else "out",
            "number": self.name,
            "date": self._format_cash_date(self.date, terms),
            **company._get_cash_letterhead(terms),
            "desk": desk.name,
            "party": self._get_cash_party(),
            "purpose": self.cash_purpose_id.name or "",
            "basis": self._get_cash_basis(),
            "parts": self._get_cash_parts(terms),
            "amount": desk._format_cash(self.amount, terms),
            "money": self._get_cash_money(terms),
            "words": amount_in_words(
                self.amount,
                self.currency_id.name,
                terms["lang"] if terms else self.env.lang,
                self.currency_id.decimal_places,
            ),
            "debit": own if inbound else other,
            "credit": other if inbound else own,
            "attachments": self._get_cash_attachments(files),
            "cashier": self.cash_user_id.name or "",
            "fiscal_number": self.fiscal_number or "",
            "voided_by": void.name or "",
            "voided_on": self._format_cash_date(void.date, terms),
            "voids": self.cash_voids_id.name or "",
            "voids_on": self._format_cash_date(self.cash_voids_id.date, terms),
            "void_reason": (void or self).cash_void_reason or "",
        }

    def _format_cash_date(self, date, terms):
        if not date:
            return ""
        return f"{date:%d.%m.%Y}" if terms else format_date(self.env, date)

    def _get_cash_money(self, terms):
        """What the figures are: the units that the form's column names, or the code."""
        code = self.currency_id.name
        return terms["money"].get(code, code) if terms else code

    def _get_cash_party(self):
        """Hook: from whom, or to whom: an employee, a desk, or the partner."""
        self.ensure_one()
        place = self.cash_sent_id.journal_id or self.cash_sent_to_id
        return self.service_employee_id.name or place.name or self.partner_id.name or ""

    def _get_cash_basis(self):
        """Purpose, basis, order and invoice, none of them twice."""
        self.ensure_one()
        parts = self.allocation_ids
        single = parts if len(parts) == 1 else parts.browse()
        facts = [
            self.cash_purpose_id.name,
            self.cash_basis,
            (self.service_order_id or single.order_id).name,
            single.invoice_id.name,
        ]
        if not any(facts) and not parts:
            facts = [self.memo]
        found = []
        for fact in filter(None, facts):
            if not any(fact in other for other in found):
                found.append(fact)
        return ", ".join(found)

    def _get_cash_parts(self, terms):
        """Triples of order, invoice and amount, where there is more than one part."""
        self.ensure_one()
        parts = self.allocation_ids
        if len(parts) < 2:
            return []
        rest = self.currency_id.round(self.amount - sum(parts.mapped("amount")))
        found = [
            (
                part.order_id.name or "",
                part.invoice_id.name or "",
                self.journal_id._format_cash(part.amount, terms),
            )
            for part in parts
        ]
        if rest > 0:
            found.append(("—", "", self.journal_id._format_cash(rest, terms)))
        return found

    def _get_cash_attachments(self, files):
        names = ", ".join(files[:5])
        return f"{names} (+{len(files) - 5})" if len(files) > 5 else names


class CashOrderReport(models.AbstractModel):
    """Papers of cash orders, whoever may read these."""

    _name = "report.service_center_cash.report_cash_order"
    _description = "Cash Order on Paper"

    def _get_report_values(self, docids, data=None):
        payments = self.env["account.payment"].browse(docids)
        return {"docs": payments, "papers": payments._get_cash_papers()}


class CashSlipReport(models.AbstractModel):
    """The slip on 80 mm that the customer takes along: in his own language."""

    _name = "report.service_center_cash.report_cash_slip"
    _description = "Cash Slip"

    def _get_report_values(self, docids, data=None):
        payments = self.env["account.payment"].browse(docids)
        return {"docs": payments, "papers": payments._get_cash_papers(national=False)}
