from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import formatLang


class ServiceOrder(models.Model):
    """Asking the customer: versions of the estimate, and what their answers do."""

    _inherit = "service.order"

    estimate_ids = fields.One2many(
        "service.estimate", "order_id", "Estimates", readonly=True
    )
    estimate_count = fields.Integer(compute="_compute_estimates")
    open_estimate_id = fields.Many2one(
        "service.estimate",
        "Awaited Estimate",
        compute="_compute_estimates",
        help="The version that waits for the customer's answer.",
    )

    @api.depends("estimate_ids.state")
    def _compute_estimates(self):
        for order in self:
            order.estimate_count = len(order.estimate_ids)
            order.open_estimate_id = order.estimate_ids.filtered(
                lambda estimate: estimate.state == "sent"
            )[:1]

    def _get_charged_lines(self, payer):
        """What the customer refused nobody is charged for."""
        lines = super()._get_charged_lines(payer)
        return lines.filtered(lambda line: line.approval != "refused")

    def _get_document_lines(self):
        lines = super()._get_document_lines()
        return lines.filtered(lambda line: line.approval != "refused")

    @api.depends("line_ids.approval")
    def _compute_amounts(self):
        return super()._compute_amounts()

    def _get_lines_to_approve(self):
        """Hook: the lines the customer is asked about."""
        return self._get_charged_lines("customer")

    def action_send_for_approval(self):
        """Freeze the customer's lines as a version and wait for the answer."""
        self.check_access("write")
        self._take_back_refusal()
        for order in self:
            order._check_can_send()
        # sudo: nobody may write an estimate; who may change the order (checked
        # above) may send it, with the values of its own lines
        estimates_sudo = self.env["service.estimate"].sudo()
        self.estimate_ids.sudo().filtered(
            lambda estimate: estimate.state == "sent"
        )._write_server_fields({"state": "superseded"})
        estimates_sudo = estimates_sudo.create(self._prepare_estimates_values())
        for asked in estimates_sudo.line_ids:
            asked.order_line_id._write_server_fields({"estimate_line_id": asked.id})
        self._log_sent(estimates_sudo)
        waiting = self.filtered(lambda order: order.state == "approval")
        return (self - waiting)._move_to("approval")

    def _check_can_send(self):
        self.ensure_one()
        if self.state == "issued":
            self._raise_frozen()
        lines = self._get_lines_to_approve()
        if not lines:
            raise UserError(
                self.env._(
                    "%(order)s: nothing to approve. Add the works and parts that the "
                    "customer pays for first.",
                    order=self.name,
                )
            )
        if all(line.approval == "approved" for line in lines):
            raise UserError(
                self.env._(
                    "%(order)s: the customer has approved all of it already.",
                    order=self.name,
                )
            )
        asked = self.open_estimate_id
        if (
            asked
            and self.state == "approval"
            and asked.line_ids == lines.estimate_line_id
            and all(line._is_as_estimated() for line in lines)
        ):
            raise UserError(
                self.env._(
                    "%(order)s: estimate %(number)s says just this and waits for an "
                    "answer. Record the answer, or change the works and parts first.",
                    order=self.name,
                    number=asked.number,
                )
            )

    def _prepare_estimates_values(self):
        """Values of the next version of each order."""
        self.line_ids.fetch(["tax_ids"])  # one query for all of them
        numbers = dict(
            self.env["service.estimate"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["number:max"]
            )
        )
        return [
            order._prepare_estimate_values(numbers.get(order, 0) + 1) for order in self
        ]

    def _prepare_estimate_values(self, number):
        self.ensure_one()
        lines = self._get_lines_to_approve()
        return {
            "order_id": self.id,
            "number": number,
            "currency_id": self.currency_id.id,
            "amount_untaxed": self.amount_untaxed,
            "amount_tax": self.amount_tax,
            "amount_total": self.amount_total,
            "date_sent": fields.Datetime.now(),
            "user_id": self.env.uid,
            "line_ids": [
                Command.create(line._prepare_estimate_line_values()) for line in lines
            ],
        }

    def _log_sent(self, estimates):
        self._message_log_batch(
            {
                estimate.order_id.id: self.env._(
                    "Estimate %(number)s sent for approval: %(amount)s",
                    number=estimate.number,
                    amount=formatLang(
                        self.env,
                        estimate.amount_total,
                        currency_obj=estimate.currency_id,
                    ),
                )
                for estimate in estimates
            }
        )

    def _on_estimate_answered(self, estimate, refusal_reason=None):
        """Go on after the customer's answer: to work, or out unrepaired.

        Hook for seams: call super.
        """
        if estimate.state != "refused":
            return self.filtered(lambda order: order.state == "approval")._move_to(
                "in_progress"
            )
        if refusal_reason:
            self.refusal_reason = refusal_reason
            return self._move_to("refused")
        return True

    def action_answer_estimate(self):
        """Record the customer's answer to the version that waits for it."""
        self.ensure_one()
        if not self.open_estimate_id:
            raise UserError(
                self.env._(
                    "%(order)s: no estimate waits for an answer. Send it for approval "
                    "first.",
                    order=self.name,
                )
            )
        return self.open_estimate_id.action_answer()

    def action_view_estimates(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_estimate_action"
        )
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {}
        return action

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state == "refused":
            self._close_open_estimates()
            self._decline_lines()
        elif new.state != "issued":
            self._take_back_refusal()
        return res

    def _take_back_refusal(self):
        """The repair is on again: its lines are on the bill again."""
        going = self.filtered(lambda order: order.state != "issued")
        declined = going.line_ids.filtered("is_declined")
        declined._write_server_fields({"is_declined": False})

    def _get_lines_to_decline(self):
        """Hook: the lines nobody pays for when the work is refused."""
        return self.line_ids.filtered(lambda line: line._is_charged())

    def _decline_lines(self):
        self._get_lines_to_decline()._write_server_fields({"is_declined": True})

    def _close_open_estimates(self):
        """Refusing the work answers what was still being asked: no."""
        # sudo: as in action_send_for_approval; the door has let the person pass
        asked_sudo = self.open_estimate_id.sudo()
        asked_sudo._record_decisions(
            set(),
            {
                "answer_user_id": self.env.uid,
                "comment": self.env._("The work was refused."),
            },
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_without_estimates(self):
        asked = self.filtered("estimate_ids")
        if asked:
            raise UserError(
                self.env._(
                    "%(orders)s: the customer was sent an estimate, so the order "
                    "stays. Refuse or archive it instead.",
                    orders=", ".join(asked[:10].mapped("name")),
                )
            )
