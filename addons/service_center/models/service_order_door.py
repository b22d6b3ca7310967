from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceOrder(models.Model):
    """The one door: every change of stage passes ``write``, whoever asks.

    A button, a kanban drag, a list edit, an import and RPC obey the same rules. A
    seam adds its conditions in ``_get_stage_blockers`` and listens in
    ``_on_stage_changed``; it never writes a stage past this door.
    """

    _inherit = "service.order"

    next_stage_ids = fields.Many2many(
        "service.stage",
        compute="_compute_next_stages",
        help="Where the order may go from here.",
    )
    stage_blockers = fields.Json(
        compute="_compute_stage_blockers",
        help="By next stage: the reasons why the order may not enter it yet.",
    )
    next_step_hint = fields.Text(
        "Before the Next Step",
        compute="_compute_stage_blockers",
        help="What has to be done before the order can move on.",
    )

    @api.depends("stage_id", "branch_id")
    def _compute_next_stages(self):
        found = {
            order: order.stage_id and order.stage_id._get_next(order.branch_id)
            for order in self
        }
        # at once with the stages they come from: a form shows the names of both
        self.stage_id.union(*found.values()).mapped("active")
        for order, stages in found.items():
            order.next_stage_ids = stages

    # no dependency on what seams ask for: it is read when a form opens or is saved
    @api.depends("stage_id", "branch_id", "engineer_id", "diagnosis", "refusal_reason")
    @api.depends_context("uid", "lang")
    def _compute_stage_blockers(self):
        found = {order: {} for order in self}
        saved = self.filtered(
            lambda order: order._origin
        )  # an order is first taken in, then moved
        for stage in saved.next_stage_ids._origin:
            orders = saved.filtered(lambda o, s=stage: s in o.next_stage_ids._origin)
            for order, reasons in orders._get_stage_blockers(stage).items():
                found[order][stage] = reasons
        for order in self:
            order.stage_blockers = {
                str(stage.id): reasons for stage, reasons in found[order].items()
            }
            order.next_step_hint = order._get_next_step_hint(found[order])

    def _get_next_step_hint(self, blockers):
        """The reasons of the stages ahead that this person could ever enter."""
        ahead = {
            stage: reasons
            for stage, reasons in blockers.items()
            if reasons and stage._is_open_to_user() and stage.state != "refused"
        }
        return "\n".join(
            f"{stage.name}: {reasons[0]}"
            if len(reasons) == 1
            else "\n• ".join([f"{stage.name}:", *reasons])
            for stage, reasons in ahead.items()
        )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._check_begins_new()
        return orders

    def write(self, vals):
        self._check_frozen(vals)
        if "stage_id" not in vals:
            return super().write(vals)
        vals = dict(vals)
        stage = self.env["service.stage"].browse(vals.pop("stage_id"))
        if not stage.exists():
            raise UserError(
                self.env._("This stage does not exist any more. Reload the page.")
            )
        # the rest first: a diagnosis saved together with the move counts
        res = super().write(vals) if vals else True
        moved = self.filtered(lambda order: order.stage_id != stage)
        if moved:
            moved._enter_stage(stage)
        return res

    def _enter_stage(self, stage):
        """Check, write, react: as a set, once per stage the orders come from."""
        if stage.state == "in_progress":
            self._take_free_orders()
        self._check_stage_blockers(stage)
        for old, orders in self.grouped("stage_id").items():
            orders._write_stage(stage)
            orders._on_stage_changed(old, stage)

    def _write_stage(self, stage):
        return super().write({"stage_id": stage.id})

    def _get_stage_blockers(self, stage):
        """Why these orders may not enter ``stage``: all reasons at once.

        Hook for seams: call super, then append to the lists.

        :return: dictionary from order to a list of sentences; empty list: may enter
        """
        blockers = {}
        for (old, branch), orders in self.grouped(
            lambda order: (order.stage_id._origin, order.branch_id._origin)
        ).items():
            reasons = orders._get_move_blockers(old, stage, branch)
            blockers.update((order, list(reasons)) for order in orders)
        required = stage._get_rules().required
        if required:
            labels = self.fields_get(required, ["string"])
            for order in self:
                blockers[order] += [
                    self.env._("Fill in “%(field)s”.", field=labels[name]["string"])
                    for name in required
                    if not order[name]
                ]
        return {order: blockers[order] for order in self}

    def _get_move_blockers(self, old, stage, branch):
        """Reasons that all orders of ``branch`` have in common, moving from ``old``."""
        reasons = []
        if not stage._get_rules().active:
            reasons.append(self.env._("This stage is archived."))
        if stage not in old._get_next(branch):
            reasons.append(
                self.env._(
                    "From “%(old)s” it can only go to: %(stages)s.",
                    old=old.name,
                    stages=", ".join(old._get_next(branch).mapped("name")) or "—",
                )
            )
        if not stage._is_open_to_user():
            # sudo: group names are no secret, their records are
            groups = stage.sudo().group_ids
            reasons.append(
                self.env._(
                    "Only these may do it: %(groups)s.",
                    groups=", ".join(groups.mapped("name")),
                )
            )
        if old._get_rules().state == "issued" and not self._may_reopen():
            reasons.append(
                self.env._("Only a head may reopen an order that was issued.")
            )
        return reasons

    def _may_reopen(self):
        return self.env.user.has_group("service_center.service_center_group_head")

    def _check_stage_blockers(self, stage):
        """Raise with every reason of every order, readable, or pass."""
        blocked = {o: r for o, r in self._get_stage_blockers(stage).items() if r}
        if blocked:
            raise UserError(
                "\n\n".join(
                    self.env._(
                        "Order %(order)s cannot become “%(stage)s”:",
                        order=order.name,
                        stage=stage.name,
                    )
                    + "".join(f"\n• {reason}" for reason in reasons)
                    for order, reasons in list(blocked.items())[:10]
                )
            )

    def _check_begins_new(self):
        """An order begins at the beginning; only installation data may skip ahead."""
        ahead = self.filtered(lambda order: order.state != "new")
        if ahead and not self.env.su:
            raise UserError(
                self.env._(
                    "A new order cannot begin as “%(stage)s”: take it in first, "
                    "then move it on.",
                    stage=ahead[0].stage_id.name,
                )
            )

    def _take_free_orders(self):
        """Whoever takes a free order to work becomes its engineer."""
        if self.env.user.has_group("service_center.service_center_group_engineer"):
            free = self.filtered(lambda order: not order.engineer_id)
            if free:
                free._write_server_fields({"engineer_id": self.env.uid})

    def _on_stage_changed(self, old, new):
        """React to a move: ``self`` has just gone from stage ``old`` to ``new``.

        Hook for seams: call super. What must happen outside (a text, a print) becomes
        a row here and is done by a worker afterwards.
        """
        now = fields.Datetime.now()
        if new.state == "in_progress":
            first = self.filtered(lambda order: not order.date_start)
            first._write_server_fields({"date_start": now})
        if new.state in ("done", "refused"):
            self._write_server_fields({"date_end": now})
        if new.state == "issued":
            self._write_server_fields({"date_issued": now})
        elif old.state == "issued":
            self._write_server_fields({"date_issued": False})
            note = self.env._("Reopened after it was issued.")
            self._message_log_batch(dict.fromkeys(self.ids, note))

    def _get_unfrozen_fields(self):
        """Fields that may still change when an order is issued."""
        return {"stage_id", "active", "priority", "message_main_attachment_id"}

    def _check_frozen(self, vals):
        frozen = set(vals) - self._get_unfrozen_fields()
        if frozen and (orders := self.filtered(lambda order: order.state == "issued")):
            orders._raise_frozen()

    def _raise_frozen(self):
        raise UserError(
            self.env._(
                "%(orders)s: issued to the customer, so nothing can be changed any "
                "more. A head can reopen the order.",
                orders=", ".join(self[:10].mapped("name")),
            )
        )

    def _move_to(self, state):
        """Move each order to the first next stage that means ``state``."""
        for (old, branch), orders in self.grouped(
            lambda order: (order.stage_id, order.branch_id)
        ).items():
            target = old._get_next(branch).filtered(lambda s: s.state == state)[:1]
            if not target:  # the door says why not
                target = self.env["service.stage"].search(
                    [("state", "=", state)], limit=1
                )
            orders.write({"stage_id": target.id})
        return True

    def action_start(self):
        """Take to work."""
        return self._move_to("in_progress")

    def action_done(self):
        """The repair is done."""
        return self._move_to("done")

    def action_refuse(self):
        """The work is refused, by the customer or by the centre."""
        return self._move_to("refused")

    def action_issue(self):
        """Hand the device back to the customer."""
        return self._move_to("issued")
