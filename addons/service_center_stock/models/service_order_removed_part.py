from odoo import fields, models


class ServiceOrder(models.Model):
    """Parts that came out of the device: the customer says who keeps them."""

    _inherit = "service.order"

    old_parts_choice = fields.Selection(
        [("keep", "The customer keeps them"), ("leave", "They stay here")],
        "Old Parts",
        copy=False,
        tracking=True,
        help="What the customer said about removed parts. Those he keeps are handed "
        "out with the device.",
    )
    removed_part_ids = fields.One2many(
        "service.removed.part", "order_id", "Removed Parts", copy=False
    )

    def _get_intake_fields(self):
        return super()._get_intake_fields() | {"old_parts_choice"}

    def _get_removed_parts(self, fate):
        """The removed parts of which this becomes, for papers."""
        self.ensure_one()
        # sudo: papers say what was handed out, whoever prints them
        return self.sudo().removed_part_ids.filtered(lambda part: part.fate == fate)

    def _prefetch_documents(self):
        res = super()._prefetch_documents()
        # sudo: as above
        self.sudo().removed_part_ids.mapped("name")
        return res

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        if stage.state == "issued":
            # sudo: also who may not see removed parts is told what is left to do
            for part in self.sudo().removed_part_ids.filtered(
                lambda part: part.fate == "customer" and not part.handover
            ):
                blockers[part.order_id.sudo(self.env.su)].append(
                    self.env._(
                        "Removed part “%(part)s”: hand it over, or tick that the "
                        "customer declined it.",
                        part=part.name,
                    )
                )
        return blockers


class ServiceBranch(models.Model):
    _inherit = "service.branch"

    parts_return_days = fields.Integer(
        "Reminder of Returns, Days",
        default=3,
        help="How many days before its return date somebody is reminded of an exchange "
        "part.",
    )

    _parts_return_days_positive = models.Constraint(
        "CHECK (parts_return_days >= 0)",
        "The reminder cannot be less than 0 days early.",
    )
