from odoo import api, fields, models

# what moved it saw it: a stage is changed at a desk, a scanner is held to the device
SEEN = ("intake", "scan", "issue", "audit")


class ServiceOrder(models.Model):
    """Where the device is: in one place, or nowhere once it was issued.

    ``_move_to_place`` is the only way there; each step becomes a row of its history.
    """

    _inherit = "service.order"

    place_id = fields.Many2one(
        "service.place",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Where the device is now. Scan it and the place to move it.",
    )
    place_date = fields.Datetime(
        "There Since", readonly=True, copy=False, help="When it came to its place."
    )
    place_seen_date = fields.Datetime(
        "Last Seen",
        readonly=True,
        copy=False,
        help="When somebody last held a scanner to it.",
    )
    place_missing_date = fields.Datetime(
        "Not Found On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The last audit looked for it in its place and did not find it.",
    )
    is_away = fields.Boolean(
        "Not in the House",
        compute="_compute_is_away",
        store=True,
        help="Not issued, and yet not in a place of its branch's house.",
    )
    place_sighting_id = fields.Many2one(
        "service.place.audit.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Where an audit saw it after it was last moved.",
    )
    place_move_ids = fields.One2many("service.place.move", "order_id", "Moves")
    use_places = fields.Boolean(related="branch_id.use_places")

    _away_idx = models.Index("(branch_id) WHERE is_away IS TRUE")

    @api.depends("state", "branch_id", "place_id.branch_id", "place_id.kind")
    def _compute_is_away(self):
        for order in self:
            place = order.place_id
            order.is_away = (
                bool(place)
                and order.state != "issued"
                and not (place.branch_id == order.branch_id and place._is_in_house())
            )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._put_down("intake")
        return orders

    def write(self, vals):
        res = super().write(vals)
        if "branch_id" in vals:
            self._put_down("branch")
        return res

    def _put_down(self, reason):
        """Put what is in the house but has no place yet at its branch's counter."""
        for branch, orders in (
            self.filtered(
                lambda o: o.use_places and o.state != "issued" and not o.place_id
            )
            .grouped("branch_id")
            .items()
        ):
            orders._move_to_place(branch._get_place("desk"), reason)

    def _move_to_place(self, place, reason):
        """Put these devices in a place, as a set; one that is there already stays.

        :param place: one place, or none for what left the house
        :param reason: why, as ``service.place.move`` has it
        :return: those that moved
        """
        now = fields.Datetime.now()
        moved = self.filtered(lambda order: order.place_id != place)
        values = [
            {
                "order_id": order.id,
                "from_place_id": order.place_id.id,
                "place_id": place.id,
                "user_id": self.env.uid,
                "date": now,
                "reason": reason,
            }
            for order in moved
        ]
        seen = {}
        if reason in SEEN:
            self._forget_missing(place)
            seen = {"place_seen_date": now, "place_missing_date": False}
        if moved:
            moved._write_server_fields(
                {
                    "place_id": place.id,
                    "place_date": now,
                    "place_sighting_id": False,
                    **seen,
                }
            )
            # sudo: nobody may write the history himself
            self.env["service.place.move"].sudo().create(values)
        if seen and self - moved:
            (self - moved)._write_server_fields({"place_sighting_id": False, **seen})
        return moved

    def _forget_missing(self, place):
        """What was missing and is seen: the search is over."""
        found = self.filtered("place_missing_date")
        if found:
            found.activity_feedback(
                ["service_center_places.mail_activity_type_missing"],
                feedback=self.env._("Found: %(place)s", place=place.display_name),
            )

    def action_view_place_moves(self):
        """The history of the device's places."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_places.service_place_move_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

    def action_scan_place(self):
        """Scan the place to which this device goes."""
        self.ensure_one()
        return self.env["service.place"]._get_screen_action(order_id=self.id)
