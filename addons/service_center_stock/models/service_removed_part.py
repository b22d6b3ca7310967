from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

FATES = [
    ("scrap", "Thrown Away"),
    ("customer", "Kept for the Customer"),
    ("vendor", "Back to the Vendor"),
    ("stock", "Into Our Stock"),
]


class ServiceRemovedPart(models.Model):
    """A part taken out of a device, and what becomes of it."""

    _name = "service.removed.part"
    _description = "Removed Part"
    _inherit = ["service.readonly.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "order_id desc, id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    branch_id = fields.Many2one(
        related="order_id.branch_id", store=True, precompute=True, index=True
    )
    device_id = fields.Many2one(related="order_id.device_id")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain=[("type", "=", "consu")],
        help="Leave empty for what is in no catalogue, and describe it.",
    )
    name = fields.Char(
        "Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    serial = fields.Char(help="As it stands on the removed part: type or scan.")
    lot_id = fields.Many2one(
        "stock.lot",
        "Known Serial",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="stock.group_stock_user",
        help="The same serial in the stock's books, if the part has been here before.",
    )
    cause_id = fields.Many2one(
        "service.part.cause",
        index="btree_not_null",
        ondelete="restrict",
        help="Why it came out.",
    )
    condition = fields.Char(help="What is wrong with it, in your words.")
    fate = fields.Selection(
        FATES,
        "What Becomes of It",
        compute="_compute_fate",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        help="Thrown away: nothing more to do. Kept: it is handed out with the device, "
        "or the customer declines it. Back to the vendor: it goes into a claim. Into "
        "our stock: it is worth keeping, and is counted at the product's cost.",
    )
    handover = fields.Selection(
        [("handed", "Handed Over"), ("declined", "Declined")],
        "To the Customer",
        readonly=True,
        copy=False,
        help="Whether the customer got the part, or did not want it after all.",
    )
    handover_user_id = fields.Many2one("res.users", "By", readonly=True, copy=False)
    handover_date = fields.Datetime("On", readonly=True, copy=False)
    vendor_id = fields.Many2one(
        "res.partner",
        compute="_compute_vendor_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Who takes it back. Begins as whom that serial was bought from, else the "
        "product's first vendor.",
    )
    date_return = fields.Date(
        "Return By",
        index="btree_not_null",
        help="Exchange parts: the day by which the vendor must have it back. Somebody "
        "is reminded some days before.",
    )
    date = fields.Datetime(
        "Removed On", readonly=True, default=fields.Datetime.now, copy=False
    )
    state = fields.Selection(
        [("open", "To Do"), ("claimed", "On a Claim"), ("done", "Settled")],
        "Status",
        compute="_compute_state",
        compute_sudo=True,
        store=True,
        index=True,
        help="To do: not handed over or not sent back yet. On a claim: stands on a "
        "claim that was not sent yet. Settled: nothing more to do.",
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a removed part is more than 0."
    )
    _name_given = models.Constraint(
        "CHECK (btrim(name) != '')", "Describe the removed part, or name its product."
    )

    @api.depends("product_id")
    def _compute_name(self):
        for part in self:
            part.name = part.product_id.display_name or part.name or ""

    @api.depends("order_id")
    def _compute_fate(self):
        for part in self:
            keep = part.order_id.old_parts_choice == "keep"
            part.fate = part.fate or ("customer" if keep else "scrap")

    @api.depends("product_id", "serial", "fate")
    def _compute_vendor_id(self):
        for part in self:
            if part.fate != "vendor" or part.vendor_id or not part.product_id:
                part.vendor_id = part.vendor_id
                continue
            # sudo: who sold us a part is no secret to whoever sends it back
            product = part.sudo().product_id.with_company(part.company_id)
            lot = part._find_lot()
            part.vendor_id = (
                lot.service_vendor_id or product.seller_ids[:1].partner_id
            ).sudo(False)

    @api.depends("fate", "handover", "claim_line_ids.claim_id.state")
    def _compute_state(self):
        for part in self:
            claims = set(part.claim_line_ids.claim_id.mapped("state"))
            if part.fate == "vendor":
                waiting = "claimed" if claims else "open"
                part.state = "done" if claims - {"draft"} else waiting
            elif part.fate == "customer":
                part.state = "done" if part.handover else "open"
            else:
                part.state = "done"

    def _find_lot(self):
        """The serial in the stock's books that this part bears, sudo; may be empty."""
        self.ensure_one()
        # sudo: the serial was read off the part by whoever has it in hand
        lots = self.env["stock.lot"].sudo()
        serial = (self.serial or "").strip()
        if not serial or self.product_id.tracking == "none":
            return lots
        return lots.search(
            [
                ("product_id", "=", self.product_id.id),
                ("name", "=", serial),
                ("company_id", "in", (self.company_id.id, False)),
            ],
            limit=1,
        )

    @api.constrains("fate", "cause_id", "vendor_id")
    def _check_vendor(self):
        for part in self.filtered(lambda part: part.fate == "vendor"):
            if part.cause_id and not part.cause_id.is_claimable:
                raise ValidationError(
                    self.env._(
                        "“%(part)s”: no vendor answers for “%(cause)s”. Choose another "
                        "cause, or let the part be thrown away.",
                        part=part.name,
                        cause=part.cause_id.name,
                    )
                )

    @api.constrains("product_id", "quantity")
    def _check_serial_quantity(self):
        for part in self:
            if part.product_id.tracking == "serial" and part.quantity != 1:
                raise ValidationError(
                    self.env._(
                        "“%(part)s” has serial numbers: one piece in a row.",
                        part=part.name,
                    )
                )

    @api.model
    def _get_content_fields(self):
        """What the papers and the stock say about a removed part."""
        return {
            *("order_id", "product_id", "name", "quantity", "serial", "fate"),
            *("cause_id", "condition", "vendor_id"),
        }

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_may_change()
        parts._move_removed()
        parts._plan_return()
        return parts

    def write(self, vals):
        content = not self._get_content_fields().isdisjoint(vals)
        if content:
            self._check_may_change()
        res = super().write(vals)
        if "order_id" in vals:
            self._check_may_change()
        if content:
            self._move_removed()
        if content or "date_return" in vals:
            self._plan_return()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_give_back(self):
        self._check_may_change()
        # sudo: whoever may delete the row (checked by unlink) takes back its own move
        self.sudo()._undo_moves()

    def _check_may_change(self):
        """An issued order is frozen, and what is on a claim belongs to the claim."""
        issued = self.order_id.filtered(lambda order: order.state == "issued")
        if issued:
            issued._raise_frozen()
        # sudo: who may not see claims is told which one it is
        for part in self.sudo().filtered("claim_line_ids"):
            raise UserError(
                self.env._(
                    "“%(part)s” stands on claim %(claim)s. Take it off there first.",
                    part=part.name,
                    claim=part.claim_line_ids.claim_id[:1].name,
                )
            )

    def action_hand_over(self):
        """The customer got the removed part."""
        return self._settle("handed")

    def action_decline(self):
        """The customer does not want the removed part after all."""
        return self._settle("declined")

    def action_undo_handover(self):
        """It was ticked by mistake."""
        return self._settle(False)

    def _settle(self, handover):
        self.check_access("write")
        self._check_may_change()
        others = self.filtered(lambda part: part.fate != "customer")
        if others:
            raise UserError(
                self.env._(
                    "%(parts)s: not kept for the customer. Change what becomes of it "
                    "first.",
                    parts=", ".join(others.mapped("name")),
                )
            )
        self.filtered(lambda part: part.handover != handover)._write_server_fields(
            {
                "handover": handover,
                "handover_user_id": self.env.uid if handover else False,
                "handover_date": fields.Datetime.now() if handover else False,
            }
        )
        return True
