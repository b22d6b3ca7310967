from ast import literal_eval

from odoo import fields, models
from odoo.exceptions import UserError


class IrActionsReport(models.Model):
    """A document on orders is printed for those that it fits, or not at all."""

    _inherit = "ir.actions.report"

    service_condition = fields.Char(
        "Fits",
        translate=True,
        help="The filter domain in words, as a sentence: which orders the document is "
        "for. Shown when somebody prints it for another one.",
    )

    def _get_rendering_context(self, report, docids, data):
        if report.model == "service.order":
            orders = self.env["service.order"].browse(docids)
            report._check_fits(orders)
            orders._prefetch_documents()
        return super()._get_rendering_context(report, docids, data)

    def _check_fits(self, orders):
        """Refuse all of a print, and name the orders that the document is not for.

        One that silently left some out would be missed at the counter.
        """
        self.ensure_one()
        if not self.domain:
            return
        others = orders - orders.filtered_domain(literal_eval(self.domain))
        if others:
            names = others[:10].mapped("name")
            if len(others) > 10:
                names.append("…")
            # sudo: who may not read report actions still learns why it is not printed
            raise UserError(
                orders.env._(
                    "“%(document)s” is not for %(orders)s. %(condition)s",
                    document=self.with_env(orders.env).sudo().name,
                    orders=", ".join(names),
                    condition=self.with_env(orders.env).sudo().service_condition or "",
                )
            )
