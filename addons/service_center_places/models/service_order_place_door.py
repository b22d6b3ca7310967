from odoo import api, fields, models


class ServiceOrder(models.Model):
    """Places and the one door: a stage moves the device, and none is issued unseen."""

    _inherit = "service.order"

    place_blocker = fields.Char(
        compute="_compute_place_blocker",
        help="Why the device cannot be issued from where it is.",
    )

    @api.depends("stage_id", "branch_id", "place_id", "place_missing_date")
    @api.depends_context("lang")
    def _compute_place_blocker(self):
        for order in self:
            order.place_blocker = order._get_place_blocker()

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage.state == "issued":
            for order in self:
                reason = order._get_place_blocker()
                if reason:
                    blockers[order].append(reason)
        return blockers

    def _get_place_blocker(self):
        """Why the device cannot be handed out, or ``False``."""
        self.ensure_one()
        if not self.use_places or self.state == "issued":
            return False
        if self.place_missing_date:
            return self.env._(
                "The audit of %(date)s did not find the device: scan it at the counter "
                "to issue it.",
                date=fields.Date.to_string(
                    fields.Datetime.context_timestamp(self, self.place_missing_date)
                ),
            )
        # sudo: whoever issues it is told where it is, also in another branch
        place = self.sudo().place_id
        if not place:
            return self.env._(
                "Nobody knows where the device is: scan it at the counter to issue it."
            )
        if self.is_away:
            return self.env._(
                "The device is not in the house but in “%(place)s” (%(branch)s): scan "
                "it at the counter to issue it.",
                place=place.display_name,
                branch=place.branch_id.name,
            )
        return False

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state == "issued":
            self._leave_house()
        else:
            self._follow_stage(new, is_back=old.state == "issued")
        return res

    def _leave_house(self):
        """The customer has them: no shelf counts them any more."""
        for branch, orders in self.filtered("place_id").grouped("branch_id").items():
            place = self.env["service.place"]
            if branch.use_places:
                place = branch._get_place("customer")
            orders._move_to_place(place, "stage")

    def _follow_stage(self, stage, is_back):
        """Where the stage sends them; what comes back from the customer: counter."""
        kept = self.filtered("use_places")
        if not kept:
            return
        targets = stage._get_target_places(kept)
        if is_back:
            for order in kept.sudo().filtered(lambda o: o not in targets):
                targets[order] = order.branch_id._get_place("desk")
        for place in self.env["service.place"].union(*targets.values()):
            orders = self.browse(o.id for o, p in targets.items() if p == place)
            orders._move_to_place(place, "stage")
