from odoo import fields, models


class ServicePlaceAudit(models.Model):
    """Closing an audit: what lay elsewhere moves here, what is missing is told."""

    _inherit = "service.place.audit"

    def action_close(self):
        """Close the audit and draw its consequences.

        :return: as ``get_state``
        """
        self.ensure_one()
        self.check_access("read")
        self.place_id._check_may_put()
        if self.state == "open":
            # sudo: people read audits, the system writes them; asked above
            self.sudo()._close()
        return self.get_state()

    def _close(self):
        now = fields.Datetime.now()
        self._write_server_fields(
            {"state": "done", "date_end": now, "closed_by_id": self.env.uid}
        )
        self.place_id._write_server_fields({"date_audited": now})
        # their rows before anything else: who closes at the same moment, or scans one
        # of the missing, begins anew
        self.env.flush_all()
        # sudo came with the caller; it stays for orders of other branches
        missing = self.env["service.order"].search(self._get_unseen_domain())
        self._report_missing(missing)
        self._move_wrong()
        self._report_issued()

    def _report_missing(self, missing):
        """Mark them, put them down in the audit, tell their managers, once."""
        new = missing.filtered(lambda order: not order.place_missing_date)
        missing._write_server_fields({"place_missing_date": self.date_end})
        self.env.flush_all()
        self.env["service.place.audit.line"].create(
            [
                {
                    "audit_id": self.id,
                    "order_id": order.id,
                    "device": order._describe_device()["device"],
                    "status": "missing",
                    "expected_place_id": self.place_id.id,
                    "days_uncollected": order._get_days_uncollected(),
                }
                for order in missing
            ]
        )
        new._tell_managers(
            "service_center_places.mail_activity_type_missing",
            self.env._("It should lie in: %(place)s", place=self.place_id.display_name),
        )

    def _move_wrong(self):
        """Put here what was seen here, unless it was moved or seen elsewhere since."""
        lines = self.line_ids.filtered(
            lambda line: (
                line.status == "wrong"
                and line.order_id.place_sighting_id == line
                and line.order_id.state != "issued"
                and line.order_id.company_id == line.company_id
            )
        )
        lines.order_id._move_to_place(self.place_id, "audit")
        lines._write_server_fields({"is_moved": True})

    def _report_issued(self):
        lines = self.line_ids.filtered(
            lambda ln: ln.status == "issued" and ln.order_id.state == "issued"
        )
        lines.order_id._tell_managers(
            "service_center_places.mail_activity_type_issued_here",
            self.env._(
                "It was issued and lies in: %(place)s",
                place=self.place_id.display_name,
            ),
        )


class ServiceOrder(models.Model):
    _inherit = "service.order"

    def _tell_managers(self, activity, note):
        """An activity for the manager of each order; who left is stood in for."""
        kind = self.env.ref(activity)
        # the activities are enough: no e-mail about each of them on top
        self = self.with_context(mail_activity_quick_update=True)
        for user, orders in self.grouped(
            lambda order: order.user_id if order.user_id.active else self.env.user
        ).items():
            orders.activity_schedule(
                activity_type_id=kind.id, user_id=user.id, note=note
            )
