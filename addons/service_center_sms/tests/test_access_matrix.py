from odoo.tests import new_test_user, tagged

from odoo.addons.service_center.tests.access import AccessCase, ReviewedRules


@tagged("post_install", "-at_install")
class TestAccessMatrix(ReviewedRules, AccessCase):
    """Who may do what with texts: found out by trying, compared with the review."""

    @classmethod
    def _get_people(cls):
        groups = "base.group_user,base.group_system"
        admin = new_test_user(cls.env, "matrix_admin", groups=groups)
        return {**super()._get_people(), "administrator": admin}

    def _values_service_sms(self, place):
        self._number += 1
        return {
            "key": f"matrix/{self._number}",
            "uuid": f"matrix{self._number}",
            "company_id": place.branch.company_id.id,
            "branch_id": place.branch.id,
        }

    def _values_service_sms_provider(self, place):
        return {"url": "https://example.com"}

    def _values_service_sms_test(self, place):
        return {"number": "+79123456789"}

    def _values_service_sms_text(self, place):
        return {"body": "Ready", "trigger": "promised"}

    def _values_service_sms_cure(self, place):
        return {"sms_id": self._record("service.sms", place).id}
