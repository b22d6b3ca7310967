from odoo import models


class ServiceBranch(models.Model):
    """What is to be done for a branch as a whole, such as buying parts."""

    _name = "service.branch"
    _inherit = ["service.branch", "mail.thread", "mail.activity.mixin"]
