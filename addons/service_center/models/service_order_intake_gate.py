from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ServiceOrder(models.Model):
    """Intake is a gate: what must be there before the receipt, and before any work.

    Each device type says what it asks for; by default nothing. The same reasons keep
    the receipt from being printed or signed and the order from being worked on. An
    order may always be refused: the customer walks away, and that is that.
    """

    _inherit = "service.order"

    no_accessories = fields.Boolean(
        "Nothing Handed In",
        compute="_compute_no_accessories",
        store=True,
        readonly=False,
        precompute=True,
        help="Nothing was handed in together with the device, and the customer knows "
        "that this is written down.",
    )

    @api.depends("accessory_ids")
    def _compute_no_accessories(self):
        for order in self:
            order.no_accessories = order.no_accessories and not order.accessory_ids

    @api.constrains("no_accessories", "accessory_ids")
    def _check_no_accessories(self):
        for order in self:
            if order.no_accessories and order.accessory_ids:
                raise ValidationError(
                    self.env._(
                        "%(order)s: either nothing was handed in, or there is "
                        "something under “Completeness”. Empty one of the two.",
                        order=order.name,
                    )
                )

    def _get_intake_fields(self):
        return super()._get_intake_fields() | {"no_accessories"}

    def _get_intake_blockers(self):
        """What intake still lacks, checklists apart.

        Hook for seams: call super, then append to the lists.

        :return: dictionary from order to a list of sentences
        """
        blockers = {}
        for device_type, orders in self.grouped("device_type_id").items():
            rules = device_type._origin._get_intake_rules()
            for order in orders:
                blockers[order] = order._get_described_blockers(rules)
        return {order: blockers[order] for order in self}

    def _get_described_blockers(self, rules):
        """What this type of device asks to be written down, and is not."""
        self.ensure_one()
        reasons = []
        if rules.appearance and not (self.appearance or "").strip():
            reasons.append(
                self.env._(
                    "Describe the appearance: scratches, dents, traces of water; or "
                    "write that there are none."
                )
            )
        if rules.accessories and not (self.accessory_ids or self.no_accessories):
            reasons.append(
                self.env._(
                    "Name what was handed in with the device under “Completeness”, or "
                    "tick “Nothing Handed In”."
                )
            )
        return reasons

    def _get_receipt_blockers(self):
        """Why the receipt cannot be printed or signed yet: all reasons at once.

        Only a new order is asked: what has gone on to work was in order, or was taken
        in before the rules were made.

        :return: dictionary from order to a list of sentences; empty: go ahead
        """
        new = self.filtered(lambda order: order.state == "new")
        blockers = {order: [] for order in self} | new._get_intake_blockers()
        for (old, branch), orders in new.grouped(
            lambda order: (order.stage_id, order.branch_id)
        ).items():
            work = old._get_next(branch).filtered(lambda s: s.state == "in_progress")
            for order, lists in orders._get_checklists(work[:1]).items():
                if work and lists:
                    rows = {check.item_id._origin: check for check in order.check_ids}
                    blockers[order] += lists._get_blockers(rows)
        return blockers

    def _check_receipt_blockers(self):
        """Raise with all that intake of these orders lacks, or pass."""
        blocked = {o: r for o, r in self._get_receipt_blockers().items() if r}
        if blocked:
            raise UserError(
                "\n\n".join(
                    self.env._(
                        "Order %(order)s: the receipt has to wait.", order=order.name
                    )
                    + "".join(f"\n• {reason}" for reason in reasons)
                    for order, reasons in list(blocked.items())[:10]
                )
            )

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage._get_rules().state not in ("new", "refused"):
            new = self.filtered(lambda order: order.state == "new")
            for order, reasons in new._get_intake_blockers().items():
                blockers[order] += reasons
        return blockers
