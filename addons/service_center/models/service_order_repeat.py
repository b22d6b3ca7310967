from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_order_device import DEVICE_FIELDS


class ServiceOrder(models.Model):
    """Warranty on the work done, and devices that come back while it runs.

    The clock starts once, when the device is handed out, and a repeat goes on with
    the clock of the first order, however often the device returns.
    """

    _inherit = "service.order"

    repeat_of_id = fields.Many2one(
        "service.order",
        compute="_compute_repeat_of_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('device_id', '=', device_id), ('state', '=', 'issued'), "
        "('id', '!=', id)]",
        help="The earlier order whose warranty covers this one. Found at intake; a "
        "manager may clear it, if the fault is another one. New works and parts are at "
        "the centre's own cost then.",
    )
    repeat_ids = fields.One2many("service.order", "repeat_of_id", "Repeats")
    return_rate = fields.Float(
        "Return Rate, %",
        compute="_compute_return_rate",
        store=True,
        aggregator="avg",
        help="100 if the device came back within its warranty, otherwise 0. On average "
        "over many issued orders: the share that came back.",
    )
    is_refused = fields.Boolean(
        "Work Was Refused",
        readonly=True,
        copy=False,
        help="The last decision was not to repair: there is no warranty then.",
    )
    warranty_until = fields.Date(
        compute="_compute_warranty_until",
        store=True,
        recursive=True,
        help="Last day of the warranty: that of the hand-over plus the days granted. A "
        "repeat keeps the day of the first order.",
    )

    @api.depends("device_id")
    def _compute_repeat_of_id(self):
        earlier = self._get_issued_before()
        for order in self:
            candidates = earlier.get(order.device_id._origin, ())
            order.repeat_of_id = next(
                (c for c in candidates if order._is_repeat_of(c)), False
            )

    def _get_issued_before(self):
        """Issued orders of the same devices, the last ones first: one query.

        :return: dictionary from device to a recordset of orders, sudo
        """
        # sudo: a device may come back to another branch, or to another engineer
        return (
            self.sudo()
            .with_context(active_test=True)
            .search(
                [
                    ("device_id", "in", self.device_id._origin.ids),
                    ("state", "=", "issued"),
                    ("warranty_until", "!=", False),
                ],
                order="date_issued desc, id desc",
            )
            .grouped("device_id")
        )

    def _is_repeat_of(self, earlier):
        """Whether the warranty of ``earlier`` ran when this order was taken in."""
        self.ensure_one()
        taken_in = self._origin.create_date or fields.Datetime.now()
        return (
            earlier != self._origin
            and earlier.date_issued <= taken_in
            and self._get_local_day(taken_in) <= earlier.warranty_until
            and self._is_same_fault(earlier)
        )

    def _is_same_fault(self, earlier):
        """Hook: whether the device came back with the fault of an earlier order.

        Told apart by the typical fault where both orders name one: words differ too
        easily to decide who pays.
        """
        return not (self.fault_id and earlier.fault_id) or (
            self.fault_id == earlier.fault_id
        )

    @api.depends("repeat_ids.active")
    def _compute_return_rate(self):
        for order in self:
            order.return_rate = 100 if order.repeat_ids else 0

    @api.depends(
        "date_issued", "warranty_days", "is_refused", "repeat_of_id.warranty_until"
    )
    def _compute_warranty_until(self):
        for order in self:
            if order.is_refused:
                order.warranty_until = False
            elif order.repeat_of_id:
                order.warranty_until = order.repeat_of_id.warranty_until
            elif order.date_issued and order.warranty_days:
                order.warranty_until = order._get_local_day(
                    order.date_issued
                ) + timedelta(days=order.warranty_days)
            else:
                order.warranty_until = False

    def _get_local_day(self, moment):
        """The day it was at ``moment`` (UTC) in the branch."""
        zone = pytz.timezone(self.branch_id._get_calendar().tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    @api.constrains("repeat_of_id", "device_id")
    def _check_repeat_of_id(self):
        # sudo: the earlier order may be another branch's
        for order in self.filtered("repeat_of_id"):
            earlier = order.sudo().repeat_of_id
            if earlier.device_id != order.device_id or earlier == order:
                raise ValidationError(
                    self.env._(
                        "%(order)s: a repeat is of an earlier order of the same "
                        "device. Choose that one in “Repeat Of”, or clear it.",
                        order=order.name,
                    )
                )
        repeats = self.filtered("repeat_of_id")
        if repeats and repeats.sudo()._has_cycle("repeat_of_id"):
            raise ValidationError(
                self.env._("Two orders cannot be repeats of each other.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._note_repeats()
        return orders

    def write(self, vals):
        if {"repeat_of_id", "device_id", *DEVICE_FIELDS}.isdisjoint(vals):
            return super().write(vals)
        before = {order: order.repeat_of_id for order in self}
        res = super().write(vals)
        changed = self.filtered(lambda order: order.repeat_of_id != before[order])
        changed._note_no_repeats(before)
        changed._note_repeats()
        return res

    def _get_intake_fields(self):
        """Who pays for a repeat is decided at the counter, not on the bench."""
        return super()._get_intake_fields() | {"repeat_of_id"}

    def _note_repeats(self):
        """Tell both orders of each other, in their chatter."""
        # sudo: the earlier order may be another branch's; it learns a number only
        repeats_sudo = self.sudo().filtered("repeat_of_id")
        repeats_sudo._log_notes(
            {
                order.id: self.env._(
                    "Repeat of %(earlier)s, whose warranty runs until %(day)s.",
                    earlier=order.repeat_of_id.name,
                    day=order.repeat_of_id.warranty_until or "—",
                )
                for order in repeats_sudo
            }
        )
        repeats_sudo.repeat_of_id._log_notes(
            {
                earlier.id: self.env._(
                    "The device came back: %(orders)s.",
                    orders=", ".join(orders.mapped("name")),
                )
                for earlier, orders in repeats_sudo.grouped("repeat_of_id").items()
            }
        )

    def _note_no_repeats(self, before):
        """Tell whose repeat these orders are no longer.

        A note of our own: tracking would read the name of another branch's order as
        the user, who may not.
        """
        # sudo: as in _note_repeats
        self.sudo()._log_notes(
            {
                order.id: self.env._(
                    "Not a repeat of %(earlier)s.", earlier=before[order].sudo().name
                )
                for order in self
                if before[order]
            }
        )

    def _log_notes(self, bodies):
        if bodies:
            self.browse(list(bodies))._message_log_batch(bodies)

    def _get_default_payer(self):
        return "center" if self.repeat_of_id else super()._get_default_payer()

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state != "issued":
            refused = new.state == "refused"
            changed = self.filtered(lambda order: order.is_refused != refused)
            changed._write_server_fields({"is_refused": refused})
        return res
