from odoo import api, fields, models
from odoo.tools import SQL


class ServicePlaceAudit(models.Model):
    """The live screen of an audit: scan by scan."""

    _inherit = "service.place.audit"

    @api.model
    def get_overview(self):
        """Where to begin: the places of one's branches, and when each was audited."""
        self.check_access("read")
        places = self.env["service.place"]
        mine = places._get_my_places()
        todo = mine.filtered_domain(places._get_unaudited_domain())
        going_on = self.search([("state", "=", "open")]).place_id
        return {
            "places": [
                {
                    **place._describe(),
                    "is_done": place not in todo,
                    "is_open": place in going_on,
                }
                for place in mine
                if place._is_in_house() and (place.is_audited or place.order_count)
            ]
        }

    @api.model
    def start(self, code):
        """Audit the place with a scanned code.

        :return: as ``scan``
        """
        place = self.env["service.place"]._find_place(code)
        if not place:
            return self.env["service.place"]._answer_unknown(code)
        return place._start_audit()._answer_place()

    def get_state(self):
        """The place, the numbers, and every device that should be or is here."""
        self.ensure_one()
        self.check_access("read")
        unseen = self._find_unseen() if self.state == "open" else ()
        # sudo: who sees a place sees number and model of what lies there
        lines = self.sudo().line_ids.sorted("id", reverse=True)
        return {
            "id": self.id,
            "place": self.place_id.display_name,
            "branch": self.branch_id.name,
            "is_open": self.state == "open",
            "closed_by": self.closed_by_id.name or "",
            "counts": self._get_counts(),
            "devices": [line._describe() for line in lines]
            + [{**order._describe_device(), "status": "missing"} for order in unseen],
        }

    def scan(self, code):
        """What a scan during the audit means.

        :return: dictionary with the ``type`` (``found``, ``wrong``, ``issued``,
            ``again``, ``unknown``, ``closed``, ``place``), a ``message``, the
            ``device`` and the ``counts``
        """
        self.ensure_one()
        self.check_access("read")
        place = self.env["service.place"]._find_place(code)
        if place:
            return place._start_audit()._answer_place()
        self.place_id._check_may_put()
        if self.state != "open":
            return self._answer_closed()
        order = self.env["service.place"]._find_device(code)
        if not order:
            return self.env["service.place"]._answer_unknown(code)
        # sudo: the system writes audits; who may scan here was asked above
        lines = self.env["service.place.audit.line"].sudo()
        line = lines.search([("audit_id", "=", self.id), ("order_id", "=", order.id)])
        is_new = not line
        line = line or self._see(order)
        return {
            "type": line.status if is_new else "again",
            "message": line._get_message(),
            "device": line._describe(),
            "counts": self._get_counts(),
        }

    def _see(self, order):
        """Write down, sudo, that this device lies here; nothing moves yet."""
        now = fields.Datetime.now()
        is_issued = order.state == "issued"
        status = "found" if order.place_id == self.place_id else "wrong"
        values = {
            "audit_id": self.id,
            "order_id": order.id,
            "device": order._describe_device()["device"],
            "status": "issued" if is_issued else status,
            "expected_place_id": order.place_id.id,
            "days_uncollected": order._get_days_uncollected(),
            "user_id": self.env.uid,
            "date": now,
        }
        order._lock_for_sighting()
        # sudo: only the system writes audits
        line = self.env["service.place.audit.line"].sudo().create(values)
        if not is_issued:
            seen = {"place_sighting_id": line.id, "place_seen_date": now}
            if status == "found" and order.place_missing_date:
                order._forget_missing(self.place_id)
                seen["place_missing_date"] = False
            order._write_server_fields(seen)
        return line

    def _get_counts(self):
        # sudo: who was let in above sees the numbers
        self = self.sudo()
        self.invalidate_recordset(
            [
                *(
                    f"{status}_count"
                    for status in ("found", "wrong", "issued", "missing")
                ),
                "uncollected_count",
            ]
        )
        return {
            "found": self.found_count,
            "wrong": self.wrong_count + self.issued_count,
            "missing": self.missing_count,
            "uncollected": self.uncollected_count,
        }

    def _answer_place(self):
        """The scan chose a place: its audit is on the screen now."""
        return {
            "type": "place",
            "message": self.place_id.display_name,
            "state": self.get_state(),
        }

    def _answer_closed(self):
        return {
            "type": "closed",
            "message": self.env._(
                "%(user)s has closed this audit. Scan the code of the place to begin "
                "another one.",
                user=self.closed_by_id.name,
            ),
        }


class ServiceOrder(models.Model):
    _inherit = "service.order"

    def _lock_for_sighting(self):
        """Of two who scan one device at once, and of one who scans and one who closes,
        the second one begins anew and sees what the first one did."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM service_order WHERE id IN %s ORDER BY id "
                "FOR NO KEY UPDATE",
                self._ids,
            )
        )


class ServicePlaceAuditLine(models.Model):
    _inherit = "service.place.audit.line"

    def _describe(self):
        """The device for the screen; sudo, as ``_describe_device``."""
        self.ensure_one()
        return {
            "id": self.order_id.id,
            "name": self.order_id.name,
            "device": self.device or "",
            "status": self.status,
            "place": self.expected_place_id.display_name or "",
            "days": self.days_uncollected,
        }

    def _get_message(self):
        """What is to be said about a scanned device; sudo."""
        self.ensure_one()
        if self.status == "issued":
            return self.env._(
                "%(order)s was issued, and yet it lies here.", order=self.order_id.name
            )
        if self.status == "wrong":
            return self.env._(
                "%(order)s belongs elsewhere: %(place)s",
                order=self.order_id.name,
                place=self.expected_place_id.display_name or self.env._("no place"),
            )
        if self.days_uncollected:
            return self.env._(
                "%(order)s: ready for %(days)s days and not collected",
                order=self.order_id.name,
                days=self.days_uncollected,
            )
        return self.order_id.name
