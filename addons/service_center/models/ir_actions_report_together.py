from odoo import models

TOGETHER, PRINTED = "service_print_together", "service_printed_orders"


class IrActionsReport(models.Model):
    """Orders printed together stay the one file that the printing program made.

    Odoo cuts a print into one file per record and joins them again, which takes as
    long as the printing. That is for files that are kept with their records.
    """

    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        reports = self.with_context(**{TOGETHER: True})  # one file is asked for
        return super(IrActionsReport, reports)._render_qweb_pdf(
            report_ref, res_ids=res_ids, data=data
        )

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        reports = self.with_context(**{TOGETHER: False})
        report = self._get_report(report_ref)
        if (
            self.env.context.get(TOGETHER)
            and report.model == "service.order"
            and not report.attachment
            and len(res_ids or ()) > 1
        ):
            # a print of no records is not cut; the markup gets them by the context
            reports = reports.with_context(**{PRINTED: list(res_ids)})
            res_ids = None
        return super(IrActionsReport, reports)._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )

    def _render_qweb_html(self, report_ref, docids, data=None):
        orders = self.env.context.get(PRINTED)
        if orders and not docids:
            reports = self.with_context(**{PRINTED: False})
            return super(IrActionsReport, reports)._render_qweb_html(
                report_ref, orders, data=data
            )
        return super()._render_qweb_html(report_ref, docids, data=data)

    def _prepare_html(self, html, report_model=False):
        """Leave out empty headers and footers, which are drawn for every page."""
        parts = super()._prepare_html(html, report_model=report_model)
        if report_model != "service.order" or not parts:
            return parts
        bodies, res_ids, header, footer, paper = parts
        if '<div id="minimal_layout_report_headers"></div>' in header:
            header = ""
        if '<div id="minimal_layout_report_footers"></div>' in footer:
            footer = ""
        return bodies, res_ids, header, footer, paper
