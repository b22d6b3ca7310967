from odoo import api, models
from odoo.fields import Domain


class StockMove(models.Model):
    """Parts of an order come out of its engineer's bag first, then from the stock."""

    _inherit = "stock.move"

    def _is_in_bag(self):
        """Whether the part lies in an engineer's bag."""
        self.ensure_one()
        bags = self.env["service.bag"]
        return bool(bags._get_owners() and bags._get_bag_place(self.location_id))

    def _is_issued(self):
        return super()._is_issued() or self._is_in_bag()

    @api.model
    def _get_issued_places(self):
        return super()._get_issued_places() | Domain("service_bag_ids", "!=", False)

    def _may_grow(self):
        # what is needed on top may come from the bag, or has to come from elsewhere
        return super()._may_grow() and not self._get_own_bag_place()

    def _get_own_bag_place(self):
        """The bag of the order's engineer at the warehouse of the part."""
        self.ensure_one()
        return self._get_bag_place_of(self.service_order_id, self.location_id)

    @api.model
    def _get_bag_place_of(self, order, place):
        """The bag of the order's engineer at the warehouse of this place."""
        bags = self.env["service.bag"]
        if not bags._get_owners():
            return place.browse()
        return bags._find_place(order.engineer_id, place.warehouse_id)

    @api.model
    def _create_reserved(self, vals_list):
        if self.env["service.bag"]._get_owners():
            vals_list = self._split_by_bags(vals_list)
        return super()._create_reserved(vals_list)

    @api.model
    def _split_by_bags(self, vals_list):
        """What the engineers have in their bags is taken there, the rest as planned.

        :param vals_list: values of moves that take parts for orders
        :return: values for as many moves, or for more
        """
        orders = self.env["service.order"]
        products, stocks = self.env["product.product"], self.env["stock.location"]
        bags = []
        for vals in vals_list:
            order = orders.browse(vals["service_order_id"])
            place = stocks.browse(vals["location_id"])
            # out of a bag already, or of its engineer's
            bag = self.env["service.bag"]._get_bag_place(place)
            bags.append(not bag and self._get_bag_place_of(order, place))
        mine = [vals for vals, bag in zip(vals_list, bags, strict=True) if bag]
        if not mine:
            return vals_list
        free = self._get_free_in_bags(
            products.browse({vals["product_id"] for vals in mine}),
            stocks.union(*filter(None, bags)),
            stocks.browse({vals["location_id"] for vals in mine}),
        )
        res = []
        for vals, bag in zip(vals_list, bags, strict=True):
            product = products.browse(vals["product_id"])
            unit = self.env["uom.uom"].browse(vals["product_uom"])
            rest = vals["product_uom_qty"]
            taken = bag and self._take_free(free, bag, product, unit, rest)
            if taken:
                res.append({**vals, "location_id": bag.id, "product_uom_qty": taken})
                rest -= taken
            if unit.compare(rest, 0.0) > 0:
                res.append({**vals, "product_uom_qty": rest})
        return res

    @api.model
    def _get_free_in_bags(self, products, bags, stocks):
        """What is free in these bags, held until the end of the transaction.

        The stock is held with them, in one order for all: nobody waits in a circle.

        :return: dictionary from product and bag to quantity
        """
        free = {}
        for quant in self.env["stock.quant"]._hold(products, bags | stocks):
            bag = self.env["service.bag"]._get_bag_place(quant.location_id)
            key = (quant.product_id.id, bag.id)
            free[key] = free.get(key, 0.0) + quant.quantity - quant.reserved_quantity
        return free

    @api.model
    def _take_free(self, free, bag, product, unit, wanted):
        """Take so many, or as many as are left there, out of ``free``.

        :param wanted: quantity in ``unit``
        :return: the quantity taken, in ``unit``
        """
        key = (product.id, bag.id)
        left = product.uom_id._compute_quantity(
            max(free.get(key, 0.0), 0.0), unit, rounding_method="DOWN"
        )
        taken = min(wanted, left)
        if unit.compare(taken, 0.0) <= 0:
            return 0.0
        free[key] -= unit._compute_quantity(taken, product.uom_id)
        return taken

    def _bring_back(self, quantity):
        """What came out of the bag and the device is in its engineer's hands again."""
        bag = self._get_own_bag_place()
        if not (
            bag
            and self.state == "done"
            and self._is_in_bag()
            and self.env["service.bag"]._get_bag_place(self.location_id) == bag
            and self.service_order_id.engineer_id.active
        ):
            return super()._bring_back(quantity)
        values = {**self._prepare_back_values(quantity), "location_dest_id": bag.id}
        back = self.create(values)
        back._action_confirm(merge=False)
        return back._carry_out()
