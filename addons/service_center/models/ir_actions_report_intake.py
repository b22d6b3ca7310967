from odoo import models

RECEIPTS = ("service_center.report_intake", "service_center.report_intake_roll")


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """No receipt of an order whose intake is not complete."""
        if report.report_name in RECEIPTS:
            self.env["service.order"].browse(docids)._check_receipt_blockers()
        return super()._get_rendering_context(report, docids, data)
