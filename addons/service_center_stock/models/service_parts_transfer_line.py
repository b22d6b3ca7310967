from odoo import api, fields, models
from odoo.exceptions import UserError

UNIT = "Product Unit"


class ServicePartsTransferLine(models.Model):
    """One part of a transfer: how much was sent, and what became of it."""

    _name = "service.parts.transfer.line"
    _description = "Line of a Transfer of Parts"
    _inherit = "service.readonly.mixin"
    _order = "transfer_id, sequence, id"
    _check_company_auto = True

    transfer_id = fields.Many2one(
        "service.parts.transfer", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="transfer_id.company_id", store=True)
    state = fields.Selection(related="transfer_id.state")
    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("is_storable", "=", True)],
    )
    tracking = fields.Selection(related="product_id.tracking")
    lot_id = fields.Many2one(
        "stock.lot",
        "Serial Number",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('product_id', '=', product_id)]",
        help="Which piece is sent, where pieces have serial or batch numbers.",
    )
    quantity = fields.Float(
        digits=UNIT, default=1.0, required=True, help="How much to send."
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    move_ids = fields.One2many(
        "stock.move",
        "service_transfer_line_id",
        "Stock Moves",
        readonly=True,
        copy=False,
        groups="stock.group_stock_user",
    )
    quantity_sent = fields.Float(
        "Sent",
        digits=UNIT,
        compute="_compute_quantities",
        store=True,
        help="What left the sender's stock.",
    )
    quantity_accepted = fields.Float(
        "Accepted",
        digits=UNIT,
        compute="_compute_quantities",
        store=True,
        help="What the other side counted and put into its stock.",
    )
    quantity_returned = fields.Float(
        "Taken Back",
        digits=UNIT,
        compute="_compute_quantities",
        store=True,
        help="What the sender has in his stock again.",
    )
    quantity_lost = fields.Float(
        "Written Off",
        digits=UNIT,
        compute="_compute_quantities",
        store=True,
        help="What never turned up and was written off by the head.",
    )
    quantity_open = fields.Float(
        "Open",
        digits=UNIT,
        compute="_compute_quantities",
        store=True,
        help="What is in transit: sent, and neither accepted nor taken back nor "
        "written off.",
    )
    quantity_missing = fields.Float(
        "Missing at First",
        digits=UNIT,
        readonly=True,
        copy=False,
        help="The difference that was found when the parts were first counted. It "
        "stays, whatever became of it.",
    )
    quantity_counted = fields.Float(
        "Counted",
        digits=UNIT,
        copy=False,
        help="How much of it lies before you. Fill it in, then accept or take back.",
    )
    reason = fields.Char(
        "Difference Because",
        copy=False,
        help="Why less arrived than was sent: missing in the parcel, broken, …",
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0 AND quantity_counted >= 0)",
        "Quantities of a transfer are above zero.",
    )

    @api.depends(
        "move_ids.state",
        "move_ids.quantity",
        "move_ids.location_id",
        "move_ids.location_dest_id",
    )
    def _compute_quantities(self):
        for line in self:
            done = line.move_ids.filtered(lambda move: move.state == "done")
            into = done.filtered(
                lambda m: (
                    m.location_dest_id.usage == "transit"
                    and m.location_id.usage != "transit"
                )
            )
            out = done.filtered(
                lambda m: (
                    m.location_id.usage == "transit"
                    and m.location_dest_id.usage != "transit"
                )
            )
            lost = out.filtered(lambda move: move.location_dest_id.usage == "inventory")
            there = (out - lost).filtered(
                lambda move, transfer=line.transfer_id: transfer._is_other_end(
                    move.location_dest_id
                )
            )
            line.quantity_sent = into._get_transferred_quantity()
            line.quantity_accepted = there._get_transferred_quantity()
            line.quantity_lost = lost._get_transferred_quantity()
            line.quantity_returned = (out - lost - there)._get_transferred_quantity()
            line.quantity_open = (
                line.quantity_sent
                - line.quantity_accepted
                - line.quantity_lost
                - line.quantity_returned
            )

    def _check_not_more_than_sent(self):
        for line in self:
            if line.product_uom_id.compare(line.quantity_open, 0.0) < 0:
                raise UserError(
                    line._get_too_many_message(
                        line.quantity_sent - line.quantity_open, line.quantity_sent
                    )
                )

    def _get_too_many_message(self, counted, sent):
        self.ensure_one()
        return self.env._(
            "%(product)s: %(counted)s counted, but only %(sent)s on the way. Accept "
            "these; for what is over, the sender counts his stock and sends it with a "
            "transfer of its own.",
            product=self.product_id.display_name,
            counted=f"{counted:g}",
            sent=f"{sent:g}",
        )

    @api.onchange("lot_id")
    def _onchange_lot_id(self):
        if self.tracking == "serial" and self.lot_id:
            self.quantity = 1.0

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.transfer_id._check_draft()
        return lines

    def write(self, vals):
        if not {"transfer_id", "product_id", "lot_id", "quantity"}.isdisjoint(vals):
            self.transfer_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unsent(self):
        self.transfer_id._check_draft()

    @api.depends("product_id", "transfer_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = (
                f"{line.transfer_id.name}: {line.product_id.display_name}"
            )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_transferred_quantity(self):
        """What these moves carried, in the unit of their product."""
        return sum(
            move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)
            for move in self
        )
