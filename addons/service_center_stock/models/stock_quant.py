from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class StockQuant(models.Model):
    """Whoever reserves or takes stock stands in line for it.

    Odoo skips rows that another transaction holds and makes a second one without a
    quantity: twenty people at once reserve seven to nine of five pieces. Here they
    wait; whoever finds the row changed begins anew, as Odoo does by itself, and sees
    what is left. It holds for all moves of stock, not only for those of orders.
    """

    _inherit = "stock.quant"

    def _get_held(self):
        """Identifiers of the rows this transaction holds; forgotten with its locks."""
        return self.env.cr.precommit.data.setdefault("service_held_quants", set())

    def _get_held_places(self):
        """What is held of (product, location): known, so that it is read once."""
        return self.env.cr.precommit.data.setdefault("service_held_places", {})

    @api.model_create_multi
    def create(self, vals_list):
        self._get_held_places().clear()  # a new row may lie in such a place
        return super().create(vals_list)

    def unlink(self):
        self._get_held_places().clear()
        return super().unlink()

    @api.model
    def _hold(self, products, locations):
        """Wait until nobody else changes these products below ``locations``.

        :return: what lies there, sudo, first in first out
        """
        # sudo: what stands in line is the stock, whoever may see it
        quants = self.sudo()
        locations = locations.filtered(lambda loc: not loc.should_bypass_reservation())
        products = products.filtered("is_storable")
        held = self._get_held_places()
        wanted = [
            (product, place) for product in products.ids for place in locations.ids
        ]
        if not all(each in held for each in wanted):
            quants._stand_in_line(products, locations)
        quants = quants.union(*(quants.browse(held[each]) for each in wanted))
        return quants.sorted(lambda quant: (quant.in_date, quant.id))

    def _stand_in_line(self, products, locations):
        query = self._search(
            [
                ("product_id", "in", products.ids),
                ("location_id", "child_of", locations.ids),
            ],
            order="id",  # one order for all, so that nobody waits in a circle
        )
        rows = self.env.execute_query(SQL("%s FOR NO KEY UPDATE", query.select()))
        quants = self.browse(row[0] for row in rows)
        self._get_held().update(quants._ids)
        quants.fetch()
        by_product = quants.grouped("product_id")
        self._get_held_places().update(
            {
                (product.id, place.id): [
                    quant.id
                    for quant in by_product.get(product, self.browse())
                    if quant.location_id._child_of(place)
                ]
                for product in products
                for place in locations
            }
        )

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        """Where stock can run short, wait instead of skipping."""
        scarce = self.filtered(
            lambda quant: not quant.location_id.should_bypass_reservation()
        )[:limit]
        if not scarce:
            return super().try_lock_for_update(
                allow_referencing=allow_referencing, limit=limit
            )
        held = self._get_held()
        if not held.issuperset(scarce._ids):
            self.env.execute_query(
                SQL(
                    "SELECT id FROM stock_quant WHERE id IN %s "
                    "ORDER BY id FOR NO KEY UPDATE",
                    scarce._ids,
                )
            )
            held.update(scarce._ids)
        return scarce

    def _as_cache(self):
        """These rows as Odoo's own cache of them, by all that tells them apart."""
        cache = defaultdict(self.browse)
        for quant in self:
            cache[
                quant.product_id.id,
                quant.location_id.id,
                quant.lot_id.id,
                quant.package_id.id,
                quant.owner_id.id,
            ] += quant
        return cache

    @api.model
    def _check_not_below_zero(self, products, locations):
        """Nothing leaves a branch's stock that is not there."""
        # sudo: a shortage counts, whoever may see it
        below = self.sudo().search_fetch(
            [
                ("product_id", "in", products.ids),
                ("location_id", "in", locations.filtered("service_branch_id").ids),
                ("quantity", "<", 0),
            ],
            ["product_id", "location_id", "quantity"],
        )
        short = below.filtered(lambda q: q.product_uom_id.compare(q.quantity, 0.0) < 0)
        if short:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(product)s: there are not so many at %(location)s, "
                        "%(missing)s missing. Count the stock or receive the parts "
                        "first.",
                        product=quant.product_id.display_name,
                        location=quant.location_id.display_name,
                        missing=f"{-quant.quantity:g}",
                    )
                    for quant in short[:10]
                )
            )
