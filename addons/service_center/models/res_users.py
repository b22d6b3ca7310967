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

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self[:0]
        res = super().write(vals)
        if leaving:
            leaving._hand_over_service_orders()
        return res

    def _hand_over_service_orders(self):
        """Nobody's orders surface: who archives a person gets an activity for each.

        The engineer's orders go to their managers to assign anew, a manager's to
        whoever archives him.
        """
        # sudo: whoever archives people need not see the orders of a branch
        orders = self.env["service.order"].sudo()
        open_domain = [("state", "!=", "issued")]
        left = orders.search([("engineer_id", "in", self.ids), *open_domain])
        lost = orders.search([("user_id", "in", self.ids), *open_domain])
        kind = self.env.ref("service_center.mail_activity_type_orphan")
        for user, owned in (left - lost).grouped("user_id").items():
            owned.activity_schedule(activity_type_id=kind.id, user_id=user.id)
        lost.activity_schedule(activity_type_id=kind.id, user_id=self.env.uid)
