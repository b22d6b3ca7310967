from odoo import fields, models


class StockMove(models.Model):
    """What the storekeeper takes back has a waybill, as what he hands out."""

    _inherit = "stock.move"

    def action_take_back(self):
        self._check_storekeeper()
        pickings = self._get_to_take_back()._make_return_waybills()
        res = super().action_take_back()
        pickings.write({"date_done": fields.Datetime.now()})
        return res

    def _get_to_take_back(self):
        return self._get_open().filtered(
            lambda move: move.service_use == "back" and not move.picking_id
        )

    def _make_return_waybills(self):
        """One paper for each order and place that parts come back from."""
        pickings = self.env["stock.picking"]
        for (order, source, dest), moves in self.grouped(
            lambda m: (m.service_order_id, m.location_id, m.location_dest_id)
        ).items():
            picking = pickings.create(
                {
                    "picking_type_id": dest.warehouse_id.int_type_id.id,
                    "location_id": source.id,
                    "location_dest_id": dest.id,
                    "origin": order.name,
                    "company_id": order.company_id.id,
                }
            )
            moves.picking_id = picking
            moves.move_line_ids.picking_id = picking
            pickings += picking
        return pickings
