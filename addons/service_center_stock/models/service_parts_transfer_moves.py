from odoo import models
from odoo.fields import Command


class ServicePartsTransferLine(models.Model):
    _inherit = "service.parts.transfer.line"

    def _get_sent(self):
        """The moves that brought these parts into the transit."""
        return self.move_ids.filtered(
            lambda m: m.state == "done" and m.location_dest_id.usage == "transit"
        )

    def _get_incoming(self):
        """The open moves that wait for the other side to accept."""
        return self.move_ids._get_open().filtered(
            lambda move: (
                move.location_id.usage == "transit"
                and move.service_transfer_line_id.transfer_id._is_other_end(
                    move.location_dest_id
                )
            )
        )


class ServicePartsTransfer(models.Model):
    """The receiving end: moves for all that is open, and the order they are for."""

    _inherit = "service.parts.transfer"

    def _ensure_incoming(self):
        """All that is open is expected at the other branch, in its receipts."""
        self.ensure_one()
        # sudo: the sender makes the receipt of a branch that he does not see
        transfer = self.sudo()
        missing = {}
        for line in transfer.line_ids:
            expected = sum(line._get_incoming().mapped("product_uom_qty"))
            if line.product_uom_id.compare(line.quantity_open, expected) > 0:
                missing[line] = line.quantity_open - expected
        if missing:
            moves = transfer._create_picking(
                transfer._get_receiving_type(transfer.dest_warehouse_id),
                transfer._get_transit(),
                transfer._get_dest_place(),
                missing,
                {line: line._get_sent() for line in missing},
            )
            moves._action_assign()
        else:
            transfer.line_ids._get_incoming()._action_assign()

    def _let_go(self, quantities):
        """Expect so much less at the other branch; its order waits for others.

        :param quantities: dictionary from line to quantity
        """
        self.ensure_one()
        for line, quantity in quantities.items():
            rest = quantity
            for move in line._get_incoming():
                move._do_unreserve()
                part = min(rest, move.product_uom_qty)
                rest -= part
                if move.product_uom.compare(part, move.product_uom_qty) < 0:
                    move.product_uom_qty -= part
                else:
                    waiting = move.move_dest_ids._get_open()
                    move._action_cancel()
                    waiting._wait_for_stock()

    def _link_order(self):
        """What the order lacks is on its way, and is its own when it arrives."""
        self.ensure_one()
        # sudo: the sender need not see the order that the parts are for
        transfer = self.sudo()
        waiting = transfer.order_id.move_ids._get_open().filtered(
            lambda move: (
                move.service_use == "fit"
                and move.state != "assigned"
                and not move.move_orig_ids._get_open()
                and move.location_id.warehouse_id == transfer.dest_warehouse_id
            )
        )
        incoming = transfer.line_ids._get_incoming()
        for product, moves in waiting.grouped("product_id").items():
            brought = incoming.filtered(lambda m, p=product: m.product_id == p)
            if brought:
                brought.move_dest_ids = [Command.link(move.id) for move in moves]
                moves.procure_method = "make_to_order"
                moves._recompute_state()


class StockMove(models.Model):
    _inherit = "stock.move"

    def _wait_for_stock(self):
        """Nothing is on its way any more: wait for whatever comes, as others do."""
        alone = self.filtered(lambda move: not move.move_orig_ids._get_open())
        alone.write(
            {"move_orig_ids": [Command.clear()], "procure_method": "make_to_stock"}
        )
        alone._recompute_state()
        alone._action_assign()
