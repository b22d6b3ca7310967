from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request


class ServiceInvoice(http.Controller):
    @http.route(
        "/service_center/invoice/<int:order_id>",
        type="http",
        auth="user",
        readonly=True,
    )
    def invoice(self, order_id):
        """The customer's posted invoice of an order that the user may see, as PDF."""
        order = request.env["service.order"].browse(order_id)
        order._check_may_invoice()
        # sudo: the one invoice of this order, rendered; nothing else of the books
        move_sudo = order._get_live_invoices("customer").filtered(
            lambda move: move.state == "posted"
        )
        if not move_sudo:
            raise UserError(
                request.env._("%(order)s has no posted invoice.", order=order.name)
            )
        pdf, _kind = (
            request.env["ir.actions.report"]
            .sudo()
            ._render_qweb_pdf("account.account_invoices", move_sudo.ids)
        )
        name = f"{move_sudo.name.replace('/', '-')}.pdf"
        return request.make_response(
            pdf,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name, "inline")),
                ("Cache-Control", "no-store"),
            ],
        )
