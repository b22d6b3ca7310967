from odoo import models
from odoo.fields import Domain

from .service_branch_parts import STOREKEEPER
from .stock_move_counter import TASKS


class ServiceHome(models.AbstractModel):
    """What waits at the storekeeper's counter, and what comes from other branches."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        if branches and self.env.user.has_group(STOREKEEPER):
            tiles.append(self._get_counter_tile(branches))
        return tiles

    def _get_counter_tile(self, branches):
        moves = self.env["stock.move"]
        labels = dict(moves._fields["service_task"]._description_selection(self.env))
        figures = [
            self._get_counted(
                *(task, labels[task], "stock.move", "stock_move_action_counter"),
                moves._get_counter_domain(task)
                & Domain("service_branch_id", "in", branches.ids),
            )
            for task, _label in TASKS
        ]
        figures.append(
            self._get_counted(
                *("accept", self.env._("To Accept"), "service.parts.transfer"),
                "service_parts_transfer_action",
                Domain("dest_branch_id", "in", branches.ids)
                & Domain("state", "in", ("sent", "short")),
            )
        )
        return {
            "key": "parts_counter",
            "type": "figures",
            "sequence": 24,
            "title": self.env._("Parts Counter"),
            "figures": figures,
        }

    def _get_counted(self, key, label, model, action, domain):
        """A number and the list behind it."""
        found = self.env["ir.actions.act_window"]._for_xml_id(
            f"service_center_stock.{action}"
        )
        return self._get_figure(
            key,
            label,
            self.env[model].search_count(domain),
            tone="warning",
            action={**found, "domain": list(domain), "context": {}},
        )
