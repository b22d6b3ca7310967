from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.transact import transact

ON_THE_CLOCK = ("new", "in_progress", "approval", "waiting_parts")


class ServiceOrder(models.Model):
    """Overdue orders: a filter, a colour, and one activity, once."""

    _inherit = "service.order"

    date_due = fields.Datetime(
        "Due",
        compute="_compute_due",
        store=True,
        index="btree_not_null",
        help="The earlier of what the customer was promised and the stage's limit. "
        "Empty once the work is over, and while the customer is waited for.",
    )
    date_warn = fields.Datetime(
        compute="_compute_due",
        store=True,
        index="btree_not_null",
        help="From here on the order is close to overdue, as the branch has set it.",
    )
    due_activity_for = fields.Datetime(
        readonly=True,
        copy=False,
        help="The deadline for which somebody already got an activity.",
    )
    urgency = fields.Selection(
        [("late", "Overdue"), ("soon", "Due Soon")],
        compute="_compute_urgency",
        search="_search_urgency",
    )

    @api.depends(
        "date_promised",
        "date_stage_deadline",
        "state",
        "stage_id.is_paused",
        "branch_id.warn_hours",
    )
    def _compute_due(self):
        for order in self:
            dates = []
            if order.state in ON_THE_CLOCK and not order.stage_id.is_paused:
                dates = [order.date_promised, order.date_stage_deadline]
            order.date_due = min(filter(None, dates), default=False)
            order.date_warn = order.date_due and order.date_due - timedelta(
                hours=order.branch_id.warn_hours
            )

    @api.depends("date_due", "date_warn")
    def _compute_urgency(self):
        late = self.filtered_domain(self._get_late_domain())
        soon = self.filtered_domain(self._get_soon_domain())
        late.urgency = "late"
        soon.urgency = "soon"
        (self - late - soon).urgency = False

    def _get_late_domain(self):
        return Domain("date_due", "<", "now")

    def _get_soon_domain(self):
        return Domain("date_warn", "<", "now") & Domain("date_due", ">=", "now")

    def _search_urgency(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = {
            "late": self._get_late_domain(),
            "soon": self._get_soon_domain(),
            False: Domain("date_warn", "=", False) | Domain("date_warn", ">=", "now"),
        }
        return Domain.OR(domains[each] for each in value if each in domains)

    @api.model
    def _cron_remind_overdue(self, batch=200):
        """Give the responsible person of each overdue order an activity, once.

        Once per deadline: a new promise or a new stage may become overdue anew.
        """
        orders = self._find_unreminded(Domain.TRUE)
        for start in range(0, len(orders), batch):
            chunk = orders[start : start + batch]
            transact(self.env, chunk._remind_overdue)
            self.env["ir.cron"]._commit_progress(
                len(chunk), remaining=len(orders) - start - len(chunk)
            )

    @api.model
    def _find_unreminded(self, domain):
        late = self.search(domain & self._get_late_domain(), order="date_due")
        return late.filtered(lambda order: order.due_activity_for != order.date_due)

    def _remind_overdue(self):
        late = self._find_unreminded(Domain("id", "in", self.ids))
        kind = self.env.ref("service_center.mail_activity_type_overdue")
        for user, orders in late.grouped(
            lambda order: order.engineer_id.filtered("active") or order.user_id
        ).items():
            orders.activity_schedule(activity_type_id=kind.id, user_id=user.id)
        for order in late:
            order._write_server_fields({"due_activity_for": order.date_due})
