from odoo import models


class AccountChartTemplate(models.AbstractModel):
    """A company that gets its accounts gets the usual purposes of cash with them."""

    _inherit = "account.chart.template"

    def _post_load_data(self, template_code, company, template_data):
        res = super()._post_load_data(template_code, company, template_data)
        purposes = self.env["service.cash.purpose"]
        purposes._create_missing(company or self.env.company)
        return res
