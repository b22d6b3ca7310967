from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

AWAITED = ("short", "coming")
ARRIVED = "service_center_stock.mail_activity_type_parts_arrived"


class ServiceOrder(models.Model):
    """An order waits for its parts, and goes on when the last of them is there."""

    _inherit = "service.order"

    date_parts_complete = fields.Datetime(
        "Parts Complete Since",
        readonly=True,
        copy=False,
        help="When the last part came that the order waited for, and its engineer was "
        "told. Empty: nothing was awaited, or something still is.",
    )

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage.state == "in_progress":
            waiting = self.filtered(lambda order: order._is_waiting_for_parts())
            # sudo: also who may not see moves is told what is missing
            for order in waiting.sudo():
                blockers[order.sudo(self.env.su)].append(
                    self.env._(
                        "Still awaited: %(parts)s. It goes on when they are there, or "
                        "when their lines are taken off.",
                        parts=order._get_awaited_moves()._describe_missing(),
                    )
                )
        return blockers

    def _is_waiting_for_parts(self):
        self.ensure_one()
        return self.state == "waiting_parts" and self.parts_state in AWAITED

    def _get_awaited_moves(self):
        """The moves of parts that are short or on their way."""
        return self.move_ids.filtered("service_supply")

    def _enter_stage(self, stage):
        res = super()._enter_stage(stage)
        if stage.state == "in_progress":
            self._wait_for_parts()
        return res

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if old.state == "waiting_parts" or new.state == "waiting_parts":
            self._forget_parts_complete()
        return res

    def _follow_parts(self):
        """Where the parts of these orders came or went: move the orders and tell."""
        self.filtered(lambda order: order.state == "in_progress")._wait_for_parts()
        waiting = self.filtered(lambda order: order.state == "waiting_parts")
        awaiting = waiting.filtered(lambda order: order.parts_state in AWAITED)
        awaiting._forget_parts_complete()
        (waiting - awaiting)._go_on_with_parts()

    def _wait_for_parts(self):
        """Orders with parts missing go where the flow has them wait, if anywhere."""
        for (old, branch), orders in self.grouped(
            lambda order: (order.stage_id, order.branch_id)
        ).items():
            target = old._get_next(branch).filtered(
                lambda stage: stage.state == "waiting_parts" and stage.parts_come_here
            )[:1]
            if target:
                orders.filtered(lambda o: o.parts_state in AWAITED)._go_by_itself(
                    target
                )

    def _go_by_itself(self, stage):
        """Move those that the door lets through; the others stay where they are.

        Nobody asked for it, so nobody's save may fail of it.

        :return: the orders that moved
        """
        moved = self.browse()
        # by the system: neither the rights nor the name of whoever touched the stock
        for order in self.with_user(SUPERUSER_ID):
            try:
                with self.env.cr.savepoint():
                    order.write({"stage_id": stage.id})
                moved += order.with_env(self.env)
            except (AccessError, UserError, ValidationError):
                continue
        return moved

    def _go_on_with_parts(self):
        """All parts are there: back to work, or an activity for the engineer."""
        orders = self.filtered(lambda order: not order.date_parts_complete)
        if not orders:
            return
        # sudo: whoever received the parts need not be allowed to write the order
        orders_sudo = orders.sudo()
        for stage, waiting in orders_sudo.grouped("stage_id").items():
            if stage.parts_go_back:
                waiting.filtered("engineer_id")._go_back_to_work()
        orders_sudo.filtered(
            lambda order: order.state == "waiting_parts"
        )._write_server_fields({"date_parts_complete": fields.Datetime.now()})
        orders_sudo._tell_parts_complete()

    def _go_back_to_work(self):
        for (old, branch), orders in self.grouped(
            lambda order: (order.stage_id, order.branch_id)
        ).items():
            target = old._get_next(branch).filtered(lambda s: s.state == "in_progress")
            if target:
                orders._go_by_itself(target[0])

    def _tell_parts_complete(self):
        """An activity for each engineer, a message for the storekeepers."""
        kind = self.env.ref(ARRIVED)
        for user, orders in self.grouped(
            lambda order: order.engineer_id.filtered("active") or order.user_id
        ).items():
            orders.activity_schedule(activity_type_id=kind.id, user_id=user.id)
        keepers = self.branch_id._get_storekeepers()
        for branch, orders in self.grouped("branch_id").items():
            branch._tell_storekeepers(
                keepers[branch],
                self.env._("All parts are there"),
                [
                    f"{order.name}: {order.move_ids._get_open()._describe_parts()}"
                    for order in orders
                ],
            )

    def _forget_parts_complete(self):
        """Something is awaited again, or the order moved on: the activity is over."""
        complete = self.filtered("date_parts_complete")
        if complete:
            complete._write_server_fields({"date_parts_complete": False})
            # sudo: the activity is the engineer's, whoever moves the order
            complete.sudo().activity_unlink([ARRIVED])
