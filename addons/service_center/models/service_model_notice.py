from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache

ABOUT = ("device_type_id", "device_brand_id", "device_model_id")


class NoticeRules(NamedTuple):
    """What a notice says, when and about which devices, as plain data."""

    text: str
    company_id: int
    about: tuple
    places: tuple
    date_from: object
    date_to: object


class ServiceModelNotice(models.Model):
    """What the centre knows about a model: shown whenever such a device comes in."""

    _name = "service.model.notice"
    _description = "Notice on Devices"
    _inherit = ["service.rules.mixin"]
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
    @ormcache("self.env.lang")
    def _get_all_rules(self):
        """The notices in use, in their order."""
        # sudo: whose notice it is does not depend on who asks first
        return [
            NoticeRules(
                text=notice.text,
                company_id=notice.company_id.id,
                about=tuple((name, notice[name].id) for name in ABOUT if notice[name]),
                places=("intake", "bench")
                if notice.show_at == "both"
                else (notice.show_at,),
                date_from=notice.date_from,
                date_to=notice.date_to,
            )
            for notice in self.sudo().search([])
        ]

    @api.model
    def _get_texts(self, order, place, day):
        """What is said in ``place`` about the device of an order on ``day``."""
        return [
            rules.text
            for rules in self._get_all_rules()
            if place in rules.places
            and rules.company_id in (False, order.company_id.id)
            and all(order[name]._origin.id == about for name, about in rules.about)
            and (not rules.date_from or rules.date_from <= day)
            and (not rules.date_to or day <= rules.date_to)
        ]
