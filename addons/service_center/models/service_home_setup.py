from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

from .service_home import HEAD


class ServiceHome(models.AbstractModel):
    """First steps of a new centre: a list with ticks, until a head puts it away."""

    _inherit = "service.home"

    def _get_setup_tiles(self):
        company = self.env.company
        if company.service_setup_done or not self.env.user.has_group(HEAD):
            return []
        steps = [
            {"key": key, "label": label, "is_done": bool(done), "action": action}
            for key, label, done, action in self._get_setup_steps(company)
        ]
        if all(step["is_done"] for step in steps):
            return []
        return [
            {
                "key": "setup",
                "type": "setup",
                "sequence": 5,
                "title": self.env._("First Steps"),
                "steps": steps,
            }
        ]

    def _get_setup_steps(self, company):
        """Hook: tuples of key, text, whether the data say it is done, and a link."""
        here = ("company_id", "=", company.id)
        return [
            (
                "company",
                self.env._("Address and phone of the company"),
                company.street and company.phone,
                self._get_setup_action("res.company", company.id),
            ),
            (
                "documents",
                self.env._("The company's logo for the papers"),
                not company.uses_default_logo,
                self._get_setup_action("res.company", company.id),
            ),
            (
                "branch",
                self.env._("Branches with their addresses"),
                self._exists("service.branch", [here, ("partner_id", "!=", False)]),
                self._get_setup_action("service.branch"),
            ),
            (
                "people",
                self.env._("People and the branches they work at"),
                self._exists(
                    "res.users",
                    [("service_branch_ids", "!=", False), ("id", "!=", self.env.uid)],
                ),
                self._get_setup_action("service.branch"),
            ),
            (
                "stages",
                self.env._("Stages: look through them, name them as you do"),
                self._exists("service.stage", [("write_uid", "!=", SUPERUSER_ID)]),
                self._get_setup_action("service.stage"),
            ),
            (
                "prices",
                self.env._("Works with their prices"),
                self._exists(
                    "product.product",
                    [
                        ("type", "=", "service"),
                        ("sale_ok", "=", True),
                        ("create_uid", "!=", SUPERUSER_ID),
                    ],
                ),
                self._get_setup_action("product.template"),
            ),
            (
                "order",
                self.env._("The first device taken in"),
                self._exists("service.order", [here]),
                self._get_orders_action(self.env._("Orders"), []),
            ),
        ]

    def _exists(self, model, domain):
        return bool(self.env[model].search_count(domain, limit=1))

    def _get_setup_action(self, model, res_id=False):
        """Where a step is done; ``False`` for whoever may not change it."""
        if not self.env[model].has_access("write"):
            return False
        views = ["form"] if res_id else ["list", "form"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(model).name,
            "res_model": model,
            "res_id": res_id,
            "views": [(False, view) for view in views],
        }

    @api.model
    def dismiss_setup(self):
        """Put the first steps away, for everybody in this company."""
        if not self.env.user.has_group(HEAD):
            raise AccessError(
                self.env._("Only a head may put the first steps of a centre away.")
            )
        # sudo: a head of the centre need not be an administrator of the company
        self.env.company.sudo().service_setup_done = True
        return True
