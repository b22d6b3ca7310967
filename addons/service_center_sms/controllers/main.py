import json

from odoo.http import Controller, request, route

LIMIT = 16384  # bytes of a report


class ServiceSmsController(Controller):
    """Where providers report on deliveries: each text has an address of its own."""

    @route(
        "/service/sms/<string:uuid>/<string:secret>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,  # the secret in the address is what tells who reports
        save_session=False,
        max_content_length=LIMIT,
    )
    def report(self, uuid, secret, **params):
        """Take in a report; an unknown text and a wrong secret look alike."""
        # sudo: nobody is logged in; the secret of this one text is checked first
        rows_sudo = request.env["service.sms"].sudo()
        said = rows_sudo._take_report(uuid, secret, {**params, **self._get_json()})
        if said is None:
            return request.make_response("Not found", status=404)
        return request.make_response(said, [("Content-Type", "text/plain")])

    def _get_json(self):
        httprequest = request.httprequest
        if "json" not in (httprequest.mimetype or ""):
            return {}
        try:
            found = json.loads(httprequest.get_data(as_text=True)[:LIMIT])
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {"list": found}
