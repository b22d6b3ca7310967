from odoo import api, fields, models


class ServiceOrder(models.Model):
    """The stop-list at intake: a red banner with the reason, and a shut door."""

    _inherit = "service.order"

    stop_reason = fields.Char(
        compute="_compute_stop",
        help="Why the serial number of this device is on the stop-list.",
    )
    is_stopped = fields.Boolean(
        compute="_compute_stop", help="The stop-list forbids to work on this device."
    )
    stop_warning = fields.Char("Stop-List", compute="_compute_stop_warning")

    # once for the banner and for every next stage the door is asked about
    @api.depends("serial", "company_id")
    def _compute_stop(self):
        stops = self._get_stops()
        for order in self:
            stop = stops.get(order)
            order.stop_reason = stop and stop.reason
            order.is_stopped = bool(stop and stop.block)

    @api.depends("stop_reason", "is_stopped")
    @api.depends_context("lang")
    def _compute_stop_warning(self):
        for order in self:
            order.stop_warning = (
                self.env._(
                    "Do not take it to work: %(reason)s", reason=order.stop_reason
                )
                if order.is_stopped
                else order.stop_reason
            )

    def _get_stops(self):
        """What the stop-list says about each order: one query for all.

        :return: dictionary from order to its entry, sudo; orders without one are left
            out
        """
        normalize = self.env["service.device"]._normalize_serial
        keys = {
            order: (
                (order.company_id._origin or self.env.company).id,
                normalize(order.serial),
            )
            for order in self
        }
        serials = {serial for _company, serial in keys.values() if serial}
        if not serials:
            return {}
        # sudo: an engineer may not read the list, but must know why his device is on it
        stops = (
            self.env["service.stop.serial"]
            .sudo()
            .search(
                [
                    ("serial_key", "in", list(serials)),
                    (
                        "company_id",
                        "in",
                        [company for company, _serial in keys.values()],
                    ),
                ]
            )
            .grouped(lambda stop: (stop.company_id.id, stop.serial_key))
        )
        return {order: stops[key] for order, key in keys.items() if key in stops}

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        for order in self.filtered("is_stopped"):
            if not order._may_go_when_stopped(stage):
                blockers[order].append(
                    self.env._(
                        "%(serial)s is on the stop-list: %(reason)s. Refuse the order, "
                        "or ask a manager to take the number off the list.",
                        serial=order.serial,
                        reason=order.stop_reason.rstrip(". "),
                    )
                )
        return blockers

    def _may_go_when_stopped(self, stage):
        """A stopped device is not worked on: it is refused, and given back as it is."""
        self.ensure_one()
        return stage.state in ("new", "refused") or (
            stage.state == "issued" and self.state == "refused"
        )
