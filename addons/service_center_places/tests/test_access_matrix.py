from odoo.tests import tagged

from odoo.addons.service_center.tests.access import AccessCase, ReviewedRules


@tagged("post_install", "-at_install")
class TestAccessMatrix(ReviewedRules, AccessCase):
    """Who may do what with places: found out by trying, compared with the review."""

    def _values_service_place(self, place):
        return {"name": "Shelf", "dest_branch_id": False, "parent_id": False}

    def _values_service_place_move(self, place):
        return {
            "order_id": self._record("service.order", place).id,
            "user_id": place.user.id,
            "date": "2026-03-02 09:00:00",
            "reason": "scan",
        }

    def _values_service_place_audit(self, place):
        # a place of its own: one audit of it goes on at a time
        shelf = self.env["service.place"].create(self._values("service.place", place))
        return {"place_id": shelf.id}

    def _values_service_place_audit_line(self, place):
        audit = self.env["service.place.audit"].create(
            self._values("service.place.audit", place)
        )
        order = self._record("service.order", place)
        return {"audit_id": audit.id, "order_id": order.id, "status": "found"}
