from odoo import models


class ServicePlace(models.Model):
    """The label of a shelf, a bench, a van: what a scan of it stands for."""

    _name = "service.place"
    _inherit = ["service.place", "service.label.mixin"]
    _label_kind = "place"

    def _get_label_branch(self):
        return self.branch_id
