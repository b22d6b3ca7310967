from odoo import fields, models

REASONS = [
    ("intake", "Intake"),
    ("start", "Places Switched On"),
    ("scan", "Scan"),
    ("issue", "Scan at Issue"),
    ("stage", "Stage"),
    ("audit", "Audit"),
    ("branch", "Other Branch"),
]


class ServicePlaceMove(models.Model):
    """One step of a device from place to place: written once, never changed."""

    _name = "service.place.move"
    _description = "Move of a Device"
    _inherit = ["service.kept.mixin", "service.order.row.mixin"]
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    branch_id = fields.Many2one(
        related="order_id.branch_id", store=True, precompute=True, index=True
    )
    from_place_id = fields.Many2one(
        "service.place",
        "From",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    place_id = fields.Many2one(
        "service.place",
        "To",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        "Moved By",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(required=True, readonly=True)
    reason = fields.Selection(
        REASONS, "Why", required=True, readonly=True, help="What moved it."
    )

    def _get_refusal(self):
        return self.env._(
            "The history of places is written by the system and stays as it is. Scan "
            "the device to where it is now."
        )
