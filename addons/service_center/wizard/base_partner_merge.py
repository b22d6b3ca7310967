from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Customers who are merged: their orders are found under the one who stays."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _log_merge_operation(self, src_partners, dst_partner):
        # the orders are already the other's, by SQL and so without a recompute
        dst_partner._refresh_search_keys()
        return super()._log_merge_operation(src_partners, dst_partner)

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """One person typed in twice: the same phone tells as much as the same e-mail.

        Not for contacts who can log in.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        phones = set(partners.mapped("phone_sanitized"))
        # sudo: who can log in is for settings to read
        users_sudo = partners.sudo().with_context(active_test=False).user_ids
        if len(phones) == 1 and all(phones) and not users_sudo:
            extra_checks = False
        return super()._merge(partner_ids, dst_partner, extra_checks)
