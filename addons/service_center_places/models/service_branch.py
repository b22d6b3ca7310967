from odoo import api, fields, models

DEFAULT_KINDS = ("desk", "courier", "customer")


class ServiceBranch(models.Model):
    """Whether a branch keeps track of where its devices are."""

    _inherit = "service.branch"

    use_places = fields.Boolean(
        "Devices Have Places",
        help="Every device of the branch has one place; nothing is issued from where it "
        "is not. Switched on, all that is in the house is put down at the counter: the "
        "first evening audit finds where it really lies.",
    )
    place_ready_days = fields.Integer(
        "Uncollected After, Days",
        default=14,
        help="A device that is ready for so long is pointed out in the audit. 0: never.",
    )
    service_place_ids = fields.One2many("service.place", "branch_id", "Places")

    _place_ready_days_positive = models.Constraint(
        "CHECK (place_ready_days >= 0)", "A number of days cannot be less than 0."
    )

    @api.model_create_multi
    def create(self, vals_list):
        branches = super().create(vals_list)
        branches.filtered("use_places")._start_places()
        return branches

    def write(self, vals):
        begun = self.browse()
        if vals.get("use_places"):
            begun = self.filtered(lambda branch: not branch.use_places)
        res = super().write(vals)
        begun._start_places()
        return res

    def _start_places(self):
        """The places no branch can do without; all its devices at the counter."""
        for branch in self:
            branch._make_places(DEFAULT_KINDS)
        # sudo: also the orders that whoever switches places on does not see
        orders = self.env["service.order"].sudo()
        orders.search(
            [
                ("branch_id", "in", self.ids),
                ("state", "!=", "issued"),
                ("place_id", "=", False),
            ]
        )._put_down("start")

    def _make_places(self, kinds):
        """Add a place of each kind that the branch does not have yet."""
        self.ensure_one()
        names = {
            "desk": self.env._("Counter"),
            "courier": self.env._("On the Way"),
            "customer": self.env._("With the Customer"),
        }
        # sudo: a device has to go somewhere, whoever takes it in
        places = self.env["service.place"].sudo()
        known = set(places.search([("branch_id", "=", self.id)]).mapped("kind"))
        return places.create(
            [
                {"name": names[kind], "kind": kind, "branch_id": self.id, "sequence": 5}
                for kind in kinds
                if kind not in known
            ]
        )

    def _get_place(self, kind):
        """The first place of a kind in this branch, sudo; made if it is needed."""
        self.ensure_one()
        # sudo: whoever moves an order need not see the places of its branch
        places = self.env["service.place"].sudo()
        found = places.search(
            [("branch_id", "=", self.id), ("kind", "=", kind)], limit=1
        )
        if not found and kind in DEFAULT_KINDS:
            found = self._make_places([kind])
        return found
