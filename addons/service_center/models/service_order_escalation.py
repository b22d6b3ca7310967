from odoo import api, fields, models

from ..tools.transact import transact


class ServiceBranch(models.Model):
    _inherit = "service.branch"

    escalate_hours = fields.Float(
        "Escalate After, Hours",
        default=8.0,
        help="An order that is overdue for so many working hours of the branch is "
        "brought before somebody above its engineer. 0: never.",
    )
    escalation_user_id = fields.Many2one(
        "res.users",
        "Escalate To",
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="Who gets the orders that stay overdue. Empty: each order's manager.",
    )


class ServiceOrder(models.Model):
    """What stays overdue is brought before somebody above, once per deadline."""

    _inherit = "service.order"

    escalated_for = fields.Datetime(
        readonly=True,
        copy=False,
        help="The deadline for which it was brought before somebody above.",
    )

    @api.model
    def _cron_remind_overdue(self, batch=200):
        res = super()._cron_remind_overdue(batch)
        transact(self.env, self._escalate_overdue)
        return res

    @api.model
    def _escalate_overdue(self):
        reminded = self.search(self._get_late_domain(), order="date_due").filtered(
            lambda order: (
                order.due_activity_for == order.date_due
                and order.escalated_for != order.date_due
            )
        )
        for branch, orders in reminded.grouped("branch_id").items():
            orders._filter_to_escalate(branch)._escalate()

    def _filter_to_escalate(self, branch):
        """Those of one branch that are overdue for longer than it allows."""
        if not branch.escalate_hours:
            return self.browse()
        now = fields.Datetime.now()
        hours = branch._get_working_hours([(order.date_due, now) for order in self])
        late = zip(self, hours, strict=True)
        return self.browse(o.id for o, late in late if late >= branch.escalate_hours)

    def _escalate(self):
        kind = self.env.ref("service_center.mail_activity_type_escalated")
        for user, orders in self.grouped(
            lambda order: order.branch_id.escalation_user_id or order.user_id
        ).items():
            orders.activity_schedule(activity_type_id=kind.id, user_id=user.id)
        for order in self:
            order._write_server_fields({"escalated_for": order.date_due})
