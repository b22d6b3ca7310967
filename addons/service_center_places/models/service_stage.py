from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_place import KINDS


class ServiceStage(models.Model):
    """Where devices go when their orders enter a stage."""

    _inherit = "service.stage"

    place_kind = fields.Selection(
        [kind for kind in KINDS if kind[0] != "customer"],
        "Device Goes To",
        help="On entering the stage the device is put in a place of this kind of its "
        "branch: the engineer's own bench, else the first one. One that lies in such "
        "a place already stays there. Empty: it stays where it is.",
    )
    place_ids = fields.Many2many(
        "service.place",
        "service_stage_place_rel",
        "stage_id",
        "place_id",
        string="Places",
        help="Certain places instead of a kind: the first one of the order's branch is "
        "meant.",
    )

    @api.constrains("place_kind", "place_ids", "state")
    def _check_places(self):
        for stage in self:
            if stage.state == "issued" and (stage.place_kind or stage.place_ids):
                raise ValidationError(
                    self.env._(
                        "“%(stage)s” means issued: the customer has the device then.",
                        stage=stage.name,
                    )
                )

    def _get_target_places(self, orders):
        """Where the orders' devices go on entering this stage.

        :return: dictionary from an order to its place, sudo; those that stay where
            they are left out
        """
        self.ensure_one()
        # sudo: the stage names the places, whoever moves the order
        stage = self.sudo()
        if not (stage.place_kind or stage.place_ids):
            return {}
        places = stage.place_ids.filtered("active")
        if not places:
            places = places.search(
                [
                    ("kind", "=", stage.place_kind),
                    ("branch_id", "in", orders.branch_id.ids),
                ]
            )
        by_branch = places.grouped("branch_id")
        targets = {}
        for order in orders.sudo():
            fitting = by_branch.get(order.branch_id, places.browse())
            own = fitting.filtered(lambda p, o=order: p.user_id == o.engineer_id)
            shared = fitting.filtered(lambda p: not p.user_id)
            fitting = (own if order.engineer_id else own.browse()) or shared or fitting
            if fitting and order.place_id not in fitting:
                targets[order] = fitting[0]
        return targets
