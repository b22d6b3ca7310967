from odoo import models


class ServiceEstimate(models.Model):
    """What the customer does not want is not kept for the order any more."""

    _inherit = "service.estimate"

    def _record_decisions(self, approved_ids, vals):
        res = super()._record_decisions(approved_ids, vals)
        self.line_ids.order_line_id._move_parts()
        return res
