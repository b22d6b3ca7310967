import base64

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request


class ServicePhoto(http.Controller):
    @http.route(
        "/service_center/order/<int:order_id>/photo",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def photo(self, order_id, ufile):
        """Add a photo to an order; the rights are those of the record itself.

        Why not by the ordinary call: the browser tells how far an upload has come.
        """
        try:
            with request.env.cr.savepoint():
                photo = request.env["service.order.photo"].create(
                    {
                        "order_id": order_id,
                        "image": base64.b64encode(ufile.read()),
                    }
                )
        except UserError as error:
            message = {"error": {"message": str(error)}}
            return request.make_json_response(message, status=422)
        return request.make_json_response({"id": photo.id})
