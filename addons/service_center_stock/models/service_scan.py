from odoo import api, models


class ServiceScan(models.AbstractModel):
    """The serial number of a part: the device it sits in, or the piece in stock."""

    _inherit = "service.scan"

    @api.model
    def _resolve_scan(self, spellings):
        return (
            super()._resolve_scan(spellings)
            or self._resolve_fitting(spellings)
            or self._resolve_lot(spellings)
        )

    @api.model
    def _resolve_fitting(self, spellings):
        """A part that was fitted: its order, or all of them."""
        fittings = self.env["service.part.fitting"]
        if not fittings.has_access("read"):
            return False
        found = fittings.search([("serial", "in", spellings)], limit=80)
        if len(found.order_id) == 1:
            return found.order_id._get_scan_action()
        action = self._open_records(found)
        return action and {**action, "views": [(False, "list"), (False, "kanban")]}

    @api.model
    def _resolve_lot(self, spellings):
        """A piece in stock, for who may see the stock."""
        lots = self.env["stock.lot"]
        if not lots.has_access("read"):
            return False
        return self._open_records(lots.search([("name", "in", spellings)], limit=80))
