from num2words import num2words

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .account_journal import CASHIER, CONTROLLER
from .account_payment import POSTED


class AccountJournal(models.Model):
    """The cash book of a desk: read from the ledger, so it cannot differ from it."""

    _inherit = "account.journal"

    def _check_cash_book(self):
        """Raise unless the current user may see what is in these desks now."""
        if not self.env.user.has_groups(
            f"{CASHIER},{CONTROLLER},account.group_account_readonly,"
            "account.group_account_invoice"
        ):
            raise UserError(
                self.env._("The cash book is for cashiers, controllers, accountants.")
            )
        self.check_access("read")
        others = self.filtered(lambda desk: not desk.is_service_desk)
        if others:
            raise UserError(
                self.env._(
                    "%(desk)s is no cash desk of the center.",
                    desk=others[0].display_name,
                )
            )
        counting = self.filtered(lambda d: d.service_shift_id.state == "counting")
        if counting and not self.env.user.has_group(CONTROLLER):
            raise UserError(
                self.env._(
                    "%(desk)s is being counted: its book is printed when the shift is "
                    "closed.",
                    desk=counting[0].display_name,
                )
            )

    def _get_cash_book(self, day):
        """The sheet of one day, as a dictionary of texts and amounts.

        :param day: every entry of it at this desk stands on the sheet
        """
        self.ensure_one()
        self._check_cash_book()
        # sudo: whoever works at the desk (checked) sees its own account's items
        desk = self.sudo().with_company(self.company_id)
        items = Domain("account_id", "=", desk.default_account_id.id)
        items &= Domain("parent_state", "=", "posted")
        before = desk._sum_cash_items(items & Domain("date", "<", day))
        today = self.env["account.move.line"].sudo()
        today = today.search(items & Domain("date", "=", day))
        year = Domain("date", ">=", day.replace(month=1, day=1))
        ((sheet,),) = today._read_group(
            items & year & Domain("date", "<=", day), [], ["date:count_distinct"]
        )
        return {
            **desk._prepare_cash_book(before, today.sorted(self._get_cash_order)),
            "sheet": sheet,
            **desk._get_cash_period("for_day", desk._format_book_date(day)),
        }

    @api.model
    def _get_cash_order(self, item):
        """Rows stand in the order in which they were recorded."""
        return item.move_id.id, item.id

    def _format_book_date(self, day):
        if self._get_cash_forms():
            return f"{day:%d.%m.%Y}"
        return format_date(self.env, day)

    def _sum_cash_items(self, domain):
        """What items of the desk's account come to, in the currency of the desk."""
        ((balance, amount),) = self.env["account.move.line"]._read_group(
            domain, [], ["balance:sum", "amount_currency:sum"]
        )
        return (amount if self.currency_id else balance) or 0.0

    def _get_cash_period(self, key, text):
        return {"period": f"{self._get_cash_book_terms()[key]} {text}"}

    def _get_cash_book_terms(self):
        """The words of the book: of the country's form, or in the user's language."""
        self.ensure_one()
        return self._get_cash_forms() or {
            "lang": self.env.lang or "en_US",
            **dict.fromkeys(("form_book", "code_book", "approval"), ""),
            "registry": self.company_id.partner_id.company_registry_label or "",
            "sheet": self.env._("Sheet"),
            "book": self.env._("Cash book"),
            "for_day": self.env._("for"),
            "for_shift": self.env._("for the shift"),
            "no": self.env._("No."),
            "book_number": self.env._("Number"),
            "book_party": self.env._("Received from or paid to"),
            "book_account": self.env._("Account"),
            "in": self.env._("In"),
            "out": self.env._("Out"),
            "voids": self.env._("Voids"),
            "opening": self.env._("Opening balance"),
            "total": self.env._("Total"),
            "closing": self.env._("Closing balance"),
            "counted": self.env._("Papers in number:"),
            "count_in": self.env._("receipts"),
            "count_out": self.env._("expenses"),
            "cashier": self.env._("Cashier"),
            "checked_by": self.env._("Checked by"),
            "signature": self.env._("signature"),
            "name": self.env._("name"),
            "money": {},
        }

    def _prepare_cash_book(self, opening, items):
        """Rows and sums of a sheet.

        :param opening: what lay in the desk before the first row
        :param items: items of the desk's account, one row for each of their entries
        """
        terms = self._get_cash_book_terms()
        national = terms if self._get_cash_forms() else None
        currency = self.currency_id or self.company_id.currency_id
        value = "amount_currency" if self.currency_id else "balance"
        rows, sums, counts = [], {"in": 0.0, "out": 0.0}, {"in": 0, "out": 0}
        for move, lines in items.grouped("move_id").items():
            amount = sum(lines.mapped(value))
            side, other = ("in", "out") if amount > 0 else ("out", "in")
            sums[side] += abs(amount)
            counts[side] += 1
            payment = move.origin_payment_id
            rows.append(
                {
                    "number": move.name,
                    "party": payment._get_cash_party() if payment else move.ref or "",
                    "basis": payment._get_cash_book_basis(terms),
                    "account": ", ".join(
                        move.line_ids.filtered(
                            lambda item, own=lines.account_id: item.account_id != own
                        ).account_id.mapped("code")
                    ),
                    side: self._format_cash(abs(amount), national),
                    other: "",
                }
            )
        closing = currency.round(opening + sums["in"] - sums["out"])
        cashiers = items.move_id.origin_payment_id.cash_user_id
        return {
            **self.company_id._get_cash_letterhead(national),
            **self._get_cash_signers(),
            "terms": terms,
            "desk": self.name,
            "money": terms["money"].get(currency.name, currency.name),
            "rows": rows,
            "opening": self._format_cash(opening, national),
            "in": self._format_cash(sums["in"], national),
            "out": self._format_cash(sums["out"], national),
            "closing": self._format_cash(closing, national),
            "amounts": {
                "opening": currency.round(opening),
                "in": currency.round(sums["in"]),
                "out": currency.round(sums["out"]),
                "closing": closing,
            },
            "count_in": self._count_in_words(counts["in"], terms["lang"]),
            "count_out": self._count_in_words(counts["out"], terms["lang"]),
            "cashier": cashiers.name if len(cashiers) == 1 else "",
        }

    @api.model
    def _count_in_words(self, count, lang):
        try:
            return num2words(count, lang=lang.split("_")[0])
        except NotImplementedError:
            return num2words(count, lang="en")


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _get_cash_book_basis(self, terms):
        """What stands below the name in the book: what it was for, what it voids."""
        if self.cash_voids_id:
            return f"{terms['voids']} {self.cash_voids_id.name}"
        if not self:
            return ""
        names = self.allocation_ids.mapped(lambda p: (p.order_id or p.invoice_id).name)
        parts = names if len(names) > 1 else []
        return ", ".join(filter(None, [self._get_cash_basis(), *parts]))


