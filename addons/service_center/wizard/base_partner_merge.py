from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Customers who are merged: their orders are found under the one who stays."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _log_merge_operation(self, src_partners, dst_partner):
        # the orders are already the other's, by SQL and so without a recompute
        dst_partner._refresh_search_keys()
        return super()._log_merge_operation(src_partners, dst_partner)
