from odoo import api, fields, models

from .service_order_line import PARTS_STATES


class ServiceOrder(models.Model):
    """Parts of an order: as far as its worst line, used when it is done."""

    _inherit = "service.order"

    move_ids = fields.One2many(
        "stock.move",
        "service_order_id",
        "Stock Moves",
        readonly=True,
        copy=False,
        groups="stock.group_stock_user",
    )
    parts_state = fields.Selection(
        PARTS_STATES,
        "Parts",
        compute="_compute_parts_state",
        store=True,
        index="btree_not_null",
        help="How far the parts are: that of the line that is least far. Empty: the "
        "order needs no parts from the stock.",
    )

    parts_steps = fields.Selection(related="branch_id.parts_steps")

    @api.depends("line_ids.parts_state")
    def _compute_parts_state(self):
        rank = [state for state, _label in PARTS_STATES]
        for order in self:
            states = set(order.line_ids.mapped("parts_state"))
            order.parts_state = next((s for s in rank if s in states), False)

    def _get_parts_warehouse(self):
        """Hook: the warehouse this order takes its parts from."""
        self.ensure_one()
        return self.branch_id.warehouse_id

    def write(self, vals):
        moved = self.filtered(
            lambda order: (
                "branch_id" in vals and order.branch_id.id != vals["branch_id"]
            )
        )
        moved.line_ids._drop_parts()
        res = super().write(vals)
        moved.line_ids._move_parts()
        return res

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage.state in ("done", "issued"):
            # sudo: also who may not see moves is told what is missing
            for order in self.sudo():
                blockers[order.sudo(self.env.su)] += order._get_parts_blockers(stage)
        return blockers

    def _get_parts_blockers(self, stage):
        """Sentences on parts that are neither used nor given back."""
        self.ensure_one()
        moves = self.move_ids._get_open()
        fits = moves._get_open_fits()
        reasons = []
        short = fits.filtered(lambda move: move.state != "assigned")
        if short:
            reasons.append(
                self.env._("Not in stock: %(parts)s.", parts=short._describe_parts())
            )
        if self.branch_id.parts_steps == "two_steps":
            waiting = (fits - short).filtered(lambda move: not move._is_issued())
            if waiting:
                reasons.append(
                    self.env._(
                        "Not issued to the bench yet: %(parts)s. Ask the storekeeper.",
                        parts=waiting._describe_parts(),
                    )
                )
        if stage.state == "issued":
            back = moves.filtered(lambda move: move.service_use == "back")
            if back:
                reasons.append(
                    self.env._(
                        "Not given back to the stock yet: %(parts)s.",
                        parts=back._describe_parts(),
                    )
                )
        return reasons

    def _enter_stage(self, stage):
        """First the stock, then the order: as whoever adds a part does.

        Two who take them the other way round would wait for each other.
        """
        if stage.state in ("done", "issued"):
            # sudo: what stands in line is the stock of these orders, whoever sees it
            self.sudo().move_ids._get_open_fits()._hold_stock()
        return super()._enter_stage(stage)

    def _on_stage_changed(self, old, new):
        # first: what others count at this moment (pay, profit) is what was used
        if new.state in ("done", "issued"):
            # sudo: who may finish the repair uses its parts, checked by the door
            self.sudo().move_ids._get_open_fits()._carry_out()
        return super()._on_stage_changed(old, new)

    def action_issue_parts(self):
        """Hand the reserved parts of these orders out to the bench."""
        # sudo: found by the order, which the person sees; what is done with the moves
        # is done with his own rights
        moves = self.sudo().move_ids._get_open_fits().sudo(self.env.su)
        return moves.action_issue_parts() and True

    def action_view_moves(self):
        """What the stock says about this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.stock_move_action"
        )
        action["domain"] = [("service_order_id", "in", self.ids)]
        action["context"] = {}
        return action
