from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL


class StockMove(models.Model):
    """Missing parts are bought for exactly the order that waits for them."""

    _inherit = "stock.move"

    def action_buy_parts(self):
        """Request what is missing from its vendors: one request for each of them.

        What is asked for already is shown instead of asked for twice.
        """
        self.check_access("read")
        if not self.env["purchase.order"].has_access("create"):
            raise UserError(
                self.env._(
                    "You may not buy. Ask whoever buys for the branch, or have an "
                    "administrator give you the role User under Purchase."
                )
            )
        # sudo: whoever may see an awaited part and may buy, buys it; only the link to
        # the purchase is written to the move
        moves = self.sudo()
        moves._claim_for_purchase()
        short = moves.filtered(lambda move: move.service_supply == "short")
        bought = (moves - short).service_purchase_id
        if short:
            short._check_vendors()
            bought |= short._split_missing()._buy_missing()
        if not bought:
            raise UserError(
                self.env._(
                    "There is nothing to buy: these parts are in stock, on their way "
                    "from another branch, or not for an order."
                )
            )
        return bought.sudo(False)._get_parts_purchases_action()

    def _claim_for_purchase(self):
        """Of two people who buy the same part at once, the second one waits.

        The row is changed, not locked alone: the second one then begins anew, as Odoo
        does by itself, and sees what the first one bought.
        """
        self.flush_recordset()
        if self:
            self.env.cr.execute(
                SQL(
                    "UPDATE stock_move SET write_uid = write_uid WHERE id IN %s",
                    self._ids,
                )
            )

    def _check_vendors(self):
        """Name the products that nobody is known to sell, and the cure."""
        missing = self.filtered(lambda move: not move._get_parts_vendor()).product_id
        if missing:
            raise UserError(
                self.env._(
                    "No vendor is known for: %(products)s. Add one on the product, "
                    "under Purchase, then buy again.",
                    products=", ".join(missing.mapped("display_name")),
                )
            )

    def _split_missing(self):
        """Where a part of the quantity is reserved, the missing rest is a move apart.

        :return: the moves that have nothing yet, to be bought as a whole
        """
        partial = self.filtered(lambda m: not m.product_uom.is_zero(m.quantity))
        values = []
        for move in partial:
            missing = move.service_missing
            values.append(
                move.service_line_id._prepare_move_values(missing, move.location_id)
            )
            move.with_context(do_not_unreserve=True).product_uom_qty -= missing
        if not partial:
            return self
        partial._recompute_state()
        rest = self.create(values)
        rest._action_confirm(merge=False)
        return self - partial + rest.filtered(lambda m: m.service_supply == "short")

    def _buy_missing(self):
        """Draft purchases for these moves, one per vendor and receiving warehouse.

        A draft that was begun for other orders is gone on with: one paper, one mail.
        """
        purchases = self.env["purchase.order"]
        wanted = self.grouped(
            lambda m: (m._get_parts_vendor(), m.warehouse_id.in_type_id, m.company_id)
        )
        for (vendor, receipts, company), moves in wanted.items():
            # in the buyer's own name and with his own rights
            mine = purchases.sudo(False).with_company(company)
            values = moves._prepare_purchase_values(vendor, receipts, company)
            draft = mine.search(moves._get_draft_domain(values), limit=1)
            if draft:
                origins = [draft.origin or "", values["origin"]]
                draft.write(
                    {
                        "origin": ", ".join(filter(None, origins)),
                        "order_line": values["order_line"],
                    }
                )
            purchases |= draft or mine.create(values)
        # they wait for what was bought, and take no part that somebody else waits for
        self.procure_method = "make_to_order"
        self._recompute_state()
        return purchases

    def _get_draft_domain(self, values):
        """The buyer's own unsent requests to the same vendor, for orders too."""
        same = ("partner_id", "company_id", "picking_type_id", "user_id")
        return [
            ("state", "=", "draft"),
            ("order_line.move_dest_ids.service_order_id", "!=", False),
            *((name, "=", values[name]) for name in same),
        ]

    def _prepare_purchase_values(self, vendor, receipts, company):
        """A request to ``vendor``: one line per order, so each arrives by itself."""
        vendor = vendor.with_company(company)
        fiscal_position = self.env["account.fiscal.position"].with_company(company)
        return {
            "partner_id": vendor.id,
            "user_id": vendor.buyer_id.id or self.env.uid,
            "company_id": company.id,
            "picking_type_id": receipts.id,
            "payment_term_id": vendor.property_supplier_payment_term_id.id,
            "fiscal_position_id": fiscal_position._get_fiscal_position(vendor).id,
            "origin": ", ".join(self.service_order_id.mapped("name")),
            "order_line": [
                Command.create(move._prepare_purchase_line_values()) for move in self
            ],
        }

    def _prepare_purchase_line_values(self):
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "product_qty": self.service_missing,
            "product_uom_id": self.product_uom.id,
            "move_dest_ids": [Command.link(self.id)],
            # a purchase called off gives the order its part back as a short one
            "propagate_cancel": False,
        }

    def action_take_from_stock(self):
        """Let these orders have what lies in stock rather than wait for a purchase."""
        self.check_access("write")
        awaited = self.filtered("service_supply")
        awaited._check_free_in_stock()
        # sudo: the receipt that these moves waited for is let go with the link alone
        awaited.sudo()._leave_purchase()

    def _check_free_in_stock(self):
        """Whoever gives up his purchase gets his part, or a clear answer."""
        quants, short = self.env["stock.quant"], []
        for (product, location), moves in self.grouped(
            lambda move: (move.product_id, move.location_id)
        ).items():
            free = quants._get_available_quantity(product, location)
            needed = sum(
                move.product_uom._compute_quantity(
                    move.service_missing, product.uom_id, rounding_method="HALF-UP"
                )
                for move in moves
            )
            if product.uom_id.compare(free, needed) < 0:
                short.append(
                    self.env._(
                        "%(product)s: %(needed)s needed, %(free)s free at %(place)s.",
                        product=product.display_name,
                        needed=f"{needed:g}",
                        free=f"{free:g}",
                        place=location.display_name,
                    )
                )
        if short or not self:
            raise UserError(
                self.env._("Not enough lies free in stock.") + "\n" + "\n".join(short)
            )

    def _leave_purchase(self):
        """Wait for a purchase no more: take what is in stock, like everybody else."""
        moves = self._get_open()
        moves.write(
            {
                "procure_method": "make_to_stock",
                "move_orig_ids": [Command.clear()],
                "created_purchase_line_ids": [Command.clear()],
            }
        )
        moves._recompute_state()
        moves._action_assign()

    def _is_bought(self):
        """Whether somebody was asked for this very part."""
        self.ensure_one()
        return bool(
            self.created_purchase_line_ids or self.move_orig_ids._get_bought_lines()
        )

    def _may_grow(self):
        # what is needed on top of a purchase is short by itself
        return super()._may_grow() and not self._is_bought()
