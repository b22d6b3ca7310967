from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class StockMove(models.Model):
    """Moves of parts for a service order, and the line for stock they all stand in."""

    _inherit = "stock.move"

    service_order_id = fields.Many2one(
        "service.order",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The order this part is for.",
    )
    service_line_id = fields.Many2one(
        "service.order.line",
        "Service Order Line",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the order that shows this part.",
    )
    service_use = fields.Selection(
        [
            ("fit", "Fitted"),
            ("issue", "Issued to the Bench"),
            ("back", "Given Back"),
        ],
        "For the Order",
        copy=False,
        help="Fitted: leaves the stock with the customer's device. Issued: from the "
        "stock to the bench. Given back: not needed, back to the stock.",
    )
    service_branch_id = fields.Many2one(related="service_order_id.branch_id")
    service_engineer_id = fields.Many2one(
        related="service_order_id.engineer_id", string="Engineer"
    )
    service_is_issued = fields.Boolean(
        "In the Engineer's Hands",
        compute="_compute_service_is_issued",
        search="_search_service_is_issued",
        help="Whether the part was issued, and waits on the bench to be fitted.",
    )

    @api.depends("location_id")
    def _compute_service_is_issued(self):
        for move in self:
            move.service_is_issued = move._is_issued()

    @api.model
    def _search_service_is_issued(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("location_id", "any", self._get_issued_places())]

    @api.model
    def _get_issued_places(self):
        """Hook: domain of the locations where parts in engineers' hands lie."""
        return Domain("service_bench_warehouse_ids", "!=", False)

    @api.depends("service_order_id.name")
    def _compute_reference(self):
        fitted = self.filtered(lambda m: m.service_order_id and not m.picking_id)
        for move in fitted:
            move.reference = move.service_order_id.name
        return super(StockMove, self - fitted)._compute_reference()

    def _get_source_document(self):
        return self.service_order_id or super()._get_source_document()

    def _is_consuming(self):
        return super()._is_consuming() or self.service_use == "fit"

    def _should_be_assigned(self):
        """A part of an order needs no transfer: the order is its document."""
        return not self.service_order_id and super()._should_be_assigned()

    def _should_assign_at_confirm(self):
        """Whatever the branch's deliveries do, a part is reserved when it is added."""
        return bool(self.service_order_id) or super()._should_assign_at_confirm()

    def _skip_push(self):
        return self.service_use == "fit" or super()._skip_push()

    def _split(self, qty, restrict_partner_id=False):
        """What an order could not use stays its open move, not a backorder."""
        return (
            []
            if self.service_use == "fit"
            else super()._split(qty, restrict_partner_id)
        )

    def _action_assign(self, force_qty=False):
        quants = self.env["stock.quant"]._hold(self.product_id, self.location_id)
        simple = self.browse() if force_qty else self._reserve_simple(quants)
        return super(StockMove, self - simple)._action_assign(force_qty=force_qty)

    def _hold_stock(self):
        """Stand in line once for all that these moves take or bring back.

        Whoever changes moves and stock begins here, so that no two wait for each
        other.
        """
        details = self.move_line_ids
        places = self.location_id | self.location_dest_id
        places |= details.location_id | details.location_dest_id
        if self.service_order_id:
            places |= places.warehouse_id.lot_stock_id
        self.env["stock.quant"]._hold(self.product_id, places)

    def _action_done(self, cancel_backorder=False):
        products, sources = (
            self.product_id,
            self.location_id | self.move_line_ids.location_id,
        )
        self._hold_stock()
        wanted = {m: m.product_uom_qty for m in self.filtered("service_order_id")}
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        self.env["stock.quant"]._check_not_below_zero(products, sources)
        self._check_service_done(wanted)
        return moves

    @api.model
    def _check_service_done(self, wanted):
        """Odoo may close a move with less than was asked without a word: we do not."""
        for move, quantity in wanted.items():
            if move.state != "done" or move.product_uom.compare(
                move.quantity, quantity
            ):
                raise UserError(
                    self.env._(
                        "%(order)s: %(product)s could not be taken from %(location)s "
                        "as a whole. Somebody else took it: look at the order again.",
                        order=move.service_order_id.name,
                        product=move.product_id.display_name,
                        location=move.location_id.display_name,
                    )
                )
