from odoo import models
from odoo.fields import Domain

from odoo.addons.service_center.models.service_home import MANAGER


class ServiceHome(models.AbstractModel):
    """Requests on the home screen: new, unanswered, late, mine."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        if branches and self.env.user.has_group(MANAGER):
            tiles.append(self._get_leads_tile(branches))
        return tiles

    def _get_leads_tile(self, branches):
        leads = self.env["crm.lead"]
        scope = Domain("branch_id", "in", branches.ids) & Domain(
            "won_status", "=", "pending"
        )
        unanswered = leads._get_unanswered_domain()
        shown = {
            "late": (
                self.env._("Answer Overdue"),
                unanswered & Domain("date_answer_due", "<", "now"),
                "danger",
            ),
            "unanswered": (self.env._("Unanswered"), unanswered, "warning"),
            "new": (
                self.env._("Nobody's"),
                Domain("user_id", "=", False),
                "info",
            ),
            "mine": (self.env._("Mine"), Domain("user_id", "=", self.env.uid), ""),
            "idle": (
                self.env._("Without Next Action"),
                leads._get_idle_domain(),
                "warning",
            ),
        }
        return {
            "key": "leads",
            "type": "figures",
            "sequence": 25,
            "title": self.env._("Requests"),
            "figures": [
                self._get_figure(
                    f"leads_{name}",
                    label,
                    leads.search_count(scope & domain),
                    tone=tone,
                    action=self._get_leads_action(label, scope & domain),
                )
                for name, (label, domain, tone) in shown.items()
            ],
        }

    def _get_leads_action(self, name, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_leads.crm_lead_action_service"
        )
        return {
            **action,
            "name": name,
            "domain": list(Domain(domain)),
            "context": {"service_leads": True},
        }
