from odoo.tests import new_test_user, tagged

from odoo.addons.service_center.tests.access import AccessCase, ReviewedRules


@tagged("post_install", "-at_install")
class TestAccessMatrix(ReviewedRules, AccessCase):
    """Who may do what with labels: found out by trying, compared with the review."""

    def _values_service_label_job(self, place):
        self._number += 1
        return {
            "name": f"Labels {self._number}",
            "key": f"matrix/{self._number}",
            "company_id": place.branch.company_id.id,
            "branch_id": place.branch.id,
            "user_id": place.user.id,
            "res_model": "service.order",
            "res_ids": [],
        }

    def _values_service_label_printer(self, place):
        return {"connection": "pdf", "branch_id": place.branch.id}

    def _values_service_label_assignment(self, place):
        self._number += 1
        person = new_test_user(self.env, f"prints{self._number}")
        return {"user_id": person.id, "branch_id": place.branch.id}

    def _values_service_label_field(self, place):
        layout = self._record("service.label.layout", place)
        return {"layout_id": layout.id, "text": "Words", "type": "text"}

    def _values_service_label_layout(self, place):
        return {"name": "Layout", "company_id": place.branch.company_id.id}

    def _values_service_label_print(self, place):
        order = self._record("service.order", place)
        return {"res_model": "service.order", "res_ids": order.ids}
