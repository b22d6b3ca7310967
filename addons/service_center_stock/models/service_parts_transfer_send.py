from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ServicePartsTransfer(models.Model):
    """Sending: out of the sender's free stock, into the transit, in one step."""

    _inherit = "service.parts.transfer"

    def action_send(self):
        """Reserve the parts and ship them; the other side is told.

        A second click finds them sent and does nothing.
        """
        self._stand_in_line()
        for transfer in self.filtered(lambda each: each.state == "draft"):
            transfer._check_may_send()
            transfer._check_lines()
            transfer._ship()
            transfer._write_server_fields(
                {"date_sent": fields.Datetime.now(), "sender_id": self.env.uid}
            )
            transfer._ensure_incoming()
            transfer._link_order()
            transfer._tell_receivers()
        return True

    def _check_may_send(self):
        """Hook: whether this person stands at the sending end, or is the head."""
        self.ensure_one()
        if not self._is_head():
            self._check_storekeeper_of(
                self.branch_id,
                self.env._(
                    "%(number)s is sent by a storekeeper of “%(branch)s”.",
                    number=self.name,
                    branch=self.branch_id.name,
                ),
            )

    def _check_lines(self):
        """There is something to send, and it is clear which pieces."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(
                self.env._("%(number)s: add the parts to send.", number=self.name)
            )
        nameless = self.line_ids.filtered(
            lambda line: line.tracking != "none" and not line.lot_id
        )
        if nameless:
            raise UserError(
                self.env._(
                    "%(number)s: say which piece is sent, under “Serial Number”: "
                    "%(parts)s.",
                    number=self.name,
                    parts=", ".join(nameless.product_id.mapped("display_name")),
                )
            )
        twice = self.line_ids.filtered(
            lambda line: line.tracking == "serial" and line.quantity != 1
        )
        if twice:
            raise UserError(
                self.env._(
                    "%(parts)s: one line for each serial number, with the quantity 1.",
                    parts=", ".join(twice.mapped("lot_id.display_name")),
                )
            )

    def _ship(self):
        """Take the parts out of the free stock, or say what is not there."""
        # sudo: the sender's right was checked above; places, products and quantities
        # come from the transfer
        transfer = self.sudo()
        moves = transfer._create_picking(
            transfer._get_sending_type(),
            transfer._get_source_place(),
            transfer._get_transit(),
            {line: line.quantity for line in transfer.line_ids},
        )
        named = moves.filtered("service_transfer_line_id.lot_id")
        (moves - named)._action_assign()
        named._do_unreserve()
        for move in named:
            move._update_reserved_quantity(
                move.product_qty,
                move.location_id,
                lot_id=move.service_transfer_line_id.lot_id,
                strict=False,
            )
        short = moves.filtered(
            lambda m: m.product_uom.compare(m.quantity, m.product_uom_qty) < 0
        )
        if short:
            raise UserError(
                self.env._(
                    "%(branch)s has not enough that is free: %(parts)s. What is "
                    "reserved for orders stays theirs.",
                    branch=transfer._get_sender_name(),
                    parts=", ".join(
                        self.env._(
                            "%(part)s: %(free)s of %(quantity)s",
                            part=move.product_id.display_name,
                            free=f"{move.quantity:g}",
                            quantity=f"{move.product_uom_qty:g}",
                        )
                        for move in short
                    ),
                )
            )
        moves.picked = True
        moves.picking_id._action_done()

    def _get_transit(self):
        """Where parts are that left one branch and reached no other."""
        transit = self.company_id.internal_transit_location_id
        if not transit.active:
            transit.active = True
        return transit

    def _get_source_place(self):
        """Hook: where the parts are taken from, and come back to."""
        return self.warehouse_id.lot_stock_id

    def _get_dest_place(self):
        """Hook: where the parts are put when they are accepted."""
        return self.dest_warehouse_id.lot_stock_id

    def _is_other_end(self, location):
        """Hook: whether what is put there was accepted, and not taken back."""
        return location.warehouse_id == self.dest_warehouse_id

    def _get_sender_name(self):
        """Hook: whose parts they are until they are sent."""
        return self.branch_id.name

    def _get_sending_type(self):
        """Hook: the operation type of the parts that leave."""
        return self.warehouse_id.out_type_id

    def _get_receiving_type(self, warehouse):
        """Hook: the operation type of the parts that come out of the transit."""
        return warehouse.in_type_id

    def _get_receivers(self):
        """Hook: whoever may accept."""
        return self._get_storekeepers(self.dest_branch_id)

    def _create_picking(self, kind, source, dest, quantities, origins=None):
        """A picking of this transfer, confirmed.

        :param quantities: dictionary from line to quantity
        :param origins: dictionary from line to the moves that brought its goods
        :return: its moves
        """
        self.ensure_one()
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": source.id,
                "location_dest_id": dest.id,
                "origin": self.name,
                "company_id": self.company_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "service_transfer_line_id": line.id,
                            "product_id": line.product_id.id,
                            "product_uom": line.product_uom_id.id,
                            "product_uom_qty": quantity,
                            "location_id": source.id,
                            "location_dest_id": dest.id,
                            "company_id": self.company_id.id,
                            "propagate_cancel": False,
                            **self._prepare_chain_values(line, origins),
                        }
                    )
                    for line, quantity in quantities.items()
                ],
            }
        )
        picking.move_ids._action_confirm(merge=False)
        return picking.move_ids

    def _prepare_chain_values(self, line, origins):
        """Out of the transit a line takes what it brought there, and no other's."""
        if not origins:
            return {"procure_method": "make_to_stock"}
        return {
            "procure_method": "make_to_order",
            "move_orig_ids": [Command.set(origins[line].ids)],
        }

    def _tell_receivers(self):
        """Whoever may accept has it among his activities."""
        kind = "service_center_stock.mail_activity_type_transfer"
        for user in self._get_receivers():
            self.activity_schedule(kind, user_id=user.id)