class ServiceCashShift(models.Model):
    """The cash book of a shift: from the float to the count."""

    _inherit = "service.cash.shift"

    def _get_cash_book(self):
        """The sheet of this shift, as a dictionary of texts and amounts."""
        self.ensure_one()
        self.check_access("read")
        self.journal_id._check_cash_book()
        # sudo: whoever works at the desk (checked) sees what was recorded at it
        desk = self.journal_id.sudo().with_company(self.company_id)
        payments = self.sudo().payment_ids.filtered(lambda p: p.state in POSTED)
        items = payments.move_id.line_ids.filtered(
            lambda item: item.account_id == desk.default_account_id
        )
        opened = fields.Datetime.context_timestamp(self, self.date_opened)
        earlier = self.sudo().search_count(
            [
                ("journal_id", "=", desk.id),
                ("date_opened", ">=", self.date_opened.replace(month=1, day=1, hour=0)),
                ("date_opened", "<", self.date_opened),
            ]
        )
        text = f"{desk._format_book_date(opened)} {opened:%H:%M}"
        if self.date_closed:
            closed = fields.Datetime.context_timestamp(self, self.date_closed)
            text += f" – {desk._format_book_date(closed)} {closed:%H:%M}"
        book = desk._prepare_cash_book(
            self.opening_expected, items.sorted(desk._get_cash_order)
        )
        return {
            **book,
            "sheet": earlier + 1,
            "cashier": (self.closed_by_id or self.opened_by_id).sudo().name or "",
            **desk._get_cash_period("for_shift", text),
        }


class CashBookReport(models.AbstractModel):
    """The cash book of a day."""

    _name = "report.service_center_cash.report_cash_book"
    _description = "Cash Book"

    def _get_report_values(self, docids, data=None):
        docs = self.env["service.cash.book"].browse(docids)
        books = [doc.journal_id._get_cash_book(doc.date) for doc in docs]
        return {"docs": docs, "books": books}


class CashBookShiftReport(models.AbstractModel):
    """The cash book of a shift."""

    _name = "report.service_center_cash.report_cash_book_shift"
    _description = "Cash Book of a Shift"

    def _get_report_values(self, docids, data=None):
        docs = self.env["service.cash.shift"].browse(docids)
        return {"docs": docs, "books": [doc._get_cash_book() for doc in docs]}
