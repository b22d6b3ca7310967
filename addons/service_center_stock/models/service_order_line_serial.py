from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceOrderLine(models.Model):
    """Which pieces a line has: the serials reserved for it or used."""

    _inherit = "service.order.line"

    serials = fields.Char(
        compute="_compute_serials",
        compute_sudo=True,
        help="Serial or lot numbers of the parts that are reserved for this line or "
        "were used.",
    )
    is_serial_open = fields.Boolean(
        compute="_compute_serials",
        compute_sudo=True,
        help="Whether other serials may still be chosen.",
    )

    @api.depends(
        "move_ids.state", "move_ids.move_line_ids.lot_id", "product_id.tracking"
    )
    def _compute_serials(self):
        for line in self:
            line.serials = ", ".join(line._get_lots().mapped("name"))
            line.is_serial_open = line.product_id.tracking in (
                "serial",
                "lot",
            ) and bool(line._get_reserving_moves())

    def _get_reserving_moves(self):
        """The open moves that take this line's parts."""
        return self.move_ids._get_open().filtered(
            lambda move: move.service_use == "fit"
        )

    def _get_lots(self):
        """The lots reserved for or used by these lines, without those given back."""
        moves = self.move_ids.filtered(lambda move: move.state != "cancel")
        back = moves.filtered(
            lambda move: move.service_use == "back" and move.state == "done"
        )
        left = back.move_line_ids.filtered(lambda d: d.location_id.usage == "customer")
        fits = moves.filtered(lambda move: move.service_use == "fit")
        lots = fits.move_line_ids.lot_id
        for lot in left.lot_id:
            taken = fits.move_line_ids.filtered(lambda d, lt=lot: d.lot_id == lt)
            returned = left.filtered(lambda d, lt=lot: d.lot_id == lt)
            if sum(taken.mapped("quantity")) <= sum(returned.mapped("quantity")):
                lots -= lot
        return lots

    def action_choose_serial(self):
        """Open the dialog that takes other serials for this line."""
        self.ensure_one()
        dialog = self.env["service.part.serial"].create({"line_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Serials of %(part)s", part=self.name),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _check_may_choose_serials(self):
        """Who may change the line, and the storekeeper who sees it."""
        storekeeper = self.env.user.has_group(
            "service_center_stock.service_center_stock_group_storekeeper"
        )
        self.check_access("read" if storekeeper else "write")
        self._check_frozen()

    def _get_free_lots(self):
        """The lots this line could have, with how much of each is free for it; sudo.

        What the line holds itself counts as free.
        """
        self.ensure_one()
        moves = self._get_reserving_moves()
        free = {}
        for quant in self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("location_id", "child_of", moves.location_id.ids),
                ("lot_id", "!=", False),
                ("owner_id", "=", False),
                ("package_id", "=", False),
            ],
            order="in_date, id",
        ):
            free[quant.lot_id] = (
                free.get(quant.lot_id, 0.0) + quant.quantity - quant.reserved_quantity
            )
        for detail in moves.move_line_ids:
            if detail.lot_id:
                held = free.get(detail.lot_id, 0.0)
                free[detail.lot_id] = held + detail.quantity_product_uom
        return {lot: each for lot, each in free.items() if each > 0}

    def _take_serials(self, names):
        """Reserve exactly the pieces with these serials, and the rest as it comes.

        :param names: serial numbers as text, in the order they were scanned
        :raise UserError: one is not here, or is kept for another order
        """
        self.ensure_one()
        self._check_may_choose_serials()
        # sudo: who may change the line (checked above) says which piece of its own
        # product it takes, out of the place it takes it from anyway
        line = self.sudo()
        moves = line._get_reserving_moves()
        if not moves:
            raise UserError(
                self.env._(
                    "“%(part)s”: nothing is reserved or wanted for it any more, so its "
                    "serials stay.",
                    part=self.name,
                )
            )
        self.env["stock.quant"]._hold(line.product_id, moves.location_id)
        free = line._get_free_lots()
        by_name = {lot.name.casefold(): lot for lot in free}
        wanted = list(
            dict.fromkeys(name.strip().casefold() for name in names if name.strip())
        )
        strange = [name for name in wanted if name not in by_name]
        if strange:
            raise UserError(
                self.env._(
                    "%(serials)s: not free at %(place)s. It is not there, is kept for "
                    "another order, or is another part.",
                    serials=", ".join(strange).upper(),
                    place=moves.location_id[:1].display_name,
                )
            )
        lots = [by_name[name] for name in wanted]
        needed = sum(move.product_qty for move in moves)
        if line.product_id.tracking == "serial" and len(lots) > needed:
            raise UserError(
                self.env._(
                    "“%(part)s”: %(count)s serials for a quantity of %(needed)s. Leave "
                    "some out, or raise the quantity first.",
                    part=self.name,
                    count=len(lots),
                    needed=f"{needed:g}",
                )
            )
        moves._do_unreserve()
        moves._reserve_lots(lots)
        moves._action_assign()


class StockMove(models.Model):
    _inherit = "stock.move"

    def _reserve_lots(self, lots):
        """Reserve pieces of these lots, as far as the moves need and there are free."""
        quants = self.env["stock.quant"]
        for move in self:
            rest = move.product_qty
            for lot in lots:
                if rest <= 0:
                    break
                # strict: a piece lies on one shelf below the place of the move
                for quant in quants._gather(
                    move.product_id, move.location_id, lot_id=lot
                ).filtered(lambda q, lt=lot: q.lot_id == lt and not q.owner_id):
                    free = quant.quantity - quant.reserved_quantity
                    take = min(rest, free)
                    if take <= 0:
                        continue
                    self.env["stock.move.line"].create(
                        {
                            "move_id": move.id,
                            "product_id": move.product_id.id,
                            "product_uom_id": move.product_id.uom_id.id,
                            "quantity": take,
                            "location_id": quant.location_id.id,
                            "location_dest_id": move.location_dest_id.id,
                            "lot_id": lot.id,
                        }
                    )
                    rest -= take


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # which orders a serial was on: asked by its card, by devices and by the search
    _service_lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")
