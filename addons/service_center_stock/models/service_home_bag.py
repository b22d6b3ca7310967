from odoo import models
from odoo.fields import Domain

from .service_bag_transfer import BAGS
from .service_branch_parts import STOREKEEPER

MANAGER = "service_center.service_center_group_manager"


class ServiceHome(models.AbstractModel):
    """The engineer's bag, and for the storekeeper the bags of his branches."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        owners = self.env["service.bag"]._get_owners()
        if any(user_id == self.env.uid for user_id, _warehouse in owners.values()):
            tiles.append(self._get_my_bag_tile())
        is_keeper = self.env.user.has_group(STOREKEEPER)
        if owners and branches and (is_keeper or self.env.user.has_group(MANAGER)):
            tiles.append(self._get_bags_tile(branches))
        return tiles

    def _get_my_bag_tile(self):
        """What I have, for what orders, and what I am to accept."""
        mine = Domain("user_id", "=", self.env.uid)
        contents = self.env["service.bag.content"]
        ((pieces, reserved),) = contents._read_group(
            mine, [], ["quantity:sum", "quantity_reserved:sum"]
        )
        contents_action = self._get_bag_action("service_bag_content_action_mine")
        return {
            "key": "my_bag",
            "type": "figures",
            "sequence": 17,
            "title": self.env._("My Bag"),
            "figures": [
                self._get_figure(
                    "pieces",
                    self.env._("Pieces"),
                    round(pieces or 0, 2),
                    action={**contents_action, "domain": list(mine)},
                ),
                self._get_figure(
                    "reserved",
                    self.env._("For Orders"),
                    round(reserved or 0, 2),
                    action={
                        **contents_action,
                        "domain": list(mine & Domain("quantity_reserved", ">", 0)),
                    },
                ),
                self._get_handover_figure(
                    "to_accept",
                    self.env._("To Accept"),
                    Domain("engineer_id", "=", self.env.uid)
                    & Domain("kind", "=", "give")
                    & Domain("state", "=", "sent"),
                    "warning",
                ),
            ],
        }

    def _get_bags_tile(self, branches):
        """Returns to accept, what somebody did not accept, and who left."""
        here = Domain("branch_id", "in", branches.ids) & Domain("kind", "in", BAGS)
        contents = self.env["service.bag.content"]
        in_branches = Domain("branch_id", "in", branches.ids)
        long = in_branches & contents._get_long_domain()
        left = in_branches & Domain("user_id.active", "=", False)
        action = self._get_bag_action("service_bag_content_action")
        return {
            "key": "bags",
            "type": "figures",
            "sequence": 27,
            "title": self.env._("Engineers' Bags"),
            "figures": [
                self._get_handover_figure(
                    "back",
                    self.env._("Returns to Accept"),
                    here & Domain("kind", "=", "back") & Domain("state", "=", "sent"),
                    "warning",
                ),
                self._get_handover_figure(
                    "differences",
                    self.env._("Differences"),
                    here & Domain("state", "=", "short"),
                    "danger",
                ),
                self._get_figure(
                    "long",
                    self.env._("Lies Long"),
                    contents.search_count(long),
                    tone="warning",
                    action={**action, "domain": list(long)},
                ),
                self._get_figure(
                    "left",
                    self.env._("Engineer Left"),
                    contents.search_count(left),
                    tone="danger",
                    action={**action, "domain": list(left)},
                ),
            ],
        }

    def _get_handover_figure(self, key, label, domain, tone):
        action = self._get_bag_action("service_bag_handover_action")
        return self._get_figure(
            key,
            label,
            self.env["service.parts.transfer"].search_count(domain),
            tone=tone,
            action={**action, "domain": list(domain)},
        )

    def _get_bag_action(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"service_center_stock.{name}"
        )
        return {**action, "context": {}}
