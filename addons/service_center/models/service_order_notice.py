from odoo import api, fields, models

BENCH = ("in_progress", "approval", "waiting_parts")


class ServiceOrder(models.Model):
    """Notices about a kind of device, shown where they are of use."""

    _inherit = "service.order"

    device_notice = fields.Text(
        "Notices",
        compute="_compute_device_notice",
        compute_sudo=True,
        help="What the centre knows about devices of this kind.",
    )

    @api.depends(
        "device_type_id", "device_brand_id", "device_model_id", "state", "company_id"
    )
    @api.depends_context("lang")
    def _compute_device_notice(self):
        # compute_sudo: the order's company decides, not the ones switched on
        notice, today = (
            self.env["service.model.notice"],
            fields.Date.context_today(self),
        )
        for order in self:
            texts = notice._get_texts(order, order._get_notice_place(), today)
            order.device_notice = "\n".join(texts) or False

    def _get_notice_place(self):
        """Where the order is seen: at intake, on the bench, or nowhere any more."""
        self.ensure_one()
        if self.state in BENCH:
            return "bench"
        return "intake" if self.state in (False, "new") else False
