from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

STATES = [
    ("new", "New"),
    ("in_progress", "In Work"),
    ("approval", "Awaiting Approval"),
    ("waiting_parts", "Waiting for Parts"),
    ("done", "Done"),
    ("refused", "Work Refused"),
    ("issued", "Issued"),
]


class StageRules(NamedTuple):
    """What the door asks of a stage, as plain data."""

    state: str
    active: bool
    next_ids: tuple
    branch_ids: frozenset
    group_ids: frozenset
    required: tuple


class ServiceStage(models.Model):
    """A status of an order. Its meaning to the program is the technical state."""

    _name = "service.stage"
    _description = "Service Stage"
    _inherit = ["service.rules.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True,
        help="No order can enter an archived stage; those in it may leave.",
    )
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
    branch_ids = fields.Many2many(
        "service.branch",
        string="Only for Branches",
        help="Branches whose orders go through this stage. Nothing named: all. "
        "So two branches can have different flows.",
    )
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
    hours_limit = fields.Float(
        "Time Limit, Hours",
        help="How many working hours of the branch an order may stay here. After "
        "that it is overdue and somebody gets an activity. 0: no limit.",
    )
    is_paused = fields.Boolean(
        "Clock Stands",
        help="The order waits for the customer: the time is not counted as work, and "
        "no limit runs.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        "Message to the Customer",
        domain=[("model", "=", "service.order")],
        help="This e-mail is sent when an order enters the stage. None: nothing is.",
    )

    _hours_limit_positive = models.Constraint(
        "CHECK (hours_limit >= 0)", "A time limit cannot be less than 0 hours."
    )

    @api.constrains("state", "active", "branch_ids")
    def _check_start(self):
        if not self._get_start():
            raise ValidationError(
                self.env._(
                    "One stage that means “New” must stay, open to all branches: "
                    "orders begin there."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        # sudo: orders of all branches count, also those the user does not see
        logs = self.env["service.order.stage.log"].sudo()
        for stage, count in logs._read_group(
            [("stage_id", "in", self.ids)], ["stage_id"], ["order_id:count_distinct"]
        ):
            raise UserError(
                self.env._(
                    "“%(stage)s” stands in the history of %(count)s orders, so it "
                    "cannot be deleted. Archive it: nothing will enter it any more, "
                    "and the orders in it can move on.",
                    stage=stage.name,
                    count=count,
                )
            )

    @api.model
    @ormcache()
    def _get_all_rules(self):
        """The rules of all stages by identifier: the door asks at every move."""
        # sudo: whoever moves an order need not read groups and field records
        stages = self.sudo().with_context(active_test=False).search([])
        return {
            stage.id: StageRules(
                state=stage.state,
                active=stage.active,
                next_ids=tuple(stage.next_stage_ids.filtered("active").ids),
                branch_ids=frozenset(stage.branch_ids._ids),
                group_ids=frozenset(stage.group_ids._ids),
                required=tuple(stage.required_field_ids.mapped("name")),
            )
            for stage in stages
        }

    def _get_rules(self):
        self.ensure_one()
        return self._get_all_rules()[self._origin.id]

    @api.model
    def _get_start(self, branch=None):
        """The stage in which the orders of a branch begin: its first “new” one."""
        for stage_id, rules in self._get_all_rules().items():
            open_to = rules.branch_ids
            if rules.active and rules.state == "new":
                if not open_to or (branch and branch.id in open_to):
                    return self.browse(stage_id)
        return self.browse()

    def _get_next(self, branch):
        """Where the flow goes from here for orders of ``branch``, in order."""
        self.ensure_one()
        rules = self._get_all_rules()
        stages = self.browse(
            stage_id
            for stage_id in self._get_rules().next_ids
            if not (branches := rules[stage_id].branch_ids) or branch.id in branches
        )
        # read together with this one: whoever asks where it goes shows both
        return stages.with_prefetch((*stages._ids, *self._origin._ids))

    def _is_open_to_user(self):
        """Whether the current user's groups may move orders into this stage."""
        groups = self._get_rules().group_ids
        return not groups or not groups.isdisjoint(self.env.user._get_group_ids())
