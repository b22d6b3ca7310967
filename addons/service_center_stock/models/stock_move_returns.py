from odoo import api, fields, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """Moves of removed and dead parts: carried out at once, without a transfer."""

    _inherit = "stock.move"

    service_use = fields.Selection(
        selection_add=[("removed", "Removed from the Device")]
    )
    service_removed_id = fields.Many2one(
        "service.removed.part",
        "Removed Part",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The part taken out of a device that this moves.",
    )
    service_claim_line_id = fields.Many2one(
        "service.parts.claim.line",
        "Line of a Claim",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The dead part on a claim to a vendor that this moves.",
    )

    def _is_service_return(self):
        """Whether this moves a removed or dead part; such moves know their details."""
        self.ensure_one()
        return bool(self.service_removed_id or self.service_claim_line_id)

    @api.depends("service_claim_line_id.claim_id.name")
    def _compute_reference(self):
        claimed = self.filtered(lambda m: m.service_claim_line_id and not m.picking_id)
        for move in claimed:
            move.reference = move.service_claim_line_id.claim_id.name
        return super(StockMove, self - claimed)._compute_reference()

    def _should_be_assigned(self):
        return not self._is_service_return() and super()._should_be_assigned()

    def _should_assign_at_confirm(self):
        return not self._is_service_return() and super()._should_assign_at_confirm()

    def _skip_push(self):
        return self._is_service_return() or super()._skip_push()

    def _split(self, qty, restrict_partner_id=False):
        if self._is_service_return():
            return []
        return super()._split(qty, restrict_partner_id)

    def _get_source_document(self):
        return (
            self.service_claim_line_id.claim_id
            or self.service_removed_id.order_id
            or super()._get_source_document()
        )

    @api.model
    def _carry_returns(self, vals_list):
        """Make these moves and carry them out: exactly the named piece goes.

        What is dead is dead: if an order had reserved it, the order is short then.

        :param vals_list: values of moves; ``lot`` and ``owner`` (identifiers or
            ``False``) say which piece it is and whose
        """
        pieces = [
            (vals.pop("lot", False), vals.pop("owner", False)) for vals in vals_list
        ]
        moves = self.create(
            [
                {**vals, "restrict_partner_id": piece[1]}
                for vals, piece in zip(vals_list, pieces, strict=True)
            ]
        )
        self.env["stock.quant"]._hold(moves.product_id, moves.location_id)
        moves._action_confirm(merge=False)
        # from customers and vendors Odoo takes just anything: here it is this piece
        moves.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            [
                {
                    "move_id": move.id,
                    "product_id": move.product_id.id,
                    "product_uom_id": move.product_uom.id,
                    "quantity": move.product_uom_qty,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                    "lot_id": lot,
                    "owner_id": owner,
                }
                for move, (lot, owner) in zip(moves, pieces, strict=True)
            ]
        )
        moves._carry_out()
        moves._check_carried()
        return moves

    def _check_carried(self):
        """Odoo may close a move with another quantity without a word: we do not."""
        for move in self:
            if move.state != "done" or move.product_uom.compare(
                move.quantity, move.product_uom_qty
            ):
                raise UserError(
                    self.env._(
                        "%(product)s could not be brought from %(place)s to "
                        "%(destination)s as a whole. Look again what lies there.",
                        product=move.product_id.display_name,
                        place=move.location_id.display_name,
                        destination=move.location_dest_id.display_name,
                    )
                )
