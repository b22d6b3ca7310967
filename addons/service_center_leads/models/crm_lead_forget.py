from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    """What is forgotten of a request: who and in which words. Its figures stay."""

    _inherit = "crm.lead"

    date_forgotten = fields.Date("Anonymised On", readonly=True, copy=False)

    @api.model
    def _get_server_fields(self):
        return super()._get_server_fields() | {"date_forgotten"}

    def _prepare_forgotten_values(self):
        names = (
            *("contact_name", "partner_name", "email_from", "phone", "fault", "serial"),
            *("device_text", "description", "street", "street2", "zip", "city"),
            *("website", "function", "partner_id", "suggested_partner_id", "device_id"),
            *("customer_found_by", "mail_fingerprint", "email_cc", "referred"),
        )
        vals = {name: False for name in names if name in self._fields}
        return {**vals, "name": "—", "date_forgotten": fields.Date.today()}

    def _forget(self):
        """Erase words, files and names; the way it came and what became of it stay."""
        quiet = self.with_context(tracking_disable=True, mail_notrack=True)
        for model, name in (("mail.message", "model"), ("ir.attachment", "res_model")):
            self.env[model].search(
                [(name, "=", self._name), ("res_id", "in", self.ids)]
            ).unlink()
        quiet.write(self._prepare_forgotten_values())
        quiet.activity_ids.unlink()

    @api.model
    def _get_outlived_domain(self, company):
        before = fields.Datetime.now() - relativedelta(
            months=company.service_lead_months
        )
        return (
            Domain("branch_id.company_id", "=", company.id)
            & Domain("service_order_ids", "=", False)
            & Domain("date_forgotten", "=", False)
            & Domain("write_date", "<", before)
            & (Domain("won_status", "=", "lost") | Domain("active", "=", False))
        )

    @api.autovacuum
    def _gc_lost_leads(self):
        """Lost requests are forgotten after the time that the company keeps them."""
        # sudo: the daily cleaning serves all companies
        leads = self.sudo().with_context(active_test=False)
        for company in leads.env["res.company"].search(
            [("service_lead_months", ">", 0)]
        ):
            leads.search(leads._get_outlived_domain(company), limit=2000)._forget()
