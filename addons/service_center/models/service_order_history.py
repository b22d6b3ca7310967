from datetime import timedelta

from odoo import api, fields, models


class ServiceOrder(models.Model):
    """History and clocks: every stay in a stage is a row, counted when it ends."""

    _inherit = "service.order"

    stage_log_ids = fields.One2many(
        "service.order.stage.log", "order_id", "History", readonly=True
    )
    date_stage_start = fields.Datetime(
        "In Stage Since", readonly=True, copy=False, help="When it entered its stage."
    )
    date_stage_deadline = fields.Datetime(
        "Stage Deadline",
        readonly=True,
        copy=False,
        help="When the time limit of the stage runs out, by the branch's hours.",
    )
    work_hours = fields.Float(
        "Duration, Hours",
        readonly=True,
        copy=False,
        help="Working hours of the branch from the start to the end of work, days off "
        "and stages in which the customer was waited for left out.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._begin_stay(fields.Datetime.now())
        return orders

    def _write_stage(self, stage):
        res = super()._write_stage(stage)
        self._log_stay()
        return res

    def _log_stay(self):
        """End the stay that was, begin the one that is; one set, few queries."""
        now = fields.Datetime.now()
        # sudo: history is written by the move itself, by nobody else
        logs = self.env["service.order.stage.log"].sudo()
        stays = logs.search([("order_id", "in", self.ids), ("date_end", "=", False)])
        stays._close(now)
        stays.flush_recordset()  # before the next row: one open stay per order
        self._begin_stay(now)

    def _begin_stay(self, now):
        # sudo: as in _log_stay
        self.env["service.order.stage.log"].sudo().create(
            [
                {
                    "order_id": order.id,
                    "stage_id": order.stage_id.id,
                    "user_id": self.env.uid,
                    "engineer_id": order.engineer_id.id,
                    "date_start": now,
                    "is_paused": order.stage_id.is_paused,
                }
                for order in self
            ]
        )
        for (stage, branch), orders in self.grouped(
            lambda order: (order.stage_id, order.branch_id)
        ).items():
            orders._write_server_fields(
                {
                    "date_stage_start": now,
                    "date_stage_deadline": branch._get_deadline(stage, now),
                }
            )

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state in ("done", "refused"):
            self._count_work_hours()
        return res

    def _count_work_hours(self):
        """Sum the working hours of all stays since the start of work."""
        hours = dict.fromkeys(self.ids, 0.0)
        # sudo: an engineer who hands an order over may not see all of its stays
        stays = self.env["service.order.stage.log"].sudo()
        for order, state, total in stays._read_group(
            [
                ("order_id", "in", self.ids),
                ("date_end", "!=", False),
                ("is_paused", "=", False),
            ],
            ["order_id", "state"],
            ["working_hours:sum"],
        ):
            if state in ("in_progress", "approval", "waiting_parts"):
                hours[order.id] += total
        for order in self:
            order._write_server_fields({"work_hours": hours[order.id]})

    def _compute_duration_tracking(self):
        """Seconds per stage for the status bar, from the history, not from messages."""
        now = fields.Datetime.now()
        for order in self:
            spent = {}
            for log in order.stage_log_ids:
                stay = (log.date_end or now) - log.date_start
                spent[log.stage_id.id] = spent.get(log.stage_id.id, 0) + int(
                    stay / timedelta(seconds=1)
                )
            order.duration_tracking = spent

    def _track_template(self, changes):
        """Send the stage's message, if it has one, through Odoo's mail queue."""
        res = super()._track_template(changes)
        template = self[:1].stage_id.mail_template_id
        if "stage_id" in changes and template:
            res["stage_id"] = (
                template,
                {
                    "auto_delete_keep_log": False,
                    "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id(
                        "mail.mt_note"
                    ),
                    "email_layout_xmlid": "mail.mail_notification_light",
                },
            )
        return res
