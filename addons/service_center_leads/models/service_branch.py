import re

from odoo import api, fields, models


class ServiceBranch(models.Model):
    """A branch's mail address for leads: the alias of a sales team of its own."""

    _inherit = "service.branch"

    lead_team_ids = fields.One2many("crm.team", "service_branch_id", "Sales Teams")
    lead_team_id = fields.Many2one(
        "crm.team", "Sales Team", compute="_compute_lead_team_id", compute_sudo=True
    )
    lead_email = fields.Char(
        "Mail for Leads",
        compute="_compute_lead_email",
        compute_sudo=True,
        help="What is written there becomes a lead of this branch.",
    )

    lead_form_url = fields.Char(
        "Web Form",
        compute="_compute_lead_form_url",
        help="The page of the form for requests to this branch, to link to.",
    )

    @api.depends("code", "company_id")
    def _compute_lead_form_url(self):
        for branch in self:
            branch.lead_form_url = self.env["service.lead.form"]._get_page_url(
                branch.company_id, branch
            )

    @api.depends("lead_team_ids")
    def _compute_lead_team_id(self):
        for branch in self.with_context(active_test=False):
            branch.lead_team_id = branch.lead_team_ids[:1]

    @api.depends("lead_team_ids.alias_id.alias_full_name")
    def _compute_lead_email(self):
        for branch in self:
            team = branch.lead_team_id
            branch.lead_email = team.alias_name and team.alias_email

    @api.model_create_multi
    def create(self, vals_list):
        branches = super().create(vals_list)
        branches.filtered("company_id.service_lead_teams")._make_lead_teams()
        return branches

    def write(self, vals):
        res = super().write(vals)
        if "active" in vals:
            # sudo: whoever closes a branch closes its address, too
            teams = self.sudo().with_context(active_test=False).lead_team_ids
            teams.active = vals["active"]
        return res

    def _make_lead_teams(self):
        """Give each branch that has none a sales team with a mail address."""
        # sudo: a head of the centre may add branches, but not sales teams at large
        without = self.sudo().filtered(lambda branch: not branch.lead_team_id)
        taken = self._get_taken_aliases() if without else set()
        values = []
        for branch in without:
            alias = name = branch._get_lead_alias()
            number = 1
            while alias in taken:
                number += 1
                alias = f"{name}-{number}"
            taken.add(alias)
            values.append(branch._prepare_lead_team_values(alias))
        return self.env["crm.team"].sudo().create(values)

    @api.model
    def _get_taken_aliases(self):
        # sudo: only names, so that none is taken twice
        aliases = self.env["mail.alias"].sudo()
        found = aliases.search_fetch(
            [("alias_name", "=like", "service%")], ["alias_name"]
        )
        return set(found.mapped("alias_name"))

    def _get_lead_alias(self):
        self.ensure_one()
        return "service-" + re.sub(r"[^a-z0-9]", "", self.code.lower())

    def _prepare_lead_team_values(self, alias):
        """Values of the sales team that a branch's leads belong to."""
        self.ensure_one()
        return {
            "name": self.name,
            "company_id": self.company_id.id,
            "service_branch_id": self.id,
            "sequence": 100,  # Odoo takes the first team for leads of nobody
            "use_leads": False,
            "use_opportunities": True,
            "alias_name": alias,
            "alias_contact": "everyone",
            "active": self.active,
        }
