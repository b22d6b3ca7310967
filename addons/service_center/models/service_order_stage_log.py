from odoo import api, fields, models


class ServiceOrderStageLog(models.Model):
    """One stay of an order in a stage: who brought it there, when, for how long."""

    _name = "service.order.stage.log"
    _description = "Stay in a Stage"
    _inherit = ["service.order.row.mixin"]
    _order = "date_start desc, id desc"
    _rec_name = "stage_id"

    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    branch_id = fields.Many2one(
        related="order_id.branch_id", store=True, precompute=True, index=True
    )
    stage_id = fields.Many2one(
        "service.stage", required=True, index=True, ondelete="restrict", readonly=True
    )
    state = fields.Selection(related="stage_id.state", store=True, precompute=True)
    user_id = fields.Many2one(
        "res.users", "Moved By", readonly=True, index=True, ondelete="restrict"
    )
    engineer_id = fields.Many2one(
        "res.users",
        "Engineer Then",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The engineer of the order when it left the stage, or the one it has.",
    )
    date_start = fields.Datetime("From", required=True, readonly=True)
    date_end = fields.Datetime("Until", readonly=True)
    hours = fields.Float("Hours by the Clock", readonly=True)
    working_hours = fields.Float(
        readonly=True, help="Hours of the stay within the branch's working hours."
    )
    note_ids = fields.Many2many(
        "mail.message",
        string="What Happened",
        compute="_compute_notes",
        help="Messages, notes and changes of the order during this stay.",
    )
    is_paused = fields.Boolean(
        "Clock Stands", readonly=True, help="The order waited for the customer."
    )

    _one_open = models.UniqueIndex(
        "(order_id) WHERE date_end IS NULL",
        "Somebody else has just moved this order. Reload the page.",
    )

    @api.depends("date_start", "date_end")
    def _compute_notes(self):
        messages = self.env["mail.message"].search(
            [("model", "=", "service.order"), ("res_id", "in", self.order_id.ids)]
        )
        by_order = messages.grouped("res_id")
        for log in self:
            log.note_ids = by_order.get(log.order_id.id, messages.browse()).filtered(
                lambda message, log=log: (
                    message.date >= log.date_start
                    and (not log.date_end or message.date < log.date_end)
                )
            )

    def _close(self, now):
        """End these stays and count their hours."""
        self.date_end = now
        for log in self:
            log.engineer_id = log.order_id.engineer_id
        self._count_hours()

    def _count_hours(self):
        """Count the hours of ended stays; leaves are read once per calendar."""
        for branch, logs in self.filtered("date_end").grouped("branch_id").items():
            spans = [(log.date_start, log.date_end) for log in logs]
            for log, hours in zip(logs, branch._get_working_hours(spans), strict=True):
                stay = log.date_end - log.date_start
                log.write(
                    {"hours": stay.total_seconds() / 3600, "working_hours": hours}
                )
