from odoo import api, models
from odoo.exceptions import UserError

# what of a finished move line Odoo corrects in the stock
PLACED = {
    *("quantity", "product_uom_id", "location_id", "location_dest_id"),
    *("lot_id", "package_id", "result_package_id", "owner_id"),
}
# what of a move the line of its order says
SAID = {
    *("product_id", "product_uom", "product_uom_qty", "quantity"),
    *("service_order_id", "service_line_id", "service_use"),
}


# what ties a move to an order, a claim or a transfer
TIES = (
    *("service_order_id", "service_line_id", "service_use"),
    *("service_removed_id", "service_claim_line_id", "service_transfer_line_id"),
)


class StockMove(models.Model):
    """Parts of an order are changed on the order, not behind its back."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_ties(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if not SAID.isdisjoint(vals):
                self.check_access("write")  # who has no right at all is told so first
                self._check_free_of_orders()
            if any(vals.get(name) for name in TIES):
                self._raise_tied()
        return super().write(vals)

    @api.model
    def _check_ties(self, vals):
        """Nobody makes a move that pretends to be an order's, a claim's, a transfer's.

        The storekeeper's issue of an order that he sees is his own; and what is split
        off or returned goes on to belong to its transfer, for both of its ends.
        """
        tied = {name for name in TIES if vals.get(name)}
        if vals.get("service_use") == "issue":
            tied -= {"service_use", "service_order_id", "service_line_id"}
            order = self.env["service.order"].browse(vals.get("service_order_id"))
            order.check_access("read")
        if "service_transfer_line_id" in tied:
            tied.remove("service_transfer_line_id")
            line = self.env["service.parts.transfer.line"]
            line.browse(vals["service_transfer_line_id"]).check_access("read")
        if tied:
            self._raise_tied()

    @api.model
    def _raise_tied(self):
        raise UserError(
            self.env._(
                "A move of stock becomes an order's, a claim's or a transfer's on that "
                "paper alone: change it there, the stock follows."
            )
        )

    def _check_free_of_orders(self):
        # an issue takes what is reserved, by the storekeeper's own hands
        orders = self.filtered(lambda m: m.service_use != "issue").service_order_id
        if orders:
            raise UserError(
                self.env._(
                    "These are parts of %(orders)s: change the lines of the order, "
                    "the stock follows.",
                    orders=", ".join(orders.sudo()[:10].mapped("name")),
                )
            )


class StockMoveLine(models.Model):
    """What was moved long ago may be corrected, but not below what is there."""

    _inherit = "stock.move.line"

    def write(self, vals):
        if PLACED.isdisjoint(vals):
            return super().write(vals)
        done = self.filtered(lambda line: line.state == "done")
        done._check_no_orders()
        places = self._get_places(done)
        res = super().write(vals)
        places |= self._get_places(done)
        if done:
            self.env["stock.quant"]._check_not_below_zero(done.product_id, places)
        return res

    def _free_reservation(self, *args, **kwargs):
        # sudo: pieces that are gone are reserved for nobody; whoever counts them lets
        # go what other branches had reserved as well
        return super(StockMoveLine, self.sudo())._free_reservation(*args, **kwargs)

    def _get_places(self, lines):
        return lines.location_id | lines.location_dest_id

    def _check_no_orders(self):
        """A part that is fitted or issued comes back by its order's line."""
        orders = self.move_id.service_order_id
        if orders:
            raise UserError(
                self.env._(
                    "These parts of %(orders)s were moved already: change the lines "
                    "of the order, the stock follows.",
                    orders=", ".join(orders.sudo()[:10].mapped("name")),
                )
            )
