from odoo import models

from .stock_move_awaited import WAITING


class StockMove(models.Model):
    """What becomes free in a bag serves the orders of its engineer that miss it."""

    _inherit = "stock.move"

    def _serve_waiting(self):
        res = super()._serve_waiting()
        self._offer_bags(self.location_id)
        return res

    def _action_done(self, cancel_backorder=False):
        bags = self.env["service.bag"]
        if not bags._get_owners():
            return super()._action_done(cancel_backorder=cancel_backorder)
        counted = self.filtered("is_inventory").location_id
        done = super()._action_done(cancel_backorder=cancel_backorder)
        for place in counted:
            if bags._get_bag_place(place):
                self._leave_bag(place)
        done._offer_bags(done.location_dest_id)
        return done

    def _hold_stock(self):
        """What comes into a bag may take its engineer's orders out of the stock."""
        bags = self.env["service.bag"]
        if bags._get_owners():
            into = {bags._get_bag_place(place) for place in self.location_dest_id}
            stocks = self.env["stock.location"].union(*into).warehouse_id.lot_stock_id
            if stocks:
                places = self.location_id | self.location_dest_id | stocks
                self.env["stock.quant"]._hold(self.product_id, places)
        return super()._hold_stock()

    def _leave_bag(self, place):
        """Less was counted there than orders had reserved: they take it elsewhere."""
        # sudo: the orders of this bag, whoever counted it
        short = self.sudo().search(
            [
                ("service_use", "=", "fit"),
                ("state", "in", WAITING),
                ("location_id", "child_of", place.ids),
            ]
        )
        lines = short.service_line_id
        short._action_cancel()
        lines._move_parts()

    def _offer_bags(self, places):
        """Serve who waits for these products and has them in his bag now."""
        bags = self.env["service.bag"]
        owners = bags._get_owners()
        if not owners:
            return
        for place in {bags._get_bag_place(place) for place in places}:
            if place:
                user_id, warehouse_id = owners[place.id]
                warehouse = self.env["stock.warehouse"].browse(warehouse_id)
                # sudo: parts serve who waits, not only whom this person sees
                waiting = self.sudo().search(
                    [
                        ("service_use", "=", "fit"),
                        ("state", "in", ("confirmed", "partially_available")),
                        ("procure_method", "=", "make_to_stock"),
                        ("product_id", "in", self.product_id.ids),
                        ("service_order_id.engineer_id", "=", user_id),
                        ("location_id", "child_of", warehouse.lot_stock_id.ids),
                    ],
                    order="priority desc, date, id",
                )
                waiting._move_to_bags()

    def _move_to_bags(self):
        """Take from the engineers' bags what these moves wanted from the stock.

        A waiting move lets go of what it misses alone; a reserved one, of as much as
        is free in the bag.
        """
        # which bag, first: all of them are held in one order
        bags = {move: move._get_own_bag_place() for move in self}
        places = self.env["stock.location"].union(*bags.values())
        if not places:
            return
        free = self._get_free_in_bags(self.product_id, places, self.location_id)
        values, whole = [], self.browse()
        for move in self.filtered("service_line_id"):
            waits = move.state in WAITING
            wanted = move.product_uom_qty - (move.quantity if waits else 0.0)
            taken = bags[move] and move._take_free(
                free, bags[move], move.product_id, move.product_uom, wanted
            )
            if not taken:
                continue
            line = move.service_line_id
            values.append(line._prepare_move_values(taken, bags[move]))
            left = move.product_uom_qty - taken
            if move.product_uom.compare(left, 0.0) <= 0:
                whole += move
            elif waits:
                move.with_context(do_not_unreserve=True).product_uom_qty = left
                move._recompute_state()
            else:
                move._set_service_demand(left)
        whole._release_service()
        if values:
            self._create_reserved(values)
