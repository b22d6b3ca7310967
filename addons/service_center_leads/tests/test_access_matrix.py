from odoo.tests import new_test_user, tagged

from odoo.addons.service_center.tests.access import AccessCase, ReviewedRules


@tagged("post_install", "-at_install")
class TestAccessMatrix(ReviewedRules, AccessCase):
    """Who may do what with requests: found out by trying, compared with the review."""

    @classmethod
    def _get_people(cls):
        groups = "sales_team.group_sale_salesman_all_leads"
        seller = new_test_user(cls.env, "matrix_seller", groups=groups)
        return {**super()._get_people(), "salesperson": seller}

    def get_models(self):
        return [*super().get_models(), "crm.lead"]

    def _values_crm_lead(self, place):
        free = place.name == "free"  # Odoo's own: of no branch
        return {
            "name": "Request",
            "type": "opportunity",
            "branch_id": not free and place.branch.id,
            "team_id": not free and place.branch.lead_team_id.id,
            "company_id": place.branch.company_id.id,
            "user_id": False,
        }

    def _values_service_mail_quarantine(self, place):
        self._number += 1
        return {
            "checksum": f"{self._number}",
            "kind": "broken",
            "branch_id": place.branch.id,
        }

    def _values_service_lead_quota(self, place):
        self._number += 1
        return {"key": f"{self._number}", "date": "2026-03-02", "count": 1}
