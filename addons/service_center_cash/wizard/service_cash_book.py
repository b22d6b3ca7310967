from odoo import fields, models


class ServiceCashBook(models.TransientModel):
    """Ask whose cash book is printed, and of which day."""

    _name = "service.cash.book"
    _description = "Print the Cash Book"

    journal_id = fields.Many2one(
        "account.journal",
        "Desk",
        required=True,
        ondelete="cascade",
        domain=[("is_service_desk", "=", True)],
        default=lambda self: self._get_default_desk(),
    )
    date = fields.Date("Day", required=True, default=fields.Date.context_today)

    def _get_default_desk(self):
        domain = [("is_service_desk", "=", True)]
        return self.env["account.journal"].search(domain, limit=1)

    def action_print(self):
        """The sheet of this day as PDF."""
        self.ensure_one()
        self.journal_id._check_cash_book()
        report = self.env.ref("service_center_cash.service_cash_book_report")
        return report.report_action(self)
