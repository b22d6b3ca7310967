from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Forgetting a customer: requests and kept letters of his go, too."""

    _inherit = "res.partner"

    def _get_erasure_plan(self):
        plan = super()._get_erasure_plan()
        leads = self.env["crm.lead"].search(self._get_erasure_leads_domain())
        letters = self.env["service.mail.quarantine"]._forget_sender(
            self.filtered("email").mapped("email")
        )
        env = self.env
        plan[-1:-1] = [
            (env._("Requests: erased, but for their figures"), leads, leads._forget),
            (env._("Kept mails: erased"), letters, letters.unlink),
        ]
        return plan

    def _get_erasure_leads_domain(self):
        ways = [
            Domain("partner_id", "in", self.ids),
            Domain("suggested_partner_id", "in", self.ids),
        ]
        for name in ("email_normalized", "phone_sanitized"):
            known = [each for each in self.mapped(name) if each]
            # not those of somebody else who has the same number
            ways.append(Domain(name, "in", known) & Domain("partner_id", "=", False))
        return Domain.OR(ways) & Domain("branch_id", "!=", False)
