from odoo import api, models


class ServiceScan(models.AbstractModel):
    _inherit = "service.scan"

    @api.model
    def _resolve_scan(self, spellings):
        """A place's code opens it; on the form of an order it moves the device."""
        found = super()._resolve_scan(spellings)
        places = self.env["service.place"]
        if found or not places.has_access("read"):
            return found
        place = places._find_place(spellings[0])
        return bool(place) and {
            **place._get_screen_action(code=place.code),
            "tag": "service_center_places.scanned_place",
        }
