from unittest.mock import patch

from odoo.tests import tagged

from .common import LeadsCommon


@tagged("post_install", "-at_install")
class TestLeadPrivate(LeadsCommon):
    """Odoo's enrichment asks a company of its own who wrote: not of requests."""

    def _get_asked(self):
        """Domains of the senders that the service was asked about, by lead."""
        asked = {}
        services = type(self.env["iap.enrich.api"])
        with (
            patch.object(
                services, "_request_enrich", lambda _api, some: asked.update(some) or {}
            ),
            patch.object(type(self.env["ir.cron"]), "_commit_progress"),
        ):
            self.leads._iap_enrich_leads_cron()
            self.leads.search([]).iap_enrich()
        return {int(lead): domain for lead, domain in asked.items()}

    def _make_own(self):
        return self.leads.create(
            {"name": "Odoo's own", "email_from": "eve@company.example"}
        )

    def test_nobody_outside_is_asked_about_the_sender_of_a_request(self):
        sender = "Ann <ann@company.example>"
        letter = self._receive("Nokla X7", sender=sender)
        form = self.leads._receive_form(
            self.branch, {"name": "Ann", "email": "ann@company.example", "text": "x"}
        )
        noted = self.leads.with_user(self.desk).create(
            {"branch_id": self.branch.id, "email_from": "ann@company.example"}
        )
        moved, given, own = (self._make_own() for _each in range(3))
        moved.branch_id = self.branch
        given.team_id = self.branch.lead_team_id
        self.env.flush_all()
        asked = self._get_asked()
        self.assertEqual(asked[own.id], "company.example", "Odoo's own is asked about")
        for lead in letter | form | noted | moved | given:
            self.assertTrue(lead.branch_id and lead.email_from)
            self.assertNotIn(lead.id, asked)
