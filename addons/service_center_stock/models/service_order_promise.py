from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

LATE = "service_center_stock.mail_activity_type_parts_late"


class ServiceOrder(models.Model):
    """Parts that come later than promised: the manager knows, and promises anew."""

    _inherit = "service.order"

    date_parts_expected = fields.Datetime(
        "Parts Expected",
        compute="_compute_date_parts_expected",
        compute_sudo=True,
        help="When the last of the awaited parts is to come. Empty: nothing is "
        "awaited, or one of the parts is not ordered yet.",
    )
    parts_late_for = fields.Datetime(
        readonly=True,
        copy=False,
        help="The day of the last part for which the manager already got an activity.",
    )

    @api.depends("move_ids.service_date_expected", "move_ids.service_supply")
    def _compute_date_parts_expected(self):
        for order in self:
            dates = []
            if order.parts_state in ("short", "coming"):
                dates = order._get_awaited_moves().mapped("service_date_expected")
            order.date_parts_expected = all(dates) and max(dates, default=False)

    def _tell_late_parts(self):
        """Give the manager an activity, once per day the parts are expected on."""
        late = self.filtered(
            lambda order: (
                order.date_promised
                and order.date_parts_expected
                and order.date_parts_expected > order.date_promised
                and order.parts_late_for != order.date_parts_expected
            )
        )
        if not late:
            return
        kind = self.env.ref(LATE)
        late.activity_unlink([LATE])
        for user, orders in late.grouped("user_id").items():
            orders.activity_schedule(activity_type_id=kind.id, user_id=user.id)
        for order in late:
            order._write_server_fields({"parts_late_for": order.date_parts_expected})

    def action_promise_new_date(self):
        """Promise the day of the last part and the days that the repair takes."""
        for order in self:
            if not order.date_parts_expected:
                raise UserError(
                    self.env._(
                        "%(order)s: no day is known for its parts. Buy them, or have "
                        "the vendor confirm the purchase, then promise a new date.",
                        order=order.name,
                    )
                )
            order.date_promised = order.date_parts_expected + timedelta(
                days=order.branch_id.parts_days
            )
        # sudo: also where a head does it in the manager's place
        self.sudo().activity_unlink([LATE])

    def action_buy_parts(self):
        """Buy what this order misses."""
        self.check_access("read")
        # sudo: the parts of an order that the person sees; whether he may buy them
        # is asked there
        moves = self.sudo()._get_awaited_moves().sudo(False)
        return moves.action_buy_parts()
