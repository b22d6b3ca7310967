from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_order_line_share import PendingLines, is_whole

# a storekeeper sees the line and the names, not who gets which part of it
SHARERS = (
    "service_center.service_center_group_engineer,"
    "service_center.service_center_group_manager"
)


class ServiceOrderLine(models.Model):
    """How long a work takes by the norm, and who did it."""

    _inherit = "service.order.line"

    norm_hours = fields.Float(
        "Norm-Hours",
        compute="_compute_norm_hours",
        store=True,
        readonly=False,
        precompute=True,
        help="Time for the whole line by the norm, in hours: that of the work times "
        "the quantity. May be changed.",
    )
    share_ids = fields.One2many(
        "service.order.line.share", "line_id", "Shares", groups=SHARERS
    )
    share_rest = fields.Float(
        "Not Shared Out, %",
        compute="_compute_share_rest",
        groups=SHARERS,
        help="What is missing from 100 percent; less than 0 if it is more.",
    )
    performers = fields.Char(
        compute="_compute_performers",
        compute_sudo=True,  # the names alone, for whoever sees the line: a storekeeper
        help="Who did it, and which part of it.",
    )

    _norm_hours_positive = models.Constraint(
        "CHECK (norm_hours >= 0)", "Norm-hours cannot be less than 0."
    )

    @api.depends("product_id", "quantity", "display_type")
    def _compute_norm_hours(self):
        for line in self:
            line.norm_hours = line.product_id.service_norm_hours * line.quantity

    @api.depends("share_ids.percent")
    def _compute_share_rest(self):
        for line in self:
            shared = sum(line.share_ids.mapped("percent"))
            line.share_rest = 0.0 if is_whole(shared) else 100.0 - shared

    @api.depends("share_ids.employee_id.name", "share_ids.percent")
    def _compute_performers(self):
        for line in self:
            shares = line.share_ids
            if len(shares) == 1 and is_whole(shares.percent):
                line.performers = shares.employee_id.name
            else:
                line.performers = ", ".join(
                    f"{share.employee_id.name} {share.percent:g} %" for share in shares
                )

    def _check_shares(self):
        """The shares of a line are those of a work and make 100 %, or there are none.

        Checked whenever shares are saved: by themselves, or all those of a line.
        """
        if not self:
            return
        sums = self.env["service.order.line.share"]._read_group(
            [("line_id", "in", self.ids)], ["line_id"], ["percent:sum"]
        )
        for line, percent in sums:
            if line.display_type:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” is a text: name the performers on a work.",
                        line=line.name,
                    )
                )
            if not is_whole(percent):
                raise ValidationError(
                    self.env._(
                        "“%(line)s”: the shares of the performers make %(sum)s %%, "
                        "not 100 %%. Correct them and save again.",
                        line=line.name,
                        sum=f"{percent:g}",
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        pending = PendingLines()
        within = self.with_context(service_pending_lines=pending)
        lines = super(ServiceOrderLine, within).create(vals_list).with_env(self.env)
        self.browse(pending.ids)._check_shares()
        late = lines.filtered(lambda line: line.order_id.state == "done")
        if late:
            late._assign_default_performers()
        return lines

    def write(self, vals):
        if "share_ids" not in vals:
            return super().write(vals)
        pending = PendingLines()
        within = self.with_context(service_pending_lines=pending)
        res = super(ServiceOrderLine, within).write(vals)
        self.browse(pending.ids)._check_shares()
        return res

    def _assign_default_performers(self):
        """Works nobody is named on were done by the order's engineer, alone."""
        works = self.filtered(
            lambda line: (
                line.kind == "work" and line.order_id.engineer_id and not line.share_ids
            )
        )
        if not works:
            return
        employees = self.env["hr.employee"].search_fetch(
            [
                ("user_id", "in", works.order_id.engineer_id.ids),
                ("company_id", "in", works.company_id.ids),
            ],
            ["user_id", "company_id"],
        )
        employee_of = {(e.user_id, e.company_id): e for e in employees}
        self.env["service.order.line.share"].create(
            [
                {"line_id": line.id, "employee_id": employee.id, "percent": 100.0}
                for line in works
                if (
                    employee := employee_of.get(
                        (line.order_id.engineer_id, line.company_id)
                    )
                )
            ]
        )

    def action_edit_performers(self):
        """Open the line to say who did it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Did It"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (
                    self.env.ref(
                        "service_center.service_order_line_view_performers"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
        }


class ServiceOrder(models.Model):
    _inherit = "service.order"

    norm_hours = fields.Float(
        "Norm-Hours",
        compute="_compute_norm_hours",
        store=True,
        help="Time for all works by the norm, in hours, whoever pays for them.",
    )

    def _get_repairers(self):
        """Whoever is named as performer has worked on the device too."""
        # sudo: who is behind an employee, for a colleague without rights on staff
        performers = self.sudo().line_ids.share_ids.employee_id.user_id
        return super()._get_repairers() | performers.with_env(self.env)

    @api.depends("line_ids.norm_hours")
    def _compute_norm_hours(self):
        for order in self:
            order.norm_hours = sum(order.line_ids.mapped("norm_hours"))

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state == "done":
            self.line_ids._assign_default_performers()
        return res
