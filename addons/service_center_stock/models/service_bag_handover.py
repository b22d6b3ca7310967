from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_bag_transfer import BAGS


class ServicePartsTransfer(models.Model):
    """From hand to hand: one press accepts all, or refuses it, or takes it back."""

    _inherit = "service.parts.transfer"

    is_refused = fields.Boolean(
        readonly=True,
        copy=False,
        help="Whoever was to accept did not want it: the sender takes it back.",
    )
    refusal_reason = fields.Char(
        "Refused Because",
        copy=False,
        tracking=True,
        help="Why the parts are not accepted; needed to refuse them.",
    )

    parts = fields.Char(
        "Parts in Short",
        compute="_compute_parts",
        help="What is handed over, in a few words.",
    )

    @api.depends("line_ids.product_id", "line_ids.quantity")
    def _compute_parts(self):
        for transfer in self:
            transfer.parts = ", ".join(
                f"{line.product_id.display_name} × {line.quantity:g}"
                for line in transfer.line_ids
            )

    @api.depends("is_refused")
    def _compute_state(self):
        res = super()._compute_state()
        for transfer in self:
            if transfer.is_refused and transfer.state == "sent":
                transfer.state = "short"
        return res

    def action_accept(self):
        """Of a handover where nothing was counted otherwise, all is accepted."""
        self._stand_in_line()
        for transfer in self:
            if (
                transfer.kind in BAGS
                and transfer.state == "sent"
                and not any(
                    line.quantity_counted or line.reason for line in transfer.line_ids
                )
            ):
                transfer._check_may_accept()
                transfer.action_count_all()
        return super().action_accept()

    def action_refuse(self):
        """Not wanted, with a reason: it waits for the sender to take it back."""
        self._stand_in_line()
        for transfer in self.filtered(lambda each: each.state == "sent"):
            transfer._check_may_accept()
            if not transfer.refusal_reason:
                raise UserError(
                    self.env._(
                        "%(number)s: say under “Refused Because” why.",
                        number=transfer.name,
                    )
                )
            for line in transfer.line_ids:
                line._write_server_fields({"quantity_missing": line.quantity_open})
            transfer._write_server_fields({"is_refused": True})
            transfer._note_quantities(
                self.env._("Refused: %(why)s", why=transfer.refusal_reason),
                {},
                {line: line.quantity_open for line in transfer.line_ids},
            )
            transfer._tell_senders()
        return True

    def _accept(self):
        res = super()._accept()
        if self.kind in BAGS and self.state == "short":
            self._tell_senders()
        return res

    def _tell_senders(self):
        """What was not accepted is to be taken back: whoever gave it is told."""
        self.ensure_one()
        kind = "service_center_stock.mail_activity_type_transfer"
        # sudo: also the activities of colleagues
        self.sudo().activity_unlink([kind])
        if self.kind == "back":
            users = self.engineer_id
        else:
            users = self.sender_id or self._get_storekeepers(self.branch_id)
        for user in users:
            self.activity_schedule(
                kind,
                user_id=user.id,
                summary=self.env._("Take back what was not accepted"),
            )

    def _take_back(self):
        if self.kind in BAGS and not any(self.line_ids.mapped("quantity_counted")):
            self.action_count_all()
        return super()._take_back()

    def _get_waybill(self):
        waybill = super()._get_waybill()
        if self.kind == "give":
            waybill["title"] = self.env._("Waybill: issue of parts")
            waybill["receiver_person"] = self.engineer_id.name
        elif self.kind == "back":
            waybill["title"] = self.env._("Waybill: return of parts")
        return waybill
