from odoo import http
from odoo.http import content_disposition, request


class ServiceIdentity(http.Controller):
    @http.route(
        "/service_center/identity/<int:document_id>/scan",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def scan(self, document_id):
        """Hand out a scan that this session has just been granted, once."""
        document = request.env["service.identity"].browse(document_id)
        document._use_grant()
        content, name = document._get_scan()
        return request.make_response(
            content,
            headers=[
                ("Content-Type", document.scan_type),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
                ("Referrer-Policy", "no-referrer"),
            ],
        )
