from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    service_branch_id = fields.Many2one(
        related="warehouse_id.service_branch_id",
        string="Service Branch",
        store=True,
        index="btree_not_null",
        help="The branch whose people see and carry out these operations.",
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    service_transfer_line_ids = fields.One2many(
        "service.parts.transfer.line",
        "product_id",
        "Lines of Transfers",
        readonly=True,
        copy=False,
        groups="service_center_stock.service_center_stock_group_storekeeper",
        help="Who may see what of this part lies in transit: the two ends of each.",
    )


class StockMove(models.Model):
    """Between two branches lies the transit location, and a transfer with its lines."""

    _inherit = "stock.move"

    # copied along: backorders and returns of a transfer's moves belong to it as well
    service_transfer_line_id = fields.Many2one(
        "service.parts.transfer.line",
        "Line of a Transfer",
        index="btree_not_null",
        ondelete="restrict",
        help="The line of the transfer between branches that this move carries out.",
    )

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "service_transfer_line_id",
        ]

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        arrived = moves.filtered(lambda move: move.location_dest_id.usage == "transit")
        if arrived:
            arrived._tell_other_end()
        # sudo: who takes out what is on its way is told, whatever transfer he sees
        moves.sudo().service_transfer_line_id._check_not_more_than_sent()
        return moves

    def _tell_other_end(self):
        """Let the next move out of transit know that its goods are there.

        Odoo asks the move for the next one as the person who sends, and he does not
        see the moves of the other branch.
        """
        # what he saw of them, nothing, is not what the reservation may count with
        self.invalidate_recordset(["move_dest_ids"])
        # sudo: the other branch's move, of which nothing but the state changes
        waiting = self.sudo().search(
            [("move_orig_ids", "in", self.ids), ("state", "=", "waiting")]
        )
        waiting._action_assign()
        self.invalidate_recordset(["move_dest_ids"])


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model
    def _check_not_below_zero(self, products, locations):
        """Nothing leaves the transit that was not sent, either."""
        super()._check_not_below_zero(products, locations)
        transit = locations.filtered(lambda place: place.usage == "transit")
        if not transit:
            return
        # sudo: what is missing counts, whoever may see it. Sums, not rows: parallel
        # moves may leave a plus and a minus until Odoo merges them.
        sums = self.sudo()._read_group(
            [("product_id", "in", products.ids), ("location_id", "in", transit.ids)],
            ["product_id"],
            ["quantity:sum"],
        )
        short = [
            product
            for product, quantity in sums
            if product.uom_id.compare(quantity, 0.0) < 0
        ]
        if short:
            raise UserError(
                self.env._(
                    "%(products)s: more than was sent. Accept what is on its way, and "
                    "count the stock of the sender for the rest.",
                    products=", ".join(each.display_name for each in short),
                )
            )


class StockScrap(models.Model):
    """What a transfer lost is scrapped out of the transit, under its name."""

    _inherit = "stock.scrap"

    service_transfer_line_id = fields.Many2one(
        "service.parts.transfer.line",
        "Line of a Transfer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The line of the transfer between branches that this was lost from.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_no_transfer(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_transfer([vals])
        return super().write(vals)

    @api.model
    def _check_no_transfer(self, vals_list):
        """What a transfer lost is written off by the head, on the transfer."""
        if not self.env.su and any(
            v.get("service_transfer_line_id") for v in vals_list
        ):
            raise UserError(
                self.env._("What a transfer lost is written off on the transfer.")
            )

    def _prepare_move_values(self):
        return {
            **super()._prepare_move_values(),
            "service_transfer_line_id": self.service_transfer_line_id.id,
        }
