from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

BAGS = ("give", "back")


class ServicePartsTransfer(models.Model):
    """The same way between the stock and an engineer's bag: handed over, accepted."""

    _inherit = "service.parts.transfer"

    kind = fields.Selection(
        [
            ("branch", "To another branch"),
            ("give", "To an engineer"),
            ("back", "Back from an engineer"),
        ],
        "Handover",
        required=True,
        default="branch",
        index=True,
        help="To an engineer: the storekeeper hands over, the engineer accepts. Back: "
        "the engineer gives back, the storekeeper accepts.",
    )
    engineer_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False), ('service_branch_ids', 'in', branch_id)]",
        help="Whose bag the parts come into or out of.",
    )
    bag_id = fields.Many2one(
        "service.bag",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    dest_branch_id = fields.Many2one(
        compute="_compute_dest_branch_id", store=True, readonly=False, precompute=True
    )

    @api.depends("kind", "branch_id")
    def _compute_dest_branch_id(self):
        for transfer in self:
            if transfer.kind in BAGS:
                transfer.dest_branch_id = transfer.branch_id
            else:
                transfer.dest_branch_id = transfer.dest_branch_id

    @api.depends("dest_branch_id", "kind", "warehouse_id")
    def _compute_dest_warehouse_id(self):
        bags = self.filtered(lambda transfer: transfer.kind in BAGS)
        for transfer in bags:
            transfer.dest_warehouse_id = transfer.warehouse_id
        # the chosen warehouse stays, as long as it is one of the branch
        chosen = (self - bags).filtered(
            lambda transfer: (
                transfer.dest_warehouse_id
                and transfer.dest_warehouse_id.service_branch_id
                == transfer.dest_branch_id
            )
        )
        for transfer in chosen:
            transfer.dest_warehouse_id = transfer.dest_warehouse_id
        rest = self - bags - chosen
        return super(ServicePartsTransfer, rest)._compute_dest_warehouse_id()

    @api.depends_context("uid")
    @api.depends("kind", "engineer_id")
    def _compute_can_accept(self):
        res = super()._compute_can_accept()
        for transfer in self.filtered(lambda each: each.kind in BAGS):
            is_engineer = transfer.engineer_id == self.env.user
            if transfer.kind == "give":
                transfer.can_accept = is_engineer
            else:
                transfer.can_take_back = is_engineer
        return res

    @api.constrains(
        *("branch_id", "dest_branch_id", "warehouse_id", "dest_warehouse_id"),
        *("kind", "engineer_id", "order_id"),
    )
    def _check_ends(self):
        bags = self.filtered(lambda transfer: transfer.kind in BAGS)
        # sudo: a person of one end need not see the warehouse at the other
        for transfer in self.sudo():
            if (transfer.kind in BAGS) != bool(transfer.engineer_id):
                raise ValidationError(
                    self.env._(
                        "%(number)s: choose the engineer of a bag under “Engineer”, "
                        "and nobody for a transfer between branches.",
                        number=transfer.name,
                    )
                )
        for transfer in bags.sudo():
            if (
                transfer.branch_id != transfer.dest_branch_id
                or transfer.warehouse_id != transfer.dest_warehouse_id
                or transfer.warehouse_id.service_branch_id != transfer.branch_id
                or transfer.order_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(number)s: a bag gets its parts from its own warehouse and "
                        "gives them back there. Orders of its engineer take them by "
                        "themselves.",
                        number=transfer.name,
                    )
                )
        return super(ServicePartsTransfer, self - bags)._check_ends()

    def write(self, vals):
        if not {"kind", "engineer_id"}.isdisjoint(vals):
            self._check_draft()
        return super().write(vals)

    # Where

    def _get_bag_location(self):
        # sudo: where it is, for the papers and moves of this transfer
        return self.sudo().bag_id.location_id

    def _get_source_place(self):
        if self.kind == "back" and self.bag_id:
            return self._get_bag_location()
        return super()._get_source_place()

    def _get_dest_place(self):
        if self.kind == "give" and self.bag_id:
            return self._get_bag_location()
        return super()._get_dest_place()

    def _is_other_end(self, location):
        if self.kind not in BAGS:
            return super()._is_other_end(location)
        in_bag = location._child_of(self._get_bag_location())
        return in_bag if self.kind == "give" else not in_bag

    def _get_sending_type(self):
        if self.kind in BAGS:
            return self.warehouse_id.int_type_id
        return super()._get_sending_type()

    def _get_receiving_type(self, warehouse):
        if self.kind in BAGS:
            return warehouse.int_type_id
        return super()._get_receiving_type(warehouse)

    def _get_sender_name(self):
        if self.kind == "back":
            return self.bag_id.display_name
        return super()._get_sender_name()

    # Who

    def _get_receivers(self):
        return self.engineer_id if self.kind == "give" else super()._get_receivers()

    def _check_may_send(self):
        if self.kind != "back":
            return super()._check_may_send()
        # sudo: whether a colleague still works here
        gone = not self.sudo().engineer_id.active
        if not (self.env.user == self.engineer_id or self._is_head()):
            message = self.env._(
                "%(number)s: what is in the bag of %(engineer)s, he gives back "
                "himself. For one who left, a storekeeper does.",
                number=self.name,
                engineer=self.engineer_id.name,
            )
            if not gone:
                raise UserError(message)
            self._check_storekeeper_of(self.branch_id, message)
        return None

    def _check_may_accept(self):
        if self.kind != "give":
            return super()._check_may_accept()
        if self.env.user != self.engineer_id:
            raise UserError(
                self.env._(
                    "%(number)s is accepted by %(engineer)s, with his own hands.",
                    number=self.name,
                    engineer=self.engineer_id.name,
                )
            )
        return None

    def _check_may_take_back(self):
        if self.kind != "back" or self.env.user != self.engineer_id:
            return super()._check_may_take_back()
        return None

    def _ship(self):
        if self.kind in BAGS:
            self._ensure_bag()
        return super()._ship()

    def _ensure_bag(self):
        """The first handover makes the bag; nothing comes back out of none."""
        self.ensure_one()
        # sudo: the person's right to send was checked; the bag is that of the engineer
        # and the warehouse of this transfer
        bags = self.env["service.bag"].sudo()
        if self.kind == "give":
            bag = bags._ensure(self.engineer_id, self.warehouse_id)
        else:
            bag = bags.search(
                [
                    ("user_id", "=", self.engineer_id.id),
                    ("warehouse_id", "=", self.warehouse_id.id),
                ]
            )
        if not bag:
            raise UserError(
                self.env._(
                    "%(engineer)s has no bag at %(warehouse)s.",
                    engineer=self.engineer_id.name,
                    warehouse=self.warehouse_id.name,
                )
            )
        self._write_server_fields({"bag_id": bag.id})
