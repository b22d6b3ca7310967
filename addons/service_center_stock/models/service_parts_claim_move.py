from odoo import fields, models
from odoo.exceptions import UserError


class ServicePartsClaim(models.Model):
    """What moves in the stock when a claim is sent and answered."""

    _inherit = "service.parts.claim"

    def _get_blockers(self, state):
        reasons = super()._get_blockers(state)
        if state == "answered":
            for line in self.line_ids.filtered(lambda ln: ln.answer == "replaced"):
                tracked = line.product_id.tracking != "none"
                if tracked and not (line.new_serial or "").strip():
                    reasons.append(
                        self.env._("type the new serial of %(part)s.", part=line.name)
                    )
        return reasons

    def _on_state_changed(self, state):
        res = super()._on_state_changed(state)
        if state == "sent":
            self.line_ids._send()
            self.line_ids.removed_part_id._plan_return()
        elif state == "answered":
            self.line_ids.filtered(lambda ln: ln.answer == "replaced")._receive()
        return res


class ServicePartsClaimLine(models.Model):
    _inherit = "service.parts.claim.line"

    move_ids = fields.One2many(
        "stock.move",
        "service_claim_line_id",
        "Stock Moves",
        readonly=True,
        copy=False,
        groups="stock.group_stock_user",
    )

    def _prepare_claim_move_values(self, place, destination, **vals):
        self.ensure_one()
        warehouse = self.claim_id.branch_id.warehouse_id
        return {
            "service_claim_line_id": self.id,
            "product_id": self.product_id.id,
            "product_uom_qty": self.quantity,
            "product_uom": self.product_id.uom_id.id,
            "location_id": place.id,
            "location_dest_id": destination.id,
            "picking_type_id": warehouse.out_type_id.id,
            "warehouse_id": warehouse.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "origin": self.claim_id.name,
            **vals,
        }

    def _take_out(self):
        """A part of our own that died: out of the stock at once."""
        # sudo: who may put a part on a claim (checked by create) takes that part of
        # that branch aside, and nothing else
        lines = self.sudo().filtered(
            lambda line: line.product_id.is_storable and not line.removed_part_id
        )
        robbed = self.env["stock.move"].sudo()
        for line in lines:
            lot = line._find_own_lot()
            quant = line._find_quant(lot)
            robbed += line._get_served_from(quant)
            returns = line.claim_id.branch_id.warehouse_id._get_returns_location()
            values = line._prepare_claim_move_values(
                quant.location_id, returns, lot=lot.id, owner=False
            )
            # one by one: the next row may mean the same shelf
            robbed._carry_returns([values])
        robbed.exists()._fetch_anew()

    def _find_own_lot(self):
        self.ensure_one()
        lot = self._find_lot()
        if not lot and self.product_id.tracking != "none":
            raise UserError(
                self.env._(
                    "“%(part)s” is tracked by serial numbers, and there is none "
                    "“%(serial)s”. Type or scan the serial of the dead part.",
                    part=self.name,
                    serial=self.serial or "",
                )
            )
        return lot

    def _find_quant(self, lot):
        """Where in the branch the dead part lies: free in the stock before others.

        :raise UserError: it is not there
        """
        self.ensure_one()
        branch = self.claim_id.branch_id
        returns = branch.warehouse_ids.service_returns_id
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("location_id.service_branch_id", "=", branch.id),
                ("location_id.usage", "=", "internal"),
                ("location_id", "not in", returns.ids),
                ("lot_id", "=", lot.id),
                ("owner_id", "=", False),
                ("package_id", "=", False),
                ("quantity", ">=", self.quantity),
            ]
        )
        stock = branch.warehouse_id.lot_stock_id
        quant = quants.sorted(
            lambda q: (
                q.quantity - q.reserved_quantity < self.quantity,
                q.location_id != stock,
                q.id,
            )
        )[:1]
        if not quant:
            raise UserError(
                self.env._(
                    "%(part)s: there are not so many at %(branch)s, so they cannot be "
                    "put aside. Count the stock or receive the parts first.",
                    part=self.name,
                    branch=branch.name,
                )
            )
        return quant

    def _get_served_from(self, quant):
        """Moves of orders whose part lies on a bench there: they may lose it now."""
        bench = self.claim_id.branch_id.warehouse_ids.service_bench_id
        if quant.location_id not in bench:
            return self.env["stock.move"].sudo()
        return (
            self.env["stock.move"]
            .sudo()
            .search(
                [
                    ("product_id", "=", quant.product_id.id),
                    ("location_id", "=", quant.location_id.id),
                    ("service_use", "=", "fit"),
                    ("state", "=", "assigned"),
                ]
            )
        )

    def _put_back(self):
        """It was not dead after all: back to where it lay."""
        # sudo: as in _take_out
        vals_list = []
        for line in self.sudo():
            for move in line.move_ids.filtered(lambda m: m.state == "done"):
                vals_list.append(
                    line._prepare_claim_move_values(
                        move.location_dest_id,
                        move.location_id,
                        lot=move.move_line_ids.lot_id.id,
                        owner=False,
                    )
                )
        if vals_list:
            moves = self.env["stock.move"].sudo()._carry_returns(vals_list)
            # sudo: the row goes, its moves stay in the books
            (moves + self.sudo().move_ids).write({"service_claim_line_id": False})

    def _get_aside_move(self):
        """The move that put the part aside, as a dead or a removed one; sudo."""
        self.ensure_one()
        removed = self.removed_part_id
        moves = removed and removed._get_current_move() or self.move_ids
        returns = self.claim_id.branch_id.warehouse_ids.service_returns_id
        return moves.filtered(
            lambda m: m.state == "done" and m.location_dest_id in returns
        )[-1:]

    def _send(self):
        """To the vendor what he answers for, the rest is written off."""
        # sudo: who may send the claim (checked by the door) sends what is on it
        warehouses = self.env["stock.warehouse"].sudo()
        _customers, suppliers = warehouses._get_partner_locations()
        vals_list = []
        for line in self.sudo():
            aside = line._get_aside_move()
            if not aside:
                continue
            gone = warehouses._get_write_off_location(line.company_id)
            detail = aside.move_line_ids[:1]
            vals_list.append(
                line._prepare_claim_move_values(
                    aside.location_dest_id,
                    suppliers if line.is_claimable else gone,
                    lot=detail.lot_id.id,
                    owner=detail.owner_id.id,
                )
            )
        if vals_list:
            self.env["stock.move"].sudo()._carry_returns(vals_list)

    def _receive(self):
        """The parts that came instead are in the branch's stock."""
        # sudo: as above
        vals_list = []
        for line in self.sudo().filtered("product_id.is_storable"):
            warehouse = line.claim_id.branch_id.warehouse_id
            sent = line.move_ids.filtered(
                lambda m: m.location_dest_id.usage == "supplier"
            )
            lot = line._find_lot(line.new_serial)
            if not lot and line.product_id.tracking != "none":
                lot = lot.create(
                    {
                        "name": line.new_serial.strip(),
                        "product_id": line.product_id.id,
                        "company_id": line.company_id.id,
                    }
                )
            vals_list.append(
                line._prepare_claim_move_values(
                    sent.location_dest_id or warehouse._get_partner_locations()[1],
                    warehouse.lot_stock_id,
                    picking_type_id=warehouse.in_type_id.id,
                    origin_returned_move_id=sent.filtered("is_out")[:1].id,
                    lot=lot.id,
                    owner=False,
                )
            )
        if vals_list:
            self.env["stock.move"].sudo()._carry_returns(vals_list)


class StockMove(models.Model):
    _inherit = "stock.move"

    def _fetch_anew(self):
        """The part on the bench was dead: the order takes another one."""
        robbed = self.filtered(
            lambda move: move.state in ("confirmed", "partially_available")
        )
        lines = robbed.service_line_id
        lines._drop_parts()
        lines._move_parts()
