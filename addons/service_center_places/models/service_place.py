from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

HOUSE = ("desk", "shelf", "bench")
KINDS = [
    ("desk", "Counter"),
    ("shelf", "Shelf"),
    ("bench", "Bench"),
    ("courier", "On the Way"),
    ("branch", "Other Branch"),
    ("outside", "Outside Centre"),
    ("customer", "With the Customer"),
]


class ServicePlace(models.Model):
    """Where a device may be: a shelf, a bench, a courier's van, another workshop.

    What a scan at a place does stands in ``service_place_scan.py``, the evening audit
    in ``service_place_audit.py``.
    """

    _name = "service.place"
    _description = "Place of Devices"
    _inherit = ["service.readonly.mixin"]
    _order = "branch_id, sequence, complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True)
    complete_name = fields.Char(
        "Place",
        compute="_compute_complete_name",
        store=True,
        recursive=True,
        precompute=True,
        help="The place with the rack or room it belongs to.",
    )
    code = fields.Char(
        readonly=True,
        copy=False,
        help="Digits only: what the barcode on the shelf holds. A scanner reads it "
        "right whatever keyboard layout is on.",
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        default="shelf",
        help="Counter, shelves and benches are in the house; from elsewhere nothing "
        "is issued.",
    )
    branch_id = fields.Many2one(
        "service.branch",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env["service.branch"]._get_default(),
        help="The branch that answers for what lies here.",
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, precompute=True, index=True
    )
    parent_id = fields.Many2one(
        "service.place",
        "Part Of",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('branch_id', '=', branch_id)]",
        help="The rack or room it belongs to.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Whose Bench",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False), ('service_branch_ids', 'in', branch_id)]",
        help="A stage that brings devices to the bench brings them to that of the "
        "order's engineer.",
    )
    dest_branch_id = fields.Many2one(
        "service.branch",
        "Goes To",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The branch for which devices leave here. Its people see them coming and "
        "may take them in by a scan.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Who Has Them",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The courier or the outside centre.",
    )
    is_audited = fields.Boolean(
        "In the Evening Audit",
        default=True,
        help="The home screen tells when it was not audited today.",
    )
    date_audited = fields.Datetime("Last Audit", readonly=True, copy=False)
    date_audit_start = fields.Datetime(
        readonly=True, copy=False, help="When the last audit here began."
    )
    note = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    order_ids = fields.One2many("service.order", "place_id", "Devices Here")
    order_count = fields.Integer("Devices", compute="_compute_order_count")

    _code_uniq = models.UniqueIndex("(code)", "Another place already has this code.")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for place in self:
            place.complete_name = " / ".join(
                filter(None, (place.parent_id.complete_name, place.name))
            )

    @api.depends("order_ids.place_id", "order_ids.state")
    def _compute_order_count(self):
        # sudo: who sees a place sees how much lies there, whoever repairs it
        counts = dict(
            self.env["service.order"]
            .sudo()
            ._read_group(self._get_lying_domain(), ["place_id"], ["__count"])
        )
        for place in self:
            place.order_count = counts.get(place._origin, 0)

    def _get_lying_domain(self):
        """Orders whose devices are here now."""
        return Domain("place_id", "in", self.ids) & Domain("state", "!=", "issued")

    def _is_in_house(self):
        self.ensure_one()
        return self.kind in HOUSE

    @api.constrains("parent_id", "branch_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A place cannot be a part of itself."))
        for place in self:
            if place.parent_id and place.parent_id.branch_id != place.branch_id:
                raise ValidationError(
                    self.env._(
                        "%(place)s: “Part Of” must be a place of the same branch.",
                        place=place.name,
                    )
                )

    @api.constrains("kind", "branch_id", "dest_branch_id")
    def _check_dest_branch(self):
        for place in self:
            if place.kind == "branch" and not place.dest_branch_id:
                raise ValidationError(
                    self.env._(
                        "%(place)s: say in “Goes To” which branch it is.",
                        place=place.name,
                    )
                )
            if place.dest_branch_id == place.branch_id:
                raise ValidationError(
                    self.env._(
                        "%(place)s: “Goes To” must be another branch.",
                        place=place.name,
                    )
                )

    def _complete_create_values(self, vals_list):
        """Draw the codes, in one go."""
        vals_list = super()._complete_create_values(vals_list)
        sequence = self.env.ref("service_center_places.service_place_code_sequence")
        # sudo: whoever sets up places need not read sequences
        codes = sequence.sudo()._next_many(len(vals_list))
        for vals, code in zip(vals_list, codes, strict=True):
            vals["code"] = code
        return vals_list

    def write(self, vals):
        if "branch_id" in vals:
            moved = self.filtered(lambda p: p.branch_id.id != vals["branch_id"])
            moved._check_unused()
        if vals.get("active") is False:
            self._check_empty()
        return super().write(vals)

    def _check_empty(self):
        full = self.filtered("order_count")
        if full:
            raise UserError(
                self.env._(
                    "%(places)s: devices are still there. Scan them to another place "
                    "first.",
                    places=", ".join(full.mapped("name")),
                )
            )

    def _check_unused(self):
        """A place that stands in somebody's history stays where it is."""
        # sudo: moves of orders that the user does not see count, too
        moves = self.env["service.place.move"].sudo()
        used = moves.search(
            Domain("place_id", "in", self.ids)
            | Domain("from_place_id", "in", self.ids),
            limit=1,
        )
        if used:
            place = self & (used.place_id + used.from_place_id)
            raise UserError(
                self.env._(
                    "%(place)s stands in the history of devices: it cannot be deleted "
                    "or given to another branch. Archive it and make a new one.",
                    place=place[:1].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        self._check_unused()

    def action_view_devices(self):
        """The orders whose devices lie here."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_order_action"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": list(self._get_lying_domain()),
            "context": {},
        }

    def action_open_screen(self):
        """Scan devices to this place."""
        self.ensure_one()
        return self._get_screen_action()

    def _get_screen_action(self, **params):
        """The screen on which devices are scanned to places."""
        return {
            "type": "ir.actions.client",
            "tag": "service_center_places.scan",
            "name": self.env._("Move Devices"),
            "params": {"place_id": self.id, **params},
        }
