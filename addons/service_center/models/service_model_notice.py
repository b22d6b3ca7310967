from odoo import api, fields, models
from odoo.fields import Domain


class ServiceModelNotice(models.Model):
    """What the centre knows about a model: shown whenever such a device comes in."""

    _name = "service.model.notice"
    _description = "Notice on Devices"
    _order = "sequence, id"
    _rec_name = "text"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )
    text = fields.Text("Notice", required=True, translate=True)
    device_type_id = fields.Many2one(
        "service.device.type", index="btree_not_null", ondelete="cascade"
    )
    device_brand_id = fields.Many2one(
        "service.device.brand", "Brand", index="btree_not_null", ondelete="cascade"
    )
    device_model_id = fields.Many2one(
        "service.device.model", "Model", index="btree_not_null", ondelete="cascade"
    )
    show_at = fields.Selection(
        [("intake", "Intake"), ("bench", "Bench"), ("both", "Intake and Bench")],
        default="both",
        required=True,
        help="Where it is shown: to the desk on new orders, to the engineer on those "
        "in work.",
    )
    date_from = fields.Date("From", help="First day on which it is shown.")
    date_to = fields.Date("Until", help="Last day on which it is shown.")

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)",
        "The last day of a notice is not before its first one.",
    )

    _about_something = models.Constraint(
        "CHECK (num_nonnulls(device_type_id, device_brand_id, device_model_id) > 0)",
        "Which devices is the notice about? Choose a type, a brand or a model.",
    )

    @api.model
    def _get_current_domain(self, day):
        """The notices that are shown on ``day``."""
        return (Domain("date_from", "=", False) | Domain("date_from", "<=", day)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )

    def _is_about(self, order):
        """Whether the notice is about the device of this order; all given must fit."""
        self.ensure_one()
        return self.company_id in (self.company_id.browse(), order.company_id) and all(
            not self[name] or self[name] == order[name]
            for name in ("device_type_id", "device_brand_id", "device_model_id")
        )
