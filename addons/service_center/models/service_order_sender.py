from odoo import models


class ServiceOrder(models.Model):
    """Customers get their messages from the company, not from whoever moved it."""

    _inherit = "service.order"

    def _track_template(self, changes):
        """A template without sender is sent from the e-mail of the company."""
        res = super()._track_template(changes)
        template, values = res.get("stage_id", (None, {}))
        company = self.company_id
        if template and not template.email_from and len(company) == 1 and company.email:
            values["email_from"] = company.email_formatted
        return res
