from odoo import api, fields, models


class ServiceOrder(models.Model):
    """The stop-list at intake: a red banner with the reason, and a shut door."""

    _inherit = "service.order"

    stop_warning = fields.Char(
        "Stop-List",
        compute="_compute_stop_warning",
        help="Why the serial number of this device is on the stop-list.",
    )

    @api.depends("serial", "company_id")
    @api.depends_context("lang")
    def _compute_stop_warning(self):
        stops = self._get_stops()
        for order in self:
            stop = stops.get(order)
            order.stop_warning = stop and (
                self.env._("Do not take it to work: %(reason)s", reason=stop.reason)
                if stop.block
                else stop.reason
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
        for order, stop in self._get_stops().items():
            if stop.block and not order._may_go_when_stopped(stage):
                blockers[order].append(
                    self.env._(
                        "%(serial)s is on the stop-list: %(reason)s. Refuse the order, "
                        "or ask a manager to take the number off the list.",
                        serial=order.serial,
                        reason=stop.reason.rstrip(". "),
                    )
                )
        return blockers

    def _may_go_when_stopped(self, stage):
        """A stopped device is not worked on: it is refused, and given back as it is."""
        self.ensure_one()
        return stage.state in ("new", "refused") or (
            stage.state == "issued" and self.state == "refused"
        )
