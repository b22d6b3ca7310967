import base64

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

TYPES = {"pdf": "application/pdf", "zpl": "application/octet-stream"}


class ServiceLabel(http.Controller):
    @http.route(
        "/service_center_labels/job/<int:job_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def job(self, job_id):
        """The bytes of a job that the user may see: the rights are the record's."""
        job = request.env["service.label.job"].browse(job_id)
        job.check_access("read")
        content = base64.b64decode(job.with_context(bin_size=False).file or b"")
        if not content:
            raise UserError(
                request.env._("These labels are not kept any more: print them again.")
            )
        name = f"labels-{job.id}.{job.file_type}"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", TYPES[job.file_type]),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
