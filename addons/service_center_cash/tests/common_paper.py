from lxml import html

from odoo.fields import Command

from .common import CashCommon

REPORTS = ("order", "slip")
COUNTRIES = ("ru", "by", "kz", "ua", "pl", "de")


class PaperCommon(CashCommon):
    """The markup of the papers of cash, and cash orders of each kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        head, accountant = cls.env["hr.employee"].create(
            [
                {"name": "Helena Head", "job_title": "Director"},
                {"name": "Ada Accountant"},
            ]
        )
        cls.env.company.write(
            {
                "vat": "7707083893",
                "company_registry": "REG-42",
                "street": "Harbour 1",
                "cash_head_id": head.id,
                "cash_accountant_id": accountant.id,
            }
        )
        cls.account = cls.env["account.account"].create(
            {"name": "Fuel", "code": "FUEL1", "account_type": "expense"}
        )
        cls.purpose = cls.env["service.cash.purpose"].create(
            {
                "name": "Petrol",
                "account_id": cls.account.id,
                "direction": "both",
            }
        )

    def _set_country(self, code):
        country = self.env.ref(f"base.{code}")
        self.env.company.account_fiscal_country_id = country

    def _spend(self, amount=300, **vals):
        expense = (
            self.env["account.payment"]
            .with_user(self.cashier)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "journal_id": self.desk_journal.id,
                    "amount": amount,
                    "cash_purpose_id": self.purpose.id,
                    "cash_basis": "Ticket 17",
                    **vals,
                }
            )
        )
        expense.action_cash_post()
        return expense

    def _pay_many(self, count, amount=100):
        """One receipt over as many orders."""
        orders = self.env["service.order"].union(
            *(
                self._create_order(
                    serial=f"P{number}",
                    line_ids=[Command.create({"product_id": self.work.id})],
                )
                for number in range(count)
            )
        )
        return self._pay_for(dict.fromkeys(orders, amount))

    def _render(self, report, docs, user=None):
        """The markup of a print, as a tree."""
        reports = self.env["ir.actions.report"].with_user(user or self.cashier)
        report = f"service_center_cash.report_cash_{report}"
        markup, _kind = reports._render_qweb_html(report, docs.ids)
        return html.fromstring(markup.decode())

    def _text(self, report, docs, user=None):
        """The words of a print, as a reader sees them."""
        body = self._render(report, docs, user).xpath("//main")[0]
        for style in body.xpath("//style"):
            style.drop_tree()
        return " ".join(body.text_content().split())

    def _says(self, report, docs, *texts, user=None):
        found = self._text(report, docs, user)
        for text in texts:
            self.assertIn(text, found)
        return found
