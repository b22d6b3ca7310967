from odoo import fields, models


class CrmTeam(models.Model):
    """A sales team may stand for a branch: its mail address is the branch's."""

    _inherit = "crm.team"

    service_branch_id = fields.Many2one(
        "service.branch",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Leads of this team belong to this branch.",
    )

    _service_branch_uniq = models.UniqueIndex(
        "(service_branch_id) WHERE service_branch_id IS NOT NULL",
        "This branch has a sales team already.",
    )
