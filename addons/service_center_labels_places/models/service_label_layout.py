from odoo import api, fields, models


class ServiceLabelLayout(models.Model):
    """The label of a place where devices lie."""

    _inherit = "service.label.layout"

    kind = fields.Selection(
        selection_add=[("place", "Place")], ondelete={"place": "cascade"}
    )

    @api.model
    def _get_label_models(self):
        return {**super()._get_label_models(), "place": "service.place"}

    @api.model
    def _get_label_sources(self):
        env = self.env
        return {
            **super()._get_label_sources(),
            "place": [
                ("code", env._("Code"), "90000012"),
                ("name", env._("Place"), "A-12"),
                (
                    "whole",
                    env._("Place with its rack or room"),
                    "Store / Rack A / A-12",
                ),
                ("branch", env._("Branch"), "Station"),
                ("company", env._("Company"), env.company.name or ""),
            ],
        }

    def _get_values_place(self, places):
        """What labels of places can say."""
        return {
            "code": lambda place: place.code,
            "name": lambda place: place.name,
            # of a place in nothing else it would be the name once more
            "whole": lambda place: place.parent_id and place.complete_name,
            "branch": lambda place: place.branch_id.name,
            "company": lambda place: place.company_id.name,
        }
