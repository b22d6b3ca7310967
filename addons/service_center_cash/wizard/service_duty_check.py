from odoo import api, fields, models


class ServiceDutyCheck(models.TransientModel):
    """The screen that says whether duties are apart, and who holds both."""

    _name = "service.duty.check"
    _description = "Segregation of Duties"

    conflict_ids = fields.Many2many(
        "service.duty.conflict", string="People", compute="_compute_conflict_ids"
    )
    conflict_count = fields.Integer(compute="_compute_conflict_ids")

    def _compute_display_name(self):
        self.display_name = self.env._("Segregation of Duties")

    def _compute_conflict_ids(self):
        conflicts = self.env["service.duty.conflict"].search([])
        self.conflict_ids = conflicts
        self.conflict_count = len(conflicts.user_id)

    @api.model
    def action_check(self):
        """Open the screen."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Segregation of Duties"),
            "res_model": self._name,
            "res_id": self.create({}).id,
            "views": [(False, "form")],
        }
