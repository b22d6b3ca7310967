from odoo import api, fields, models
from odoo.exceptions import AccessError


class ServiceOrder(models.Model):
    """What was agreed at the counter is the desk's: the bench reads it."""

    _inherit = "service.order"

    is_intake_locked = fields.Boolean(
        compute="_compute_is_intake_locked",
        help="The current user cannot change what was agreed at intake.",
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_intake_locked(self):
        locked = not self._may_change_intake()
        for order in self:
            order.is_intake_locked = locked or order.state == "issued"

    def _may_change_intake(self):
        return self.env.su or self.env.user.has_group(
            "service_center.service_center_group_manager"
        )

    def _get_intake_fields(self):
        """Hook: the fields that only managers change; the customer signed for them."""
        return {
            "branch_id",
            "user_id",
            "partner_id",
            "partner_phone",
            "fault",
            "appearance",
            "accessory_ids",
            "intake_note",
            "date_promised",
        }

    def write(self, vals):
        names = self._get_intake_fields().intersection(vals)
        if names and not self._may_change_intake():
            labels = self.fields_get(names, ["string"])
            raise AccessError(
                self.env._(
                    "%(fields)s: agreed with the customer at intake. Ask a manager "
                    "to change it.",
                    fields=", ".join(labels[name]["string"] for name in sorted(names)),
                )
            )
        return super().write(vals)
