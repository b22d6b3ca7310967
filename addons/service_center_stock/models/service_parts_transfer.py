from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

STOREKEEPER = "service_center_stock.service_center_stock_group_storekeeper"
STATES = [
    ("draft", "Draft"),
    ("sent", "On Its Way"),
    ("short", "Difference"),
    ("done", "Accepted"),
    ("cancel", "Cancelled"),
]


class ServicePartsTransfer(models.Model):
    """Parts that go from one branch to another: sent here, counted and accepted there.

    The quantities are those of the stock moves below it, through the company's transit
    location: whatever was done with these, in this form or in Odoo's own stock, the
    transfer says so. What is missing stays in transit until somebody answers for it.
    """

    _name = "service.parts.transfer"
    _description = "Transfer of Parts"
    _inherit = ["service.readonly.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        "Number", readonly=True, copy=False, default="/", index="trigram"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    branch_id = fields.Many2one(
        "service.branch",
        "From Branch",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env["service.branch"]._get_default(),
        help="Its storekeeper sends the parts.",
    )
    dest_branch_id = fields.Many2one(
        "service.branch",
        "To Branch",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        help="Its people count the parts and accept them.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        "From Warehouse",
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('service_branch_id', '=', branch_id)]",
        help="Where the parts are taken from, if the branch has several warehouses.",
    )
    dest_warehouse_id = fields.Many2one(
        "stock.warehouse",
        "To Warehouse",
        compute="_compute_dest_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('service_branch_id', '=', dest_branch_id)]",
        help="Where the parts are put, if the branch has several warehouses.",
    )
    order_id = fields.Many2one(
        "service.order",
        "For Order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('branch_id', '=', dest_branch_id)]",
        help="The order that waits for these parts: they are reserved for it as soon "
        "as they are accepted.",
    )
    line_ids = fields.One2many(
        "service.parts.transfer.line", "transfer_id", "Parts", copy=True
    )
    note = fields.Text(help="Printed on the waybill.")
    is_cancelled = fields.Boolean(readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        help="On its way: sent, and nothing counted yet. Difference: some of it was "
        "accepted or taken back, the rest is still in transit. Accepted: nothing is "
        "left in transit.",
    )
    date_sent = fields.Datetime("Sent on", readonly=True, copy=False)
    sender_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False)
    date_accepted = fields.Datetime("Accepted on", readonly=True, copy=False)
    receiver_id = fields.Many2one("res.users", "Accepted by", readonly=True, copy=False)
    write_off_reason = fields.Char(
        "Written Off Because",
        copy=False,
        tracking=True,
        help="Filled in by the head before what never turned up is written off.",
    )

    can_accept = fields.Boolean(
        compute="_compute_can_accept",
        help="Whether this person works at the receiving branch.",
    )
    can_take_back = fields.Boolean(
        compute="_compute_can_accept",
        help="Whether this person works at the sending branch.",
    )

    @api.depends_context("uid")
    @api.depends("branch_id.user_ids", "dest_branch_id.user_ids")
    def _compute_can_accept(self):
        user = self.env.user
        allowed = user.has_group(STOREKEEPER)
        for transfer in self:
            transfer.can_accept = allowed and user in transfer.dest_branch_id.user_ids
            transfer.can_take_back = allowed and user in transfer.branch_id.user_ids

    @api.depends("branch_id")
    def _compute_warehouse_id(self):
        for transfer in self:
            transfer.warehouse_id = transfer.branch_id.warehouse_id

    @api.depends("dest_branch_id")
    def _compute_dest_warehouse_id(self):
        for transfer in self:
            transfer.dest_warehouse_id = transfer.dest_branch_id.warehouse_id

    @api.depends(
        "is_cancelled",
        "line_ids.quantity_sent",
        "line_ids.quantity_open",
    )
    def _compute_state(self):
        for transfer in self:
            lines = transfer.line_ids
            if transfer.is_cancelled:
                transfer.state = "cancel"
            elif not any(lines.mapped("quantity_sent")):
                transfer.state = "draft"
            elif not any(lines.mapped("quantity_open")):
                transfer.state = "done"
            elif lines.filtered(lambda ln: ln.quantity_open != ln.quantity_sent):
                transfer.state = "short"
            else:
                transfer.state = "sent"

    @api.constrains("branch_id", "dest_branch_id", "warehouse_id", "dest_warehouse_id")
    def _check_ends(self):
        # sudo: a person of one end need not see the warehouse at the other
        for transfer in self.sudo():
            if transfer.warehouse_id == transfer.dest_warehouse_id:
                raise ValidationError(
                    self.env._(
                        "%(number)s: parts go from one warehouse to another. Choose "
                        "another branch under “To Branch”.",
                        number=transfer.name,
                    )
                )
            if (
                transfer.warehouse_id.service_branch_id != transfer.branch_id
                or transfer.dest_warehouse_id.service_branch_id
                != transfer.dest_branch_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(number)s: choose warehouses of the two branches.",
                        number=transfer.name,
                    )
                )

    def _complete_create_values(self, vals_list):
        sequences = self.env["ir.sequence"]
        return [
            {**vals, "name": sequences.next_by_code("service.parts.transfer") or "/"}
            for vals in super()._complete_create_values(vals_list)
        ]

    def write(self, vals):
        fixed = {
            "company_id",
            "branch_id",
            "dest_branch_id",
            "warehouse_id",
            "dest_warehouse_id",
            "order_id",
        }
        if not fixed.isdisjoint(vals):
            self._check_draft()
        if vals.get("write_off_reason"):
            self._check_head()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unsent(self):
        if any(transfer.state not in ("draft", "cancel") for transfer in self):
            raise UserError(
                self.env._(
                    "A transfer that was sent is kept: it tells where parts are."
                )
            )

    def action_cancel(self):
        """Nothing will be sent."""
        self._stand_in_line()
        self._check_draft()
        return self._write_server_fields({"is_cancelled": True})

    def action_draft(self):
        """It will be sent after all."""
        self._stand_in_line()
        cancelled = self.filtered("is_cancelled")
        return cancelled._write_server_fields({"is_cancelled": False})

    def _stand_in_line(self):
        """Two people, or two clicks: the second waits, begins anew and finds it done.

        The row is written, not only locked: who comes second would not see otherwise
        what the first one did.
        """
        self.check_access("write")
        if self:
            self.env.cr.execute(
                SQL(
                    "UPDATE service_parts_transfer SET write_uid = write_uid "
                    "WHERE id IN %s",
                    tuple(self.ids),
                )
            )

    def _check_draft(self):
        late = self.filtered(lambda transfer: transfer.state not in ("draft", "cancel"))
        if late:
            raise UserError(
                self.env._(
                    "%(numbers)s: sent already, and fixed since. What is wrong goes "
                    "back as “Take Back”, or with a transfer of its own.",
                    numbers=", ".join(late.mapped("name")),
                )
            )

    def _is_head(self):
        return self.env.su or self.env.user.has_group(
            "service_center.service_center_group_head"
        )

    def _check_head(self):
        if not self._is_head():
            raise UserError(
                self.env._("Parts that never turned up are written off by the head.")
            )

    def _check_storekeeper_of(self, branch, message):
        """Whoever does this works as a storekeeper at this branch."""
        user = self.env.user
        if not self.env.su and not (
            user.has_group(STOREKEEPER) and user in branch.user_ids
        ):
            raise UserError(message)

    def _get_storekeepers(self, branch):
        """The storekeepers of a branch."""
        # sudo: only whom to tell, and only by their roles
        return branch.sudo().user_ids.filtered(
            lambda user: user.active and user.has_group(STOREKEEPER)
        )

    def action_view_pickings(self):
        """The pickings below it, as far as this person sees them."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        action["domain"] = [
            ("move_ids.service_transfer_line_id.transfer_id", "in", self.ids)
        ]
        action["context"] = {}
        return action
