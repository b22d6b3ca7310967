from odoo import api, models
from odoo.fields import Domain

ENGINEER = "service_center.service_center_group_engineer"
MANAGER = "service_center.service_center_group_manager"
HEAD = "service_center.service_center_group_head"


class ServiceHome(models.AbstractModel):
    """The home screen: one request, tiles by group, a list behind every number.

    A seam adds a tile by overriding ``_get_home_tiles``; a tile of a new type also
    needs a component in the web client's registry ``service_center_home_tiles``.
    """

    _name = "service.home"
    _description = "Home Screen"

    @api.model
    def get_home(self, branch_id=False):
        """Everything the home screen shows to the current user.

        :param branch_id: only this branch of his, else all of them
        :return: dictionary with ``branches`` to choose from, the chosen ``branch_id``
            and the ``tiles`` in their order
        """
        orders = self.env["service.order"]
        orders.check_access("read")
        branches = self._get_home_branches()
        chosen = branches.filtered(lambda branch: branch.id == branch_id)
        tiles = self._get_home_tiles(chosen or branches)
        return {
            "branches": [
                {"id": branch.id, "name": branch.name}
                for branch in branches
                if branch.active
            ],
            "branch_id": chosen.id,
            "can_create": orders.has_access("create"),
            "is_head": self.env.user.has_group(HEAD),
            "tiles": sorted(tiles, key=lambda tile: tile["sequence"]),
        }

    @api.model
    def _get_home_branches(self):
        """The branches this person works at; a head sees all, also closed ones."""
        domain = Domain("company_id", "in", self.env.companies.ids)
        if not self.env.user.has_group(HEAD):
            domain &= Domain("user_ids", "in", self.env.uid)
        branches = self.env["service.branch"].with_context(active_test=False)
        return branches.search_fetch(domain, ["name", "active"])

    @api.model
    def _get_home_tiles(self, branches):
        """Hook: the tiles for the current user; call super and append.

        A tile is a dictionary: ``key`` unique, ``type`` of the component that shows it
        (``figures``, ``stages``, ``orders``, ``chart`` or a seam's own), ``title``,
        ``sequence``, and what the component needs.

        :param branches: the branches whose figures are asked for
        """
        is_engineer = self.env.user.has_group(ENGINEER)
        is_manager = self.env.user.has_group(MANAGER)
        if not branches and not is_engineer:
            return []
        tiles = self._get_open_tiles(branches, is_engineer, is_manager)
        if is_engineer or is_manager:
            tiles.append(self._get_my_month_tile(is_manager))
        if is_manager:
            tiles += self._get_branch_month_tiles(branches)
        return tiles + self._get_setup_tiles()

    def _get_figure(self, key, label, value, **more):
        """A number with its name; one that is nought is not alarming."""
        if not value:
            more.pop("tone", None)
        return {"key": key, "label": label, "value": value, **more}

    def _get_orders_action(self, name, domain, **more):
        """The list behind a number: the very orders that were counted."""
        kanban = self.env["ir.model.data"]._xmlid_to_res_id(
            "service_center.service_order_view_kanban_found"
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "service.order",
            "domain": list(Domain(domain)),
            "views": [
                (kanban if view == "kanban" else False, view)
                for view in ("list", "kanban", "form", "calendar", "pivot", "graph")
            ],
            **more,
        }
