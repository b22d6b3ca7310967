from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ServicePartsClaimLine(models.Model):
    """A dead or exchanged part on a claim: removed from a device, or our own."""

    _name = "service.parts.claim.line"
    _description = "Part on a Claim"
    _inherit = ["service.readonly.mixin"]
    _order = "claim_id desc, id"
    _check_company_auto = True

    claim_id = fields.Many2one(
        "service.parts.claim", required=True, index=True, ondelete="cascade"
    )
    branch_id = fields.Many2one(
        related="claim_id.branch_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="claim_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        related="claim_id.partner_id", string="Vendor", store=True, index=True
    )
    currency_id = fields.Many2one(related="claim_id.currency_id")
    claim_state = fields.Selection(related="claim_id.state", string="Claim Is")
    removed_part_id = fields.Many2one(
        "service.removed.part",
        index="btree_not_null",
        ondelete="restrict",
        help="The part out of a customer's device. Empty: a part of our own stock.",
    )
    order_id = fields.Many2one(
        related="removed_part_id.order_id",
        string="Order",
        store=True,
        index="btree_not_null",
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_from_removed_part",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain=[("is_storable", "=", True)],
        help="A part of our own that died before it was fitted: saved here, it is out "
        "of the stock.",
    )
    name = fields.Char(
        "Description",
        compute="_compute_from_removed_part",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    quantity = fields.Float(
        compute="_compute_from_removed_part",
        store=True,
        readonly=False,
        precompute=True,
        digits="Product Unit",
        default=1.0,
        required=True,
    )
    serial = fields.Char(
        compute="_compute_from_removed_part",
        store=True,
        readonly=False,
        precompute=True,
        help="Type or scan. Needed for parts with serial numbers.",
    )
    cause_id = fields.Many2one(
        "service.part.cause",
        compute="_compute_from_removed_part",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["service.part.cause"].search([], limit=1),
    )
    is_claimable = fields.Boolean(
        "Claimed",
        compute="_compute_is_claimable",
        store=True,
        precompute=True,
        help="Whether the vendor answers for this cause. If not, the part is counted "
        "here and written off when the claim is sent.",
    )
    price_unit = fields.Monetary(
        "Expected Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        help="What the vendor should credit for one, without tax. Begins as what was "
        "paid for that serial, or as the vendor's price, or as the cost.",
    )
    amount_expected = fields.Monetary(
        "Expected",
        compute="_compute_amount_expected",
        store=True,
        help="What the vendor should credit for the row, without tax.",
    )
    answer = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("credited", "Credited"),
            ("replaced", "Replaced"),
            ("refused", "Refused"),
        ],
        default="waiting",
        required=True,
        copy=False,
        index=True,
        help="What the vendor answered. Replaced: the new part is in the stock when "
        "the answer is recorded.",
    )
    new_serial = fields.Char(
        copy=False, help="Of the part that came instead: type or scan."
    )
    answer_note = fields.Char("Remark", copy=False, help="What the vendor wrote.")

    _removed_part_uniq = models.UniqueIndex(
        "(removed_part_id) WHERE removed_part_id IS NOT NULL",
        "This removed part stands on a claim already. Reload the page.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a part on a claim is more than 0."
    )
    _price_unit_positive = models.Constraint(
        "CHECK (price_unit >= 0)", "An expected price cannot be less than 0."
    )
    _name_given = models.Constraint(
        "CHECK (btrim(name) != '')", "Describe the dead part, or name its product."
    )

    @api.depends("removed_part_id", "product_id")
    def _compute_from_removed_part(self):
        for line in self:
            part = line.removed_part_id
            if not part:
                line.product_id = line.product_id
                line.name = line.name or line.product_id.display_name or ""
                line.quantity, line.serial = line.quantity or 1.0, line.serial
                line.cause_id = line.cause_id
                continue
            line.product_id, line.name = part.product_id, part.name
            line.quantity, line.serial = part.quantity, part.serial
            line.cause_id = part.cause_id or line.cause_id

    @api.depends("cause_id")
    def _compute_is_claimable(self):
        for line in self:
            line.is_claimable = line.cause_id.is_claimable

    @api.depends("product_id", "serial", "claim_id.partner_id")
    def _compute_price_unit(self):
        for line in self:
            line.price_unit = line.price_unit or line._get_expected_price()

    @api.depends("price_unit", "quantity", "is_claimable", "answer")
    def _compute_amount_expected(self):
        for line in self:
            owed = line.is_claimable and line.answer in ("waiting", "credited")
            line.amount_expected = line.price_unit * line.quantity if owed else 0.0

    def _get_expected_price(self):
        """What this part cost when it was bought from the vendor, if that is known."""
        self.ensure_one()
        if not self.product_id:
            return 0.0
        company = self.company_id or self.env.company
        product = self.product_id.with_company(company)
        # sudo: the receipt of the part is looked up, whoever claims it
        bought = self.sudo()._find_lot().service_receipt_move_id.purchase_line_id
        if bought:
            return bought.currency_id._convert(
                bought.price_unit * (1 - bought.discount / 100),
                company.currency_id,
                company,
                bought.order_id.date_order,
            )
        # sudo: as above, the vendor's price list
        seller = product.sudo()._select_seller(
            partner_id=self.claim_id.partner_id, quantity=self.quantity
        )
        if seller:
            return seller.currency_id._convert(
                seller.price * (1 - seller.discount / 100),
                company.currency_id,
                company,
                fields.Date.context_today(self),
            )
        return product.sudo().standard_price

    def _find_lot(self, serial=None):
        """The serial of this row in the stock's books; may be empty."""
        self.ensure_one()
        serial = ((self.serial if serial is None else serial) or "").strip()
        lots = self.env["stock.lot"]
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

    @api.constrains("removed_part_id", "claim_id")
    def _check_removed_part(self):
        for line in self.filtered("removed_part_id"):
            part, claim = line.removed_part_id, line.claim_id
            if (
                part.fate != "vendor"
                or part.branch_id != claim.branch_id
                or (part.vendor_id and part.vendor_id != claim.partner_id)
            ):
                raise ValidationError(
                    self.env._(
                        "“%(part)s” does not go back to %(vendor)s from this branch.",
                        part=part.name,
                        vendor=claim.partner_id.name,
                    )
                )

    @api.model
    def _get_fixed_fields(self):
        """What stays once the part was put aside: the stock's books say it."""
        return {"claim_id", "removed_part_id", "product_id", "quantity", "serial"}

    @api.model
    def _get_answer_fields(self):
        """What is filled in when the vendor has answered, while the claim is sent."""
        return {"answer", "new_serial", "answer_note"}

    @api.model_create_multi
    def create(self, vals_list):
        parts = self.env["service.removed.part"].browse(
            filter(None, (vals.get("removed_part_id") for vals in vals_list))
        )
        parts.check_access("read")  # nobody claims what he may not see
        lines = super().create(vals_list)
        lines._check_claim_is("draft")
        if any(line.answer != "waiting" for line in lines):
            raise UserError(self.env._("The vendor answers when the claim was sent."))
        lines._take_out()
        return lines

    def write(self, vals):
        names = set(vals)
        fixed = names & self._get_fixed_fields()
        if fixed and any(
            line[name] != self._as_value(line, name, vals)
            for line in self
            for name in fixed
        ):
            raise UserError(
                self.env._(
                    "Product, quantity and serial of a part on a claim stay, for it "
                    "was put aside. Delete the row and add another."
                )
            )
        if names & self._get_answer_fields():
            self._check_claim_is("sent")
        if names - self._get_answer_fields() - fixed:
            self._check_claim_is("draft")
        return super().write(vals)

    @api.model
    def _as_value(self, line, name, vals):
        field = self._fields[name]
        return field.convert_to_record(field.convert_to_cache(vals[name], line), line)

    @api.ondelete(at_uninstall=False)
    def _unlink_put_back(self):
        self._check_claim_is("draft")
        self._put_back()

    def _check_claim_is(self, state):
        wrong = self.claim_id.filtered(lambda claim: claim.state != state)
        if wrong:
            labels = dict(wrong._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(claim)s is “%(state)s”; this can be changed while it is "
                    "“%(right)s”.",
                    claim=wrong[0].name,
                    state=labels[wrong[0].state],
                    right=labels[state],
                )
            )
