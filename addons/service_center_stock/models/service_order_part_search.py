from odoo import api, models
from odoo.fields import Domain


class ServiceOrder(models.Model):
    """An order is found by the serial of a part in it as by that of its device."""

    _inherit = "service.order"

    @api.model
    def _find_by_serial(self, spellings, limit=80):
        found = super()._find_by_serial(spellings, limit=limit)
        ids = self._get_ids_by_part_serial(spellings, limit)
        # as the user: what he may not see is not found
        return found | self.search([("id", "in", ids)], limit=limit) if ids else found

    @api.model
    def _get_ids_by_part_serial(self, spellings, limit):
        # sudo: engineers see no lots; the orders are searched with their own rights
        lots = (
            self.env["stock.lot"]
            .sudo()
            .search([("name", "in", spellings)], limit=limit)
        )
        details = lots and self.env["stock.move.line"].sudo()._read_group(
            Domain("lot_id", "in", lots.ids)
            & Domain("move_id.service_order_id", "!=", False)
            & Domain("state", "!=", "cancel"),
            ["move_id"],
        )
        parts = lots and self.env["service.removed.part"].sudo().search(
            [("lot_id", "in", lots.ids)], limit=limit
        )
        orders = {move.service_order_id.id for (move,) in details or ()}
        return list(orders | set(parts.order_id.ids if parts else ()))
