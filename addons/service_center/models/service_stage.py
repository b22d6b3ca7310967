from odoo import api, fields, models

STATES = [
    ("new", "New"),
    ("in_progress", "In Work"),
    ("approval", "Awaiting Approval"),
    ("waiting_parts", "Waiting for Parts"),
    ("done", "Done"),
    ("refused", "Work Refused"),
    ("issued", "Issued"),
]


class ServiceStage(models.Model):
    """A status of an order. Its meaning to the program is the technical state."""

    _name = "service.stage"
    _description = "Service Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fold = fields.Boolean(
        "Folded", help="Folded in the kanban view; for orders that are off the bench."
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="in_progress",
        help="What the stage means to the program. Several stages may share one.",
    )
    description = fields.Text(translate=True)
    next_stage_ids = fields.Many2many(
        "service.stage",
        "service_stage_next_rel",
        "stage_id",
        "next_stage_id",
        string="Next Stages",
        help="Where an order may go from here. Any other move is refused.",
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="May Enter",
        help="Only people of these groups may move an order here. "
        "Nobody named: everybody who may change the order.",
    )
    required_field_ids = fields.Many2many(
        "ir.model.fields",
        string="Must Be Filled In",
        domain=[("model", "=", "service.order"), ("store", "=", True)],
        help="An order enters this stage only when these fields are filled in.",
    )

    @api.model
    def _get_start(self):
        """The stage in which an order begins: the first one that means “new”."""
        return self.search([("state", "=", "new")], limit=1)

    def _is_open_to_user(self):
        """Whether the current user's groups may move orders into this stage."""
        self.ensure_one()
        # sudo: a person without the right to read groups is still in some
        groups = self.sudo().group_ids
        return not groups or bool(groups & self.env.user.sudo().all_group_ids)
