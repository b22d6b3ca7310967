from odoo import api, fields, models


class ServiceCustomerAnonymize(models.TransientModel):
    """A head sees what forgetting customers would do, does it, and reads the report."""

    _name = "service.customer.anonymize"
    _description = "Anonymising Customers"

    partner_ids = fields.Many2many(
        "res.partner", string="Customers", required=True, context={"active_test": False}
    )
    reason = fields.Char(
        required=True, help="Why: “asked for it on 3 May”, “three years without order”."
    )
    blockers = fields.Text("Not Yet", compute="_compute_preview")
    preview = fields.Text("What Will Be Done", compute="_compute_preview")
    report = fields.Text("What Was Done", readonly=True)

    @api.depends("partner_ids")
    def _compute_preview(self):
        for dialog in self:
            customers = dialog.partner_ids._origin
            dialog.blockers = "\n".join(customers._get_erasure_blockers())
            dialog.preview = "\n".join(customers._preview_erasure())

    def action_anonymize(self):
        """Forget the customers, and show the report."""
        self.ensure_one()
        done = self.partner_ids._anonymize(self.reason)
        self.report = done[:1].report
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Anonymised"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
