from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_erasure_plan(self):
        """Labels on their way bear names: they are forgotten too."""
        orders = set(
            self.env["service.order"].search([("partner_id", "in", self.ids)]).ids
        )
        # those alone that still have bytes: a day's
        attachments = (
            self.env["ir.attachment"]
            .with_context(skip_res_field_check=True)
            .search(
                [("res_model", "=", "service.label.job"), ("res_field", "=", "file")]
            )
        )
        jobs = self.env["service.label.job"].browse(attachments.mapped("res_id"))
        jobs = jobs.exists().filtered(
            lambda job: (
                job.res_model == "service.order"
                and not orders.isdisjoint(job.res_ids or [])
            )
        )
        plan = super()._get_erasure_plan()
        step = (self.env._("Labels on their way: erased"), jobs, jobs.unlink)
        return [*plan[:-1], step, plan[-1]]
