from odoo import models

RECEIPTS = ("service_center.report_intake", "service_center.report_intake_roll")


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """No receipt of an order whose intake is not complete."""
        if report.report_name in RECEIPTS:
            orders = self.env["service.order"].browse(docids)
            orders._check_receipt_blockers()
            orders.photo_ids.mapped("image_256")  # at once for all papers
            orders.consent_ids.mapped("answer")
        return super()._get_rendering_context(report, docids, data)
