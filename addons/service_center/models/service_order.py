from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_stage import STATES


class ServiceOrder(models.Model):
    """A device taken in for service, from intake to hand-over.

    This file says what an order is. How it comes by its customer and device stands in
    ``service_order_customer.py`` and ``service_order_device.py``, how it moves in
    ``service_order_door.py``, what it costs in ``service_order_amount.py``, how it is
    found in ``service_order_search.py``.
    """

    _name = "service.order"
    _description = "Service Order"
    _inherit = [
        "service.readonly.mixin",
        "mail.tracking.duration.mixin",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _track_duration_field = "stage_id"

    name = fields.Char("Number", default="/", readonly=True, copy=False, required=True)
    code = fields.Char(
        readonly=True,
        copy=False,
        help="Digits only: what the barcode on label and papers holds. A scanner "
        "reads it right whatever keyboard layout is on.",
    )
    active = fields.Boolean(default=True, copy=False)
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")
    branch_id = fields.Many2one(
        "service.branch",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
        ondelete="restrict",
        default=lambda self: self.env["service.branch"]._get_default(),
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Manager",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Who answers for the order. An order always has one.",
    )
    engineer_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        tracking=True,
        copy=False,
        domain="[('share', '=', False), ('service_branch_ids', 'in', branch_id)]",
        help="Who repairs it. Whoever takes a free order to work becomes its engineer.",
    )
    stage_id = fields.Many2one(
        "service.stage",
        required=True,
        index=True,
        copy=False,
        tracking=True,
        ondelete="restrict",
        group_expand="_group_expand_stages",
        default=lambda self: self.env["service.stage"]._get_start(
            self.env["service.branch"]._get_default()
        ),
    )
    state = fields.Selection(
        STATES,
        "Status",
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
        help="What the stage means to the program.",
    )
    date_promised = fields.Datetime("Promised", tracking=True, copy=False, index=True)
    date_start = fields.Datetime("Start of Work", readonly=True, copy=False)
    date_end = fields.Datetime("End of Work", readonly=True, copy=False)
    date_issued = fields.Datetime("Issued On", readonly=True, copy=False)

    # what the customer said and handed in
    fault = fields.Text("Stated Fault", help="What is wrong, in the customer's words.")
    appearance = fields.Text(help="Scratches, dents, traces of opening or water.")
    accessory_ids = fields.Many2many(
        "service.accessory",
        string="Completeness",
        help="What was handed in together with the device.",
    )
    intake_note = fields.Char(help="Anything else said at the counter.")

    # what was found and done
    diagnosis = fields.Text(copy=False, help="What the engineer found.")
    result = fields.Text(copy=False, help="What was done.")
    recommendation = fields.Text(
        copy=False, help="What the customer should know or do next."
    )
    warranty_days = fields.Integer(
        "Warranty, Days", default=30, help="Warranty on the work done, in days."
    )
    refusal_reason = fields.Char(
        copy=False, tracking=True, help="Why the work was refused, and by whom."
    )

    _code_uniq = models.UniqueIndex("(code)", "This order code is already taken.")
    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This order number is already taken."
    )
    _stage_idx = models.Index("(stage_id, id DESC)")
    _state_idx = models.Index("(state, id DESC)")
    # what is in the centre, however many orders were issued; written as Odoo asks
    _open_idx = models.Index(
        "(stage_id, id DESC) WHERE state != 'issued' OR state IS NULL"
    )
    _warranty_days_positive = models.Constraint(
        "CHECK (warranty_days >= 0)", "The warranty cannot be less than 0 days."
    )

    @api.depends("stage_id.state")
    def _compute_state(self):
        for order in self:
            order.state = order.stage_id.state

    @api.depends("name")
    def _compute_display_name(self):
        for order in self:
            order.display_name = (
                order.name if order.name != "/" else self.env._("New Order")
            )

    @api.model
    def _group_expand_stages(self, stages, domain):
        return stages.search([])

    def _complete_create_values(self, vals_list):
        """Number the orders, in one draw per branch."""
        # defaults that cost a query: once for all, and only where they are wanted
        given = all("branch_id" in vals for vals in vals_list)
        defaults = {} if given else self.default_get(["branch_id"])
        vals_list = [
            {**defaults, **vals} for vals in super()._complete_create_values(vals_list)
        ]
        by_branch = {}
        for vals in vals_list:
            by_branch.setdefault(vals.get("branch_id"), []).append(vals)
        branches = self.env["service.branch"].browse(filter(None, by_branch))
        codes = self.env["ir.sequence"].browse(
            self.env["ir.model.data"]._xmlid_to_res_id(
                "service_center.service_order_code_sequence"
            )
        )
        (branches.sequence_id + codes).fetch()
        for branch in branches:
            start = self.env["service.stage"]._get_start(branch).id
            for vals, name in zip(
                by_branch[branch.id],
                branch.sequence_id._next_many(len(by_branch[branch.id])),
                strict=True,
            ):
                vals["name"] = name
                vals.setdefault("stage_id", start)
        for vals, code in zip(vals_list, codes._next_many(len(vals_list)), strict=True):
            vals["code"] = code
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_only_new(self):
        worked_on = self.filtered(lambda order: order.state != "new" or order.line_ids)
        if worked_on:
            raise UserError(
                self.env._(
                    "%(orders)s: only a new order without works and parts can be "
                    "deleted. Refuse or archive it instead.",
                    orders=", ".join(worked_on.mapped("name")),
                )
            )
