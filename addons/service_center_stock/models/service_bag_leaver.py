from odoo import models

LEFT = "service_center_stock.mail_activity_type_bag_left"


class ResUsers(models.Model):
    """Who leaves with parts in his bag: the storekeeper of the branch is told."""

    _inherit = "res.users"

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self[:0]
        res = super().write(vals)
        if leaving:
            leaving._report_bags()
        return res

    def _report_bags(self):
        # sudo: whoever archives people need not see the parts of a branch
        bags = self.env["service.bag"].sudo().search([("user_id", "in", self.ids)])
        # what is handed over and not accepted yet comes back as well
        full = bags.filtered(lambda bag: bag._get_contents() or bag._get_open())
        keepers = full.branch_id._get_storekeepers()
        for bag in full:
            for user in keepers[bag.branch_id] or self.env.user:
                bag.activity_schedule(LEFT, user_id=user.id)


class ServiceBag(models.Model):
    _inherit = "service.bag"

    def _get_open(self):
        """The handovers and returns of these bags that are on their way."""
        return self.env["service.parts.transfer"].search(
            [("bag_id", "in", self.ids), ("state", "in", ("sent", "short"))]
        )
