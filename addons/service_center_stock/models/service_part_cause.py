from odoo import fields, models


class ServicePartCause(models.Model):
    """Why a part goes back or is thrown away: the centre's own list."""

    _name = "service.part.cause"
    _description = "Cause of a Dead Part"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_claimable = fields.Boolean(
        "Vendor Answers for It",
        default=True,
        help="Parts that died for this reason are claimed from their vendor. Off: "
        "nobody pays for them, but they are counted.",
    )

    _name_given = models.Constraint(
        "CHECK (btrim(name::text) != '')", "Name the cause."
    )
