from odoo import api, fields, models


class ServicePlaceAuditLine(models.Model):
    """A device that an audit saw, or did not see where it should lie."""

    _name = "service.place.audit.line"
    _description = "Device in an Audit"
    _inherit = ["service.readonly.mixin"]
    _order = "audit_id desc, id"
    _rec_name = "order_id"

    audit_id = fields.Many2one(
        "service.place.audit",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    branch_id = fields.Many2one(
        related="audit_id.branch_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="audit_id.company_id", store=True, precompute=True, index=True
    )
    order_id = fields.Many2one(
        "service.order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    device = fields.Char(readonly=True, help="Model or type, as it was then.")
    status = fields.Selection(
        [
            ("found", "Here"),
            ("wrong", "Belongs Elsewhere"),
            ("issued", "Was Issued"),
            ("missing", "Missing"),
        ],
        required=True,
        readonly=True,
        help="Here as it should be; here, but elsewhere in the books; issued to the "
        "customer in the books; not here although it should be.",
    )
    expected_place_id = fields.Many2one(
        "service.place",
        "In the Books",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Where it should have been when it was scanned.",
    )
    days_uncollected = fields.Integer(
        "Uncollected, Days",
        readonly=True,
        help="Ready for so many days, if that is longer than the branch likes.",
    )
    is_uncollected = fields.Boolean(
        compute="_compute_is_uncollected", store=True, precompute=True
    )
    is_moved = fields.Boolean(
        "Moved Here", readonly=True, help="Closing the audit put it in this place."
    )
    user_id = fields.Many2one(
        "res.users",
        "Scanned By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(audit_id, order_id)", "This device was already scanned in this audit."
    )

    @api.depends("days_uncollected")
    def _compute_is_uncollected(self):
        for line in self:
            line.is_uncollected = bool(line.days_uncollected)


class ServiceOrder(models.Model):
    _inherit = "service.order"

    place_audit_line_ids = fields.One2many(
        "service.place.audit.line", "order_id", "Seen in Audits"
    )
