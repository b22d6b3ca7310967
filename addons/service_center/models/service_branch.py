from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceBranch(models.Model):
    """A shop or workshop of the company."""

    _name = "service.branch"
    _description = "Service Branch"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    code = fields.Char(
        required=True,
        size=5,
        help="Short prefix of the branch's order numbers: WA gives WA-00001.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Address",
        check_company=True,
        index="btree_not_null",
        help="Address and phone printed on the branch's documents.",
    )
    phone = fields.Char(related="partner_id.phone", readonly=False)
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        compute="_compute_resource_calendar_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Opening hours. Time limits and durations of orders are counted in them.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "service_branch_users_rel",
        "branch_id",
        "user_id",
        string="Staff",
        domain=[("share", "=", False)],
    )
    sequence_id = fields.Many2one(
        "ir.sequence", "Order Numbers", readonly=True, copy=False, ondelete="restrict"
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, upper(code))",
        "Another branch of the company already has this code.",
    )

    @api.depends("company_id")
    def _compute_resource_calendar_id(self):
        for branch in self:
            branch.resource_calendar_id = branch.company_id.resource_calendar_id

    @api.constrains("code")
    def _check_code(self):
        for branch in self:
            if not (branch.code.isascii() and branch.code.isalnum()):
                raise ValidationError(
                    self.env._(
                        "Branch code “%(code)s”: use up to five Latin letters or "
                        "digits. It becomes part of every order number.",
                        code=branch.code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        branches = super().create(vals_list)
        for branch in branches.filtered(lambda b: not b.sequence_id):
            # sudo: a head of the centre may add branches, but not sequences at large
            branch.sudo().sequence_id = (
                self.env["ir.sequence"].sudo().create(branch._prepare_sequence_values())
            )
        return branches

    def write(self, vals):
        res = super().write(vals)
        if "code" in vals or "name" in vals:
            for branch in self:
                values = branch._prepare_sequence_values()
                # sudo: as in create
                branch.sequence_id.sudo().write(
                    {"name": values["name"], "prefix": values["prefix"]}
                )
        return res

    def _get_number_prefix(self):
        self.ensure_one()
        return f"{self.code.upper()}-"

    def _prepare_sequence_values(self):
        """Values of the sequence that numbers the branch's orders."""
        self.ensure_one()
        return {
            "name": self.env._("Orders of %(branch)s", branch=self.name),
            "prefix": self._get_number_prefix(),
            "padding": 5,
            "company_id": self.company_id.id,
        }

    @api.model
    def _get_default(self):
        """The branch of the current user: where he works, else the company's first."""
        company = self.env.company
        mine = self.env.user.service_branch_ids.filtered(
            lambda branch: branch.company_id == company
        )
        return mine[:1] or self.search([("company_id", "=", company.id)], limit=1)
