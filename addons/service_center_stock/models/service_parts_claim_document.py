from odoo import fields, models


class ServicePartsClaim(models.Model):
    """What the printed claim asks for."""

    _inherit = "service.parts.claim"

    def _get_document_lang(self):
        """Papers to a vendor are in his language."""
        self.ensure_one()
        return self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang

    def _get_document_date(self):
        """The day it was sent, or today, where the user is."""
        self.ensure_one()
        moment = self.date_sent or fields.Datetime.now()
        return fields.Datetime.context_timestamp(self, moment).date()

    def _get_document_address(self, partner):
        """An address in one line, as its country writes it."""
        lines = partner._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())


class ServiceOrder(models.Model):
    _inherit = "service.order"

    def _prefetch_documents(self):
        res = super()._prefetch_documents()
        self.line_ids.mapped("serials")
        return res
