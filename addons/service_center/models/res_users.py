from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    service_branch_ids = fields.Many2many(
        "service.branch",
        "service_branch_users_rel",
        "user_id",
        "branch_id",
        string="Service Branches",
        help="The branches this person works at. Managers see the orders of these "
        "branches, engineers their own orders and the free ones there.",
    )
