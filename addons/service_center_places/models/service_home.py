from odoo import models
from odoo.fields import Domain

MANAGER = "service_center.service_center_group_manager"


class ServiceHome(models.AbstractModel):
    """What is lost, what is not in the house, and what was not audited today."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        kept = branches.filtered("use_places")
        if kept and self.env.user.has_group(MANAGER):
            tiles.append(self._get_places_tile(kept))
        return tiles

    def _get_places_tile(self, branches):
        orders, places = self.env["service.order"], self.env["service.place"]
        here = Domain("branch_id", "in", branches.ids)
        lost = here & orders._get_lost_domain()
        away = here & orders._get_away_domain()
        todo = here & places._get_unaudited_domain()
        lost_title, away_title = self.env._("Lost"), self.env._("Not in the House")
        return {
            "key": "places",
            "type": "figures",
            "sequence": 35,
            "title": self.env._("Places"),
            "figures": [
                self._get_figure(
                    "lost",
                    lost_title,
                    orders.search_count(lost),
                    tone="danger",
                    action=self._get_orders_action(lost_title, lost),
                ),
                self._get_figure(
                    "away",
                    away_title,
                    orders.search_count(away),
                    action=self._get_orders_action(away_title, away),
                ),
                self._get_figure(
                    "unaudited",
                    self.env._("Not Audited Today"),
                    places.search_count(todo),
                    tone="warning",
                    action=self._get_unaudited_action(todo),
                ),
            ],
        }

    def _get_unaudited_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_places.service_place_action"
        )
        name = self.env._("Not Audited Today")
        return {**action, "name": name, "domain": list(domain), "context": {}}


class ServiceOrder(models.Model):
    _inherit = "service.order"

    def _get_lost_domain(self):
        """In the house by the books; the last audit did not find it."""
        return Domain("place_missing_date", "!=", False) & Domain(
            "state", "!=", "issued"
        )

    def _get_away_domain(self):
        """Not issued and not in the house: on the way, outside, in another branch."""
        return Domain("is_away", "=", True)
