from odoo import models
from odoo.fields import Domain

from .service_branch_parts import STOREKEEPER


class ServiceHome(models.AbstractModel):
    """How many parts are awaited, for those who care for them."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        is_manager = self.env.user.has_group(
            "service_center.service_center_group_manager"
        )
        if branches and (is_manager or self.env.user.has_group(STOREKEEPER)):
            tiles.append(self._get_awaited_parts_tile(branches))
        return tiles

    def _get_awaited_parts_tile(self, branches):
        """Awaited parts by how they are to come, all counted in one pass."""
        moves = self.env["stock.move"]
        scope = Domain("service_supply", "!=", False) & Domain(
            "service_branch_id", "in", branches.ids
        )
        counts = dict(moves._read_group(scope, ["service_supply"], ["__count"]))
        late = Domain(moves._get_late_parts_domain())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_stock.stock_move_action_awaited"
        )
        shown = {
            "short": (self.env._("Short"), "danger", counts.get("short", 0)),
            "asked": (self.env._("Vendor Asked"), "warning", counts.get("asked", 0)),
            "coming": (self.env._("On Its Way"), "info", counts.get("coming", 0)),
            "late": (self.env._("Late"), "danger", moves.search_count(scope & late)),
        }
        return {
            "key": "awaited_parts",
            "type": "figures",
            "sequence": 25,
            "title": self.env._("Awaited Parts"),
            "figures": [
                self._get_figure(
                    key,
                    label,
                    value,
                    tone=tone,
                    action={
                        **action,
                        "domain": list(
                            scope
                            & (
                                late
                                if key == "late"
                                else Domain("service_supply", "=", key)
                            )
                        ),
                        "context": {"search_default_group_vendor": key == "short"},
                    },
                )
                for key, (label, tone, value) in shown.items()
            ],
        }
