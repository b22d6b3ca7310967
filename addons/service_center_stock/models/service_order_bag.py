from odoo import models

from .stock_move_awaited import WAITING


class ServiceOrder(models.Model):
    """Another engineer: his bag serves the order, not that of the one before."""

    _inherit = "service.order"

    def write(self, vals):
        return self._change_engineer(vals, super().write)

    def _write_server_fields(self, vals):
        return self._change_engineer(vals, super()._write_server_fields)

    def _change_engineer(self, vals, write):
        bags = self.env["service.bag"]
        if "engineer_id" not in vals or not bags._get_owners():
            return write(vals)
        orders = self.filtered(lambda o: o.engineer_id.id != vals["engineer_id"])
        # First the stock, then the order, as whoever adds a part does.
        # sudo: the parts of these orders stand in line, whoever sees them
        fits = orders.sudo().move_ids._get_open_fits()
        places = fits.location_id
        for warehouse in fits.location_id.warehouse_id:
            engineer = self.env["res.users"].browse(vals["engineer_id"])
            places |= bags._find_place(engineer, warehouse)
        places |= places.warehouse_id.lot_stock_id
        self.env["stock.quant"]._hold(fits.product_id, places)
        res = write(vals)
        orders._take_from_new_bags()
        return res

    def _take_from_new_bags(self):
        """Let go what lies in others' bags, and take what the engineer has himself."""
        bags = self.env["service.bag"]
        owners = bags._get_owners()
        # sudo: whoever may give the order to an engineer moves its parts with it
        orders = self.sudo()
        fits = orders.move_ids._get_open_fits()
        foreign = fits.filtered(
            lambda move: (
                (place := bags._get_bag_place(move.location_id))
                and owners[place.id][0] != move.service_order_id.engineer_id.id
            )
        )
        lines = foreign.service_line_id
        foreign._release_service()
        lines._move_parts()
        rest = (fits - foreign).filtered(
            lambda move: (
                not (move._is_issued() or move._is_bought() or move.move_orig_ids)
                # which piece it is may have been chosen by hand
                and (move.state in WAITING or move.product_id.tracking == "none")
            )
        )
        rest._move_to_bags()
