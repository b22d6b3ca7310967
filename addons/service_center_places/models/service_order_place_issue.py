from odoo import models


class ServiceOrder(models.Model):
    """Issuing with the device in the hand: the scan proves where it is."""

    _inherit = "service.order"

    def action_issue_scan(self):
        """Ask for the device, then issue it."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "service_center_places.issue_scan",
            "name": self.env._("Issue %(order)s", order=self.name),
            "target": "new",
            "params": {"order_id": self.id, "order": self.name},
        }

    def issue_scanned(self, code):
        """Put the scanned device at the counter and issue it, both or neither.

        :param code: the order's code or number, or the serial number of its device
        :return: dictionary with the ``type`` (``issued``, ``other`` for another device)
            and a ``message``
        """
        self.ensure_one()
        self.check_access("write")
        if self not in self.env["service.place"]._find_devices(code):
            return {
                "type": "other",
                "message": self.env._(
                    "%(code)s is another device, not that of order %(order)s.",
                    code=str(code or "")[:50],
                    order=self.name,
                ),
            }
        if self.use_places and self.state != "issued":
            self._move_to_place(self.branch_id._get_place("desk"), "issue")
        self.action_issue()
        return {"type": "issued", "message": self.name}
