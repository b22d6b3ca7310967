from markupsafe import Markup

from odoo import api, fields, models

STOREKEEPER = "service_center_stock.service_center_stock_group_storekeeper"


class ServiceBranch(models.Model):
    """Who of a branch buys its parts and who keeps them."""

    _inherit = "service.branch"

    parts_buyer_id = fields.Many2one(
        "res.users",
        "Buyer of Parts",
        index="btree_not_null",
        domain="[('share', '=', False), ('service_branch_ids', 'in', id)]",
        help="Who is told when parts run below their minimum. Empty: the first "
        "storekeeper of the branch.",
    )
    parts_days = fields.Integer(
        "Days From Parts to Ready",
        default=1,
        help="When parts come later than promised, the new promise is the day of the "
        "last part and so many days for the repair.",
    )

    _parts_days_positive = models.Constraint(
        "CHECK (parts_days >= 0)", "A repair cannot take less than 0 days."
    )

    def _get_storekeepers(self):
        """The storekeepers of each branch.

        :return: dictionary from branch to users, in the order they came
        """
        users = self.env["res.users"].search(
            [
                ("service_branch_ids", "in", self.ids),
                ("all_group_ids", "in", self.env.ref(STOREKEEPER).ids),
                ("share", "=", False),
            ],
            order="id",
        )
        return {
            branch: users.filtered(lambda user, b=branch: b in user.service_branch_ids)
            for branch in self
        }

    def _tell_storekeepers(self, users, subject, facts):
        """One message for the storekeepers of a branch, whoever caused it left out."""
        self.ensure_one()
        partners = users.partner_id - self.env.user.partner_id
        if partners:
            self.env["mail.thread"].message_notify(
                partner_ids=partners.ids,
                subject=f"{self.name}: {subject}",
                body=self._list_facts(subject, facts),
            )

    @api.model
    def _list_facts(self, subject, facts):
        """A message of one sentence and a list."""
        items = Markup().join(Markup("<li>%s</li>") % fact for fact in facts)
        return Markup("<p>%s</p><ul>%s</ul>") % (subject, items)
