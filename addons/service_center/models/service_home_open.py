from odoo import models
from odoo.fields import Domain


class ServiceHome(models.AbstractModel):
    """What is in the centre now: stages, what is late, what nobody has, what waits."""

    _inherit = "service.home"

    def _get_open_tiles(self, branches, is_engineer, is_manager):
        """Tiles over the open orders, all counted in one pass."""
        orders = self.env["service.order"]
        scope = self._get_open_scope(branches, is_manager)
        conditions = self._get_open_conditions()
        counts = orders._count_by_stage(scope, conditions)
        tiles = []
        if is_manager:
            tiles.append(self._get_stages_tile("center", scope, counts))
            tiles.append(self._get_attention_tile(scope, conditions, counts))
            tiles.append(self._get_ready_tile(scope, counts))
        if is_engineer and (counts["mine"] or not is_manager):
            tiles.append(self._get_stages_tile("mine", scope, counts))
            tiles.append(self._get_bench_tile(scope, conditions, counts))
        return tiles

    def _get_open_scope(self, branches, is_manager):
        """Open orders of the branches; an engineer's own wherever they are."""
        scope = Domain("branch_id", "in", branches.ids)
        if not is_manager:
            scope |= Domain("engineer_id", "=", self.env.uid)
        return self.env["service.order"]._get_open_domain() & scope

    def _get_open_conditions(self):
        """What is counted, by name; the same domains make the lists."""
        orders, uid = self.env["service.order"], self.env.uid
        mine = Domain("engineer_id", "=", uid)
        late, soon = orders._get_late_domain(), orders._get_soon_domain()
        today = orders._get_promised_today_domain()
        return {
            "center": Domain.TRUE,
            "late": late,
            "soon": soon,
            "today": today,
            "unassigned": Domain("engineer_id", "=", False),
            "orphan": orders._get_orphan_domain(),
            "mine": mine,
            "my_late": mine & late,
            "my_soon": mine & soon,
            "my_today": mine & today,
            "my_customers": Domain("user_id", "=", uid),
        }

    def _get_stages_tile(self, name, scope, counts):
        """Orders by stage, in the order of the flow."""
        title = (
            self.env._("My Bench") if name == "mine" else self.env._("In the Centre")
        )
        scope &= self._get_open_conditions()[name]
        stages = self.env["service.stage"].with_context(active_test=False)
        stages = stages.search_fetch([], ["name", "state"])
        return {
            "key": f"stages_{name}",
            "type": "stages",
            "sequence": 10,
            "title": title,
            "total": sum(counts[name].values()),
            "action": self._get_orders_action(title, scope),
            "figures": [
                self._get_figure(
                    str(stage.id),
                    stage.name,
                    counts[name][stage.id],
                    state=stage.state,
                    action=self._get_orders_action(
                        stage.name, scope & Domain("stage_id", "=", stage.id)
                    ),
                )
                for stage in stages
                if counts[name].get(stage.id)
            ],
        }

    def _get_attention_tile(self, scope, conditions, counts):
        return {
            "key": "attention",
            "type": "figures",
            "sequence": 20,
            "title": self.env._("Needs Attention"),
            "figures": self._get_figures(
                scope,
                conditions,
                counts,
                {
                    "late": (self.env._("Overdue"), "danger"),
                    "soon": (self.env._("Due Soon"), "warning"),
                    "today": (self.env._("Promised Today"), "info"),
                    "unassigned": (self.env._("Without Engineer"), "warning"),
                    "orphan": (self.env._("Person Left"), "danger"),
                    "my_customers": (self.env._("My Customers"), ""),
                },
            ),
        }

    def _get_bench_tile(self, scope, conditions, counts):
        return {
            "key": "bench",
            "type": "figures",
            "sequence": 15,
            "title": self.env._("My Work"),
            "figures": self._get_figures(
                scope,
                conditions,
                counts,
                {
                    "my_late": (self.env._("Overdue"), "danger"),
                    "my_soon": (self.env._("Due Soon"), "warning"),
                    "my_today": (self.env._("Promised Today"), "info"),
                    "unassigned": (self.env._("Free to Take"), ""),
                },
            ),
        }

    def _get_figures(self, scope, conditions, counts, shown):
        return [
            self._get_figure(
                name,
                label,
                sum(counts[name].values()),
                tone=tone,
                action=self._get_orders_action(label, scope & conditions[name]),
            )
            for name, (label, tone) in shown.items()
        ]

    def _get_ready_tile(self, scope, counts):
        """Ready and not collected: how many, and those that lie here longest."""
        orders = self.env["service.order"]
        domain = scope & orders._get_ready_domain()
        title = self.env._("Ready, Not Collected")
        stages = self.env["service.stage"].browse(counts["center"])
        longest = orders.search_fetch(
            domain,
            ["name", "partner_id", "device_model_id", "date_end"],
            order="date_end, id",
            limit=5,
        )
        return {
            "key": "ready",
            "type": "orders",
            "sequence": 30,
            "title": title,
            "total": sum(
                counts["center"][stage.id]
                for stage in stages
                if stage._get_rules().state in ("done", "refused")
            ),
            "action": self._get_orders_action(title, domain),
            "orders": [
                {
                    "id": order.id,
                    "name": order.name,
                    "details": order.partner_id.display_name,
                    "days": order._get_days_ready(),
                }
                for order in longest
            ],
        }
